import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** Users of pooled tenants who have signed out, or were removed, in the last day. */
  SIGN_OUTS_TABLE_NAME: z.string(),
  /** The same of silo tenants, where the pool's tasks cannot write. */
  SILO_SIGN_OUTS_TABLE_NAME: z.string(),
  /** Base URL of the pools' signing keys, where it is not Cognito's public one. */
  JWKS_BASE_URL: z.string().optional(),
});
