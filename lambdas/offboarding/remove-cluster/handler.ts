import { ECSClient } from '@aws-sdk/client-ecs';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { offboardingInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeCluster } from './remove-cluster';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  offboardingInputSchema,
  registry,
  removeCluster({
    ecs: new ECSClient(CLIENT_SETTINGS),
    registry,
    clock: systemClock,
  }),
);
