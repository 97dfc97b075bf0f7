import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { idSchema } from '../../shared/contracts/identifiers';
import { tenantsQuerySchema } from '../../shared/contracts/tenant-pages';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { readPage } from '../../shared/http/paging';
import { ok, page } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { validate } from '../../shared/middleware/validate';
import { registryContext } from '../../shared/registry/client';
import { readDirectory } from '../../shared/registry/directory';
import { remember } from '../../shared/remember';
import { environmentSchema } from './env';
import { getFootprint } from './get-footprint';
import { getTenant } from './get-tenant';
import { listReceipts, RECEIPTS_LIST } from './list-receipts';
import { listTenants, TENANTS_LIST } from './list-tenants';
import { listUsers, MAX_USERS, usersList } from './list-users';
import { isSearch, searchList, searchTenants } from './search-tenants';

const env = parseEnvironment(environmentSchema);
const registry = registryContext(env.REGISTRY_TABLE_NAME);
const cognito = new CognitoIdentityProviderClient(CLIENT_SETTINGS);
/** Who types a search asks with every letter: for so long all of it is found in one reading. */
const DIRECTORY_MS = 2_000;
const search = { registry, directory: remember(DIRECTORY_MS, () => readDirectory(registry)) };

export const handler = apiHandler<AdminApiRoute<'tenants'>>(
  {
    'GET /tenants': {
      access: 'read',
      run: async ({ query }) => {
        const wanted = validate(tenantsQuerySchema, query, 'query');
        if (isSearch(wanted)) {
          const found = await searchTenants(search, wanted, readPage(query, searchList(wanted)));
          return page(found.rows, found.nextToken, found.total);
        }
        const { rows, nextToken } = await listTenants(registry, readPage(query, TENANTS_LIST));
        return page(rows, nextToken);
      },
    },
    'GET /tenants/{id}': {
      access: 'read',
      run: async ({ param }) => ok(await getTenant(registry, param('id', idSchema))),
    },
    'GET /tenant-registrations/{id}/footprint': {
      access: 'read',
      run: async ({ param }) => ok(await getFootprint(registry, param('id', idSchema))),
    },
    'GET /tenant-registrations/{id}/users': {
      access: 'read',
      run: async ({ param, query }) => {
        const id = param('id', idSchema);
        const { rows, nextToken } = await listUsers(
          { registry, cognito },
          id,
          readPage(query, usersList(id), MAX_USERS),
        );
        return page(rows, nextToken);
      },
    },
    'GET /deletion-receipts': {
      access: 'read',
      run: async ({ query }) => {
        const { rows, nextToken } = await listReceipts(search, readPage(query, RECEIPTS_LIST));
        return page(rows, nextToken);
      },
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID, cognito),
);
