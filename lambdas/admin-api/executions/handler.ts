import { SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { executionNameSchema } from '../../shared/contracts/admin-api';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { entryIdSchema } from '../../shared/contracts/executions';
import { idSchema } from '../../shared/contracts/identifiers';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { readPage } from '../../shared/http/paging';
import { ok, page } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { getDefinition } from './get-definition';
import { getExecution } from './get-execution';
import { getStateData } from './get-state-data';
import { executionsList, listExecutions } from './list-executions';

const env = parseEnvironment(environmentSchema);
const dependencies = {
  registry: registryContext(env.REGISTRY_TABLE_NAME),
  sfn: new SFNClient(CLIENT_SETTINGS),
};

export const handler = apiHandler<AdminApiRoute<'executions'>>(
  {
    'GET /tenant-registrations/{id}/executions': {
      access: 'read',
      run: async ({ param, query }) => {
        const id = param('id', idSchema);
        const { rows, nextToken } = await listExecutions(
          dependencies,
          id,
          readPage(query, executionsList(id)),
        );
        return page(rows, nextToken);
      },
    },
    'GET /tenant-registrations/{id}/executions/{name}': {
      access: 'read',
      run: async ({ param }) =>
        ok(await getExecution(dependencies, param('id', idSchema), param('name', executionNameSchema))),
    },
    'GET /tenant-registrations/{id}/executions/{name}/definition': {
      access: 'read',
      run: async ({ param }) =>
        ok(await getDefinition(dependencies, param('id', idSchema), param('name', executionNameSchema))),
    },
    'GET /tenant-registrations/{id}/executions/{name}/states/{entry}': {
      access: 'read',
      run: async ({ param }) =>
        ok(
          await getStateData(
            dependencies,
            param('id', idSchema),
            param('name', executionNameSchema),
            param('entry', entryIdSchema),
          ),
        ),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
