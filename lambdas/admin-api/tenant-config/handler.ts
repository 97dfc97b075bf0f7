import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { idSchema, tenantNameSchema } from '../../shared/contracts/identifiers';
import { parseEnvironment } from '../../shared/environment';
import { ValidationError } from '../../shared/errors';
import { respond } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { validate } from '../../shared/middleware/validate';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { findConfig } from './find-config';

const env = parseEnvironment(environmentSchema);
const registry = registryContext(env.REGISTRY_TABLE_NAME);

const answer = async (by: Parameters<typeof findConfig>[1]) =>
  // No cache may outlive the tenant: each use is checked with us.
  respond(200, await findConfig(registry, by), { 'cache-control': 'no-cache' });

export const handler = apiHandler<AdminApiRoute<'tenant-config'>>({
  'GET /tenant-config': {
    access: 'public',
    run: async ({ query: { tenantName, tenantId } }) => {
      if ((tenantName === undefined) === (tenantId === undefined)) {
        throw new ValidationError('tenantName', 'give either tenantName or tenantId');
      }
      return tenantName === undefined
        ? answer({ tenantId: validate(idSchema, tenantId, 'tenantId') })
        : answer({ tenantName: validate(tenantNameSchema, tenantName, 'tenantName') });
    },
  },
  'GET /tenant-config/{tenantName}': {
    access: 'public',
    run: async ({ param }) => answer({ tenantName: param('tenantName', tenantNameSchema) }),
  },
});
