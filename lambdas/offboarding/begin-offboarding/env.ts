import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** SSM parameters `<prefix>/<cell id>` hold the cells as {@link cellSchema}. */
  CELL_PARAMETER_PREFIX: z.string(),
  ADVANCED_CLUSTER_ARN: z.string(),
  /** Days that a tenant's data is kept where its deletion says nothing of it. */
  RETAIN_DAYS: z.coerce.number().int().nonnegative(),
  /** Whether data is exported before it is deleted where the deletion says nothing of it. */
  EXPORT_FIRST: z.enum(['true', 'false']).transform((word) => word === 'true'),
});
