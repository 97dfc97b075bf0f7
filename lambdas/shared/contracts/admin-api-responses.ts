import * as z from 'zod';
import { json, OPERATOR_ROLES } from './admin-api';
import { EXPORTED } from './export';
import { TIERS } from './tiers';

/** Shapes of the Admin API's answers, from which its OpenAPI document is made. Instants are ISO 8601. */
const instant = z.iso.datetime();

/** Proof of a tenant's deletion: each resource, its type, when it was made and deleted. */
export const receiptSchema = z.object({
  executionArn: z.string(),
  completedAt: instant,
  /** Where the tenant's data was written before. */
  export: z.object({ bucket: z.string(), manifestKey: z.string() }).optional(),
  resources: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      arn: z.string().optional(),
      createdAt: instant.optional(),
      /** In its place where no creation is recorded: made no earlier than this, if at all. */
      plannedAt: instant.optional(),
      deletedAt: instant,
      count: z.int().optional(),
    }),
  ),
});

export const registrationRowSchema = z
  .object({
    tenantRegistrationId: z.string(),
    tenantId: z.string(),
    sbtaws_active: z.boolean(),
    registrationStatus: z.string(),
    failure: json.optional(),
    /** How the tenant leaves: until when its data is kept, and whether that can still be cancelled. */
    offboarding: z
      .object({
        retainUntil: instant.optional(),
        exportFirst: z.boolean().optional(),
        exportName: z.string().optional(),
        state: z.string(),
      })
      .optional(),
    receipt: receiptSchema.optional(),
    createdAt: instant,
    updatedAt: instant,
  })
  .catchall(json);
export type RegistrationRow = z.infer<typeof registrationRowSchema>;

/** A tenant's own attributes; no e-mail and no keys of a client's once it is deleted. */
export const tenantAttributesSchema = z
  .object({
    tenantId: z.string(),
    tenantName: z.string(),
    email: z.string().optional(),
    tier: z.enum(TIERS),
    tenantConfig: z.string().optional(),
    cellId: z.string().optional(),
    createdAt: instant,
  })
  .catchall(json);
export type TenantAttributes = z.infer<typeof tenantAttributesSchema>;

export const tenantRowSchema = tenantAttributesSchema.extend({
  tenantRegistrationId: z.string(),
  sbtaws_active: z.boolean(),
  registrationStatus: z.string(),
  failure: json.optional(),
});
export type TenantRow = z.infer<typeof tenantRowSchema>;

export const registrationCreatedSchema = z.strictObject({
  tenantRegistrationId: z.string(),
  tenantId: z.string(),
  message: z.string(),
});

export const registrationPatchedSchema = z.strictObject({
  tenantRegistration: registrationRowSchema,
  tenant: tenantAttributesSchema,
  message: z.string(),
});

export const userSchema = z.strictObject({
  userName: z.string(),
  /** Absent for an operator who is in neither group. */
  userRole: z.enum(OPERATOR_ROLES).optional(),
  email: z.string().optional(),
  status: z.string(),
  enabled: z.boolean(),
  created: instant,
  modified: instant,
});
export type UserRow = z.infer<typeof userSchema>;

export const userCreatedSchema = z.strictObject({ userName: z.string() });
export const messageSchema = z.strictObject({ message: z.string() });

export const tenantConfigSchema = z.strictObject({
  userPoolId: z.string(),
  appClientId: z.string(),
  apiGatewayUrl: z.string(),
});
export type TenantConfig = z.infer<typeof tenantConfigSchema>;

export const replayedSchema = z.strictObject({
  /** From the state that failed, or all of it by a new execution. */
  replay: z.enum(['redriven', 'started']),
  executionName: z.string(),
  executionArn: z.string(),
  message: z.string(),
});
export type Replayed = z.infer<typeof replayedSchema>;

/** A link to an object of an export: whoever has it can read that object until it expires, and nothing else. */
const exportLinkSchema = z.strictObject({
  table: z.enum(EXPORTED),
  key: z.string(),
  items: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  url: z.string(),
});

/** A tenant's data, to be fetched. */
export const exportLinksSchema = z.strictObject({
  executionName: z.string(),
  exportedAt: instant,
  items: z.int(),
  files: z.array(exportLinkSchema),
  manifestUrl: z.string(),
  expiresAt: instant,
});
export type ExportLinks = z.infer<typeof exportLinksSchema>;

export const exportRunsSchema = z.strictObject({ executionName: z.string(), message: z.string() });
export type ExportRuns = z.infer<typeof exportRunsSchema>;

export const errorSchema = z.strictObject({ message: z.string() });
