import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** Tasks of each of a tenant's services that is in service. */
  DESIRED_COUNT: z.coerce.number().int().positive(),
});
