import * as z from 'zod';
import { jsonOf } from '../../shared/environment';
import { taskSizeSchema } from '../../shared/footprint/monthly-cost';
import { operatorEnvironment } from '../../shared/http/operator-environment';
import { placesSchema } from '../../shared/registry/admission';

/** Quotas of the account for what each tenant takes one or more of. Roles are not here: IAM tells its own. */
export const quotasSchema = z.strictObject({
  apiKeys: z.int().positive(),
  userPools: z.int().positive(),
  namespaces: z.int().positive(),
  clusters: z.int().positive(),
  tables: z.int().positive(),
});
export type Quotas = z.infer<typeof quotasSchema>;

export const environmentSchema = operatorEnvironment.extend({
  REGISTRY_TABLE_NAME: z.string(),
  /** Of the user pool that Basic tenants share. */
  SHARED_POOL_NAME: z.string(),
  PLACES: jsonOf(placesSchema),
  QUOTAS: jsonOf(quotasSchema),
  TASK_SIZE: jsonOf(taskSizeSchema),
  TENANT_KEYS: z.enum(['true', 'false']).transform((word) => word === 'true'),
});
