import * as z from 'zod';

export const environmentSchema = z.object({
  /** Pool in which a caller must still be an operator. */
  OPERATOR_POOL_ID: z.string(),
  REGISTRY_TABLE_NAME: z.string(),
});
