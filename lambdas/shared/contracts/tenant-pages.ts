import * as z from 'zod';
import { booleanInQuery, OPERATOR_ROLES } from './admin-api';
import { receiptSchema } from './admin-api-responses';
import { TIERS, tierSchema } from './tiers';

const instant = z.iso.datetime();

const commaSeparated = <S extends z.ZodType<unknown, string>>(item: S) =>
  z
    .string()
    .max(512, 'must be at most 512 characters')
    .transform((text, context) => {
      // A client wrote one parameter: that is what its answer names, not a place in a list of ours.
      const parsed = z.array(item).safeParse(text.split(','));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is not valid' });
      return z.NEVER;
    });

/** One or more tiers, and states, in a query. */
export const tiersInQuery = commaSeparated(tierSchema);
export const statesInQuery = commaSeparated(z.string().min(1, 'must not be empty'));

export const SORTABLE = ['tenantName', 'tier', 'registrationStatus', 'createdAt'] as const;

/** What `GET /tenants` can be asked for, beside its page. Without any of it, all tenants are listed, oldest first. */
export const tenantsQuerySchema = z.object({
  /** Part of the name or the e-mail, in any case, or the whole id of a tenant, a registration or a cell. */
  search: z.string().min(1, 'must not be empty').max(254, 'must be at most 254 characters').optional(),
  /** One or more, separated by commas. */
  tier: tiersInQuery.optional(),
  /** One or more, separated by commas. */
  registrationStatus: statesInQuery.optional(),
  /** `true`: without deleted ones; `false`: only those. */
  active: booleanInQuery.optional(),
  /** `true`: those whose last operation failed; `false`: all others. */
  failed: booleanInQuery.optional(),
  sort: z.enum(SORTABLE, { error: `must be one of ${SORTABLE.join(', ')}` }).optional(),
  order: z.enum(['asc', 'desc'], { error: 'must be asc or desc' }).optional(),
});
export type TenantsQuery = z.output<typeof tenantsQuerySchema>;

/** What a tenant has, from its ledger. Never a secret: the ledger holds none. */
export const footprintViewSchema = z.strictObject({
  tenantId: z.string(),
  tenantName: z.string(),
  tier: z.enum(TIERS),
  cellId: z.string().optional(),
  /** Place in the cell; absent for a tenant of the pool. */
  slot: z.int().optional(),
  /** Where the tenant's application answers; absent until it is provisioned. */
  apiGatewayUrl: z.string().optional(),
  resources: z.array(
    z.strictObject({
      type: z.string(),
      name: z.string(),
      state: z.enum(['planned', 'created', 'deleted']),
      /** ARN or AWS-given id, once made. */
      arn: z.string().optional(),
      /** Its page in the AWS console, where it has one. */
      consoleUrl: z.string().optional(),
      /** What it belongs to: a rule's listener, a service's cluster. */
      details: z.record(z.string(), z.string()),
      plannedAt: instant,
      createdAt: instant.optional(),
      deletedAt: instant.optional(),
      count: z.int().optional(),
      executionName: z.string(),
    }),
  ),
});
export type FootprintView = z.infer<typeof footprintViewSchema>;

/** Who may sign in for a tenant; named as the tenant's own API names them. */
export const tenantUserSchema = z.strictObject({
  /** Cognito's: an id that it gave. */
  username: z.string(),
  email: z.string().optional(),
  /** `TenantAdmin` or `TenantUser`; absent for one that another plane has made without. */
  user_role: z.string().optional(),
  status: z.string(),
  enabled: z.boolean(),
  created: instant,
  modified: instant,
});
export type TenantUserRow = z.infer<typeof tenantUserSchema>;

/** A tenant that is gone, with the proof. */
export const deletionReceiptSchema = z.strictObject({
  tenantRegistrationId: z.string(),
  tenantId: z.string(),
  tenantName: z.string(),
  tier: z.enum(TIERS),
  createdAt: instant,
  deletedAt: instant,
  /** Absent where a foreign application plane removed the tenant. */
  receipt: receiptSchema.optional(),
});
export type DeletionReceiptRow = z.infer<typeof deletionReceiptSchema>;

/** Who asks, and what they may do. */
export const meSchema = z.strictObject({
  userName: z.string(),
  userRole: z.enum(OPERATOR_ROLES),
  roles: z.array(z.enum(OPERATOR_ROLES)),
  /** What the role allows: `write` only for a SystemAdmin. */
  may: z.strictObject({ read: z.boolean(), write: z.boolean() }),
});
export type Me = z.infer<typeof meSchema>;
