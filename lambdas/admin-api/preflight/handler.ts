import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { preflightSchema } from '../../shared/contracts/preflight';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { ok } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { preflight } from './preflight';
import { sharedPoolMailboxes } from './shared-pool-mailboxes';

const env = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient(CLIENT_SETTINGS);
const cognito = new CognitoIdentityProviderClient(CLIENT_SETTINGS);
const check = preflight({
  registry: registryContext(env.REGISTRY_TABLE_NAME, dynamodb),
  clients: {
    ...{ dynamodb, cognito },
    apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
    cloudMap: new ServiceDiscoveryClient(CLIENT_SETTINGS),
    ecs: new ECSClient(CLIENT_SETTINGS),
    iam: new IAMClient(CLIENT_SETTINGS),
  },
  mailboxInUse: sharedPoolMailboxes(cognito, env.SHARED_POOL_NAME),
  places: env.PLACES,
  quotas: env.QUOTAS,
  taskSize: env.TASK_SIZE,
  tenantKeys: env.TENANT_KEYS,
});

export const handler = apiHandler<AdminApiRoute<'preflight'>>(
  {
    'POST /tenant-registrations/preflight': {
      // A question, though with a body.
      access: 'read',
      run: async ({ body }) => ok(await check(body(preflightSchema))),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID, cognito),
);
