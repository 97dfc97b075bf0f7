import { ECSClient } from '@aws-sdk/client-ecs';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { planInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { createCluster } from './create-cluster';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  planInputSchema,
  registry,
  createCluster({
    ecs: new ECSClient(CLIENT_SETTINGS),
    registry,
  }),
);
