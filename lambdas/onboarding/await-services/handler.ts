import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { deployedServiceSchema, onboardingPlanSchema } from '../../shared/contracts/workflow';
import { taskHandler } from '../../shared/middleware/task';
import { awaitServices } from './await-services';

const wait = awaitServices({
  ecs: new ECSClient(CLIENT_SETTINGS),
  loadBalancing: new ElasticLoadBalancingV2Client(CLIENT_SETTINGS),
  clock: systemClock,
});

const inputSchema = z.strictObject({
  plan: onboardingPlanSchema,
  clusterArn: z.string(),
  deployed: z.array(deployedServiceSchema),
  enteredAt: z.string().transform((instant) => new Date(instant)),
});

export const handler = taskHandler(inputSchema, wait);
