import * as z from 'zod';

export const environmentSchema = z.object({
  /** Pool in which a caller must still be an operator. */
  OPERATOR_POOL_ID: z.string(),
  /** Pool of the operators. */
  USER_POOL_ID: z.string(),
});
