import * as z from 'zod';

export const environmentSchema = z.object({
  /** Pool of the operators. */
  USER_POOL_ID: z.string(),
});
