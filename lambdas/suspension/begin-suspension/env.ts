import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** SSM parameters `<prefix>/<cell id>` hold the cells as {@link cellSchema}. */
  CELL_PARAMETER_PREFIX: z.string(),
  ADVANCED_CLUSTER_ARN: z.string(),
});
