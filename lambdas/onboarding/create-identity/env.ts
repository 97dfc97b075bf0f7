import * as z from 'zod';
import { signInSchema } from '../../shared/contracts/sign-in';
import { jsonOf } from '../../shared/environment';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  SHARED_USER_POOL_ID: z.string(),
  SHARED_APP_CLIENT_ID: z.string(),
  /** How users of tenants' own pools sign in. */
  SIGN_IN: jsonOf(signInSchema),
});
