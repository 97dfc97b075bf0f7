import * as z from 'zod';
import { executionNameSchema } from './admin-api';
import { idSchema, tenantNameSchema } from './identifiers';
import { TABLES, TIERS } from './tiers';
import { namedTenantSchema } from './workflow';

/** What an export holds of a tenant, in this order: its items, then who signs in. */
export const EXPORTED = [...TABLES, 'users'] as const;
export type Exported = (typeof EXPORTED)[number];

/** What the step needs of a plan; an offboarding's has it and more. */
export const exportPlanSchema = z.object({
  tenant: namedTenantSchema,
  executionArn: z.string(),
  /** Folder of the export: the name of the execution that ordered it first. */
  exportName: executionNameSchema,
});
export type ExportPlan = z.infer<typeof exportPlanSchema>;

/** Input of the step that exports; `next` as the invocation before said, absent for the first. */
export const exportInputSchema = z.strictObject({ plan: exportPlanSchema, next: z.string().optional() });
export type ExportInput = z.infer<typeof exportInputSchema>;

/** One object of an export: JSON Lines, one item a line. */
const exportFileSchema = z.strictObject({
  key: z.string(),
  table: z.enum(EXPORTED),
  items: z.int().positive(),
  bytes: z.int().positive(),
  /** Of the object as it is stored, hexadecimal. */
  sha256: z.string(),
});
export type ExportFile = z.infer<typeof exportFileSchema>;

/** `manifest.json` of an export: what belongs to it, and how to tell that it arrived whole. */
export const exportManifestSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: tenantNameSchema,
  tier: z.enum(TIERS),
  /** When reading began: what was written before is in it. */
  exportedAt: z.iso.datetime(),
  /** False while files are still being added. */
  complete: z.boolean(),
  /** Sum of the files' items. */
  items: z.int().nonnegative(),
  files: z.array(exportFileSchema),
});
export type ExportManifest = z.infer<typeof exportManifestSchema>;

/** Everything of the bucket is below this. */
export const EXPORTS_FOLDER = 'exports';

/** Key prefix of one export, without a slash at its end. */
export const exportFolder = (tenantId: string, exportName: string): string =>
  `${EXPORTS_FOLDER}/${tenantId}/${exportName}`;

export const manifestKey = (tenantId: string, exportName: string): string =>
  `${exportFolder(tenantId, exportName)}/manifest.json`;
