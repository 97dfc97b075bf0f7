import * as z from 'zod';
import { tableNamesSchema } from '../../shared/contracts/tiers';
import { jsonOf } from '../../shared/environment';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  SHARED_USER_POOL_ID: z.string(),
  /** Names of the pool's tables, in which a tenant's items may be. */
  POOLED_TABLES: jsonOf(tableNamesSchema),
  /** Its session, tagged with a tenant's id, reaches that tenant's items in the pool's tables and no other's. */
  TENANT_DATA_ROLE_ARN: z.string(),
});
