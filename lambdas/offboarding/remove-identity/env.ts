import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  SHARED_USER_POOL_ID: z.string(),
});
