import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { suspensionPlanSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { setAccess } from './set-access';

const inputSchema = z.strictObject({
  plan: suspensionPlanSchema,
  status: z.enum(['active', 'suspended']),
});

const registry = registryContext(parseEnvironment(environmentSchema).REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  inputSchema,
  registry,
  setAccess({
    apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
    registry,
  }),
);
