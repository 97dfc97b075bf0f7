import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { offboardingInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeApiKey } from './remove-api-key';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  offboardingInputSchema,
  registry,
  removeApiKey({
    apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
    registry,
    clock: systemClock,
  }),
);
