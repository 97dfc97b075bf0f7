import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { parseEnvironment } from '../../shared/environment';
import { tenantHandler } from '../../shared/middleware/tenant';
import { registryContext } from '../../shared/registry/client';
import { answerPlan } from './answer-plan';
import { environmentSchema } from './env';
import { PLAN_MS, showPlan } from './show-plan';

const env = parseEnvironment(environmentSchema);
const show = showPlan({
  apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
  registry: registryContext(env.REGISTRY_TABLE_NAME),
});

export const handler = tenantHandler((event: APIGatewayProxyEvent) =>
  answerPlan(show, event, { origin: env.CORS_ALLOWED_ORIGIN, maxAgeSeconds: PLAN_MS / 1000 }),
);
