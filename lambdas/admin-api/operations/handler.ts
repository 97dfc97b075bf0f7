import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { idSchema } from '../../shared/contracts/identifiers';
import { parseEnvironment } from '../../shared/environment';
import { controlPlanePublisher } from '../../shared/events/publish';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { ok } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { cancelOffboarding } from './cancel-offboarding';
import { changeService } from './change-service';
import { environmentSchema } from './env';
import { replay } from './replay';

const env = parseEnvironment(environmentSchema);
const dependencies = {
  registry: registryContext(env.REGISTRY_TABLE_NAME),
  sfn: new SFNClient(CLIENT_SETTINGS),
  publish: controlPlanePublisher(new EventBridgeClient(CLIENT_SETTINGS), env.EVENT_BUS_NAME, env.EVENT_NAMES),
};

export const handler = apiHandler<AdminApiRoute<'operations'>>(
  {
    'POST /tenant-registrations/{id}/replay': {
      access: 'write',
      run: async ({ param }) => ok(await replay(dependencies, param('id', idSchema)), 202),
    },
    'POST /tenant-registrations/{id}/cancel-offboarding': {
      access: 'write',
      run: async ({ param }) => ok(await cancelOffboarding(dependencies, param('id', idSchema)), 202),
    },
    'POST /tenant-registrations/{id}/deactivate': {
      access: 'write',
      run: async ({ param }) =>
        ok(await changeService(dependencies, param('id', idSchema), 'deactivate'), 202),
    },
    'POST /tenant-registrations/{id}/activate': {
      access: 'write',
      run: async ({ param }) => ok(await changeService(dependencies, param('id', idSchema), 'activate'), 202),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
