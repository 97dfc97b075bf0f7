import { ECSClient } from '@aws-sdk/client-ecs';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { suspensionPlanSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { scaleServices } from './scale-services';

const inputSchema = z.strictObject({ plan: suspensionPlanSchema, inService: z.boolean() });

const environment = parseEnvironment(environmentSchema);

export const handler = stepHandler(
  inputSchema,
  registryContext(environment.REGISTRY_TABLE_NAME),
  scaleServices({
    ecs: new ECSClient(CLIENT_SETTINGS),
    desiredCount: environment.DESIRED_COUNT,
    clock: systemClock,
  }),
);
