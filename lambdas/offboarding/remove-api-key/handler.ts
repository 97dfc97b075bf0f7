import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { offboardingInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeApiKey } from './remove-api-key';

const environment = parseEnvironment(environmentSchema);

export const handler = taskHandler(
  offboardingInputSchema,
  removeApiKey({
    apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
    registry: registryContext(environment.REGISTRY_TABLE_NAME),
    clock: systemClock,
  }),
);
