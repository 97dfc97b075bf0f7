import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** Users of tenants who have signed out, or were removed, in the last day. */
  SIGN_OUTS_TABLE_NAME: z.string(),
  /** Base URL of the pools' signing keys, where it is not Cognito's public one. */
  JWKS_BASE_URL: z.string().optional(),
});
