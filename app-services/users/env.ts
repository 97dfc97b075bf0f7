import { z } from 'zod';
import { commonEnv, requireTenantOfSilo, TENANT_OF_SILO } from '../shared/env';

const shape = commonEnv.extend({
  /** Where the authorizer reads who signed out. */
  SIGN_OUTS_TABLE_NAME: z.string().min(1),
  /** Set in the pool: assumed with the session tag `tenant`, it writes of that tenant's users only. */
  SIGN_OUTS_ROLE_ARN: z.string().startsWith('arn:').optional(),
});

export const usersEnv = shape.refine(requireTenantOfSilo, TENANT_OF_SILO);

/** What a task definition of the users service gives. */
export type UsersEnv = z.input<typeof shape>;
