import type { z } from 'zod';
import { commonEnv, requireTenantOfSilo, TENANT_OF_SILO } from '../shared/env';

export const usersEnv = commonEnv.refine(requireTenantOfSilo, TENANT_OF_SILO);

/** What a task definition of the users service gives. */
export type UsersEnv = z.input<typeof commonEnv>;
