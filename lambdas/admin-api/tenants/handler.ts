import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { idSchema } from '../../shared/contracts/identifiers';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { readPage } from '../../shared/http/paging';
import { ok, page } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { getTenant } from './get-tenant';
import { listTenants, TENANTS_LIST } from './list-tenants';

const env = parseEnvironment(environmentSchema);
const registry = registryContext(env.REGISTRY_TABLE_NAME);

export const handler = apiHandler<AdminApiRoute<'tenants'>>(
  {
    'GET /tenants': {
      access: 'read',
      run: async ({ query }) => {
        const { rows, nextToken } = await listTenants(registry, readPage(query, TENANTS_LIST));
        return page(rows, nextToken);
      },
    },
    'GET /tenants/{id}': {
      access: 'read',
      run: async ({ param }) => ok(await getTenant(registry, param('id', idSchema))),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
