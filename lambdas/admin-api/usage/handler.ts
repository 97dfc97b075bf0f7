import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { idSchema } from '../../shared/contracts/identifiers';
import { extendUsageSchema, usageQuerySchema } from '../../shared/contracts/usage';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { ok } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { validate } from '../../shared/middleware/validate';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { extendUsage } from './extend-usage';
import { getUsage } from './get-usage';

const env = parseEnvironment(environmentSchema);
const dependencies = {
  apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
  registry: registryContext(env.REGISTRY_TABLE_NAME),
};

export const handler = apiHandler<AdminApiRoute<'usage'>>(
  {
    'GET /tenant-registrations/{id}/usage': {
      access: 'read',
      run: async ({ param, query }) =>
        ok(
          await getUsage(
            dependencies,
            param('id', idSchema),
            validate(usageQuerySchema, query, 'query').days,
          ),
        ),
    },
    'POST /tenant-registrations/{id}/usage/extension': {
      access: 'write',
      run: async ({ param, body }) =>
        ok(await extendUsage(dependencies, param('id', idSchema), body(extendUsageSchema))),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
