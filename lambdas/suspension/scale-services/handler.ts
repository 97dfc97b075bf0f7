import { ECSClient } from '@aws-sdk/client-ecs';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { suspensionPlanSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { environmentSchema } from './env';
import { scaleServices } from './scale-services';

const inputSchema = z.strictObject({ plan: suspensionPlanSchema, inService: z.boolean() });

export const handler = taskHandler(
  inputSchema,
  scaleServices({
    ecs: new ECSClient(CLIENT_SETTINGS),
    desiredCount: parseEnvironment(environmentSchema).DESIRED_COUNT,
    clock: systemClock,
  }),
);
