import * as z from 'zod';

/** What every function needs whose callers are operators. */
export const operatorEnvironment = z.object({
  /** Pool in which a caller must still be an operator. */
  OPERATOR_POOL_ID: z.string(),
});
