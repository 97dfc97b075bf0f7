import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { createUserSchema, updateUserSchema, userNameSchema } from '../../shared/contracts/admin-api';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { readPage } from '../../shared/http/paging';
import { ok, page } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { administratorsLease } from './administrators-lease';
import { createUser } from './create-user';
import { deleteUser } from './delete-user';
import { environmentSchema } from './env';
import { getMe } from './get-me';
import { getUser } from './get-user';
import { listUsers, MAX_USERS, USERS_LIST } from './list-users';
import { updateUser } from './update-user';

const env = parseEnvironment(environmentSchema);
const pool = { cognito: new CognitoIdentityProviderClient(CLIENT_SETTINGS), userPoolId: env.USER_POOL_ID };
const hold = administratorsLease(registryContext(env.REGISTRY_TABLE_NAME), env.USER_POOL_ID);

export const handler = apiHandler<AdminApiRoute<'users'>>(
  {
    'GET /me': { access: 'read', run: async ({ operator }) => ok(getMe(operator)) },
    'POST /users': {
      access: 'write',
      run: async ({ body }) => ok(await createUser(pool, body(createUserSchema)), 201),
    },
    'GET /users': {
      access: 'read',
      run: async ({ query }) => {
        const { rows, nextToken } = await listUsers(pool, readPage(query, USERS_LIST, MAX_USERS));
        return page(rows, nextToken);
      },
    },
    'GET /users/{userId}': {
      access: 'read',
      run: async ({ param }) => ok(await getUser(pool, param('userId', userNameSchema))),
    },
    'PUT /users/{userId}': {
      access: 'write',
      run: async ({ param, body, operator }) =>
        ok(await updateUser(pool, hold, operator, param('userId', userNameSchema), body(updateUserSchema))),
    },
    'DELETE /users/{userId}': {
      access: 'write',
      run: async ({ param, operator }) =>
        ok(await deleteUser(pool, hold, operator, param('userId', userNameSchema))),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID, pool.cognito),
);
