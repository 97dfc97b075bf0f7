import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** Tasks of each of a silo tenant's services that is in service. */
  DESIRED_COUNT: z.coerce.number().int().positive(),
  /** Age from which an operation without a running execution is taken for stuck. */
  STUCK_AFTER_MINUTES: z.coerce.number().int().positive(),
});
