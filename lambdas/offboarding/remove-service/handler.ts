import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { SERVICES } from '../../shared/contracts/tiers';
import { offboardingPlanSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeService } from './remove-service';

const environment = parseEnvironment(environmentSchema);

const inputSchema = z.strictObject({ plan: offboardingPlanSchema, service: z.enum(SERVICES) });

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  inputSchema,
  registry,
  removeService({
    ecs: new ECSClient(CLIENT_SETTINGS),
    loadBalancing: new ElasticLoadBalancingV2Client(CLIENT_SETTINGS),
    iam: new IAMClient(CLIENT_SETTINGS),
    registry,
    clock: systemClock,
  }),
);
