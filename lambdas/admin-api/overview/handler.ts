import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { ok } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { remember } from '../../shared/remember';
import { environmentSchema } from './env';
import { overview } from './overview';

const env = parseEnvironment(environmentSchema);

/** However many look, and however often: each of the function's processes asks so often at most. */
const OVERVIEW_MS = 5_000;
const look = remember(
  OVERVIEW_MS,
  overview({
    registry: registryContext(env.REGISTRY_TABLE_NAME),
    sfn: new SFNClient(CLIENT_SETTINGS),
    cloudwatch: new CloudWatchClient(CLIENT_SETTINGS),
    places: env.PLACES,
    stateMachineArns: env.STATE_MACHINE_ARNS,
  }),
);

export const handler = apiHandler<AdminApiRoute<'overview'>>(
  { 'GET /overview': { access: 'read', run: async () => ok(await look()) } },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
