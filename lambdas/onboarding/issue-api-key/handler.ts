import { randomBytes } from 'node:crypto';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { planInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { issueApiKey } from './issue-api-key';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  planInputSchema,
  registry,
  issueApiKey({
    apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
    registry,
    usagePlanIds: environment.USAGE_PLAN_IDS,
    newKeyValue: () => randomBytes(30).toString('base64url'),
  }),
);
