import * as z from 'zod';
import { tableNamesSchema } from '../../shared/contracts/tiers';
import { jsonOf } from '../../shared/environment';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** Names of the pool's tables, which an Advanced tenant shares in part. */
  POOLED_TABLES: jsonOf(tableNamesSchema),
  LOG_RETENTION_DAYS: z.coerce.number().int().positive(),
  /** Whether tenants of a tier that has one get an encryption key of their own. */
  TENANT_KEYS: z.enum(['true', 'false']).transform((word) => word === 'true'),
});
