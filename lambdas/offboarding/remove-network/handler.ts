import { EC2Client } from '@aws-sdk/client-ec2';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { offboardingInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeNetwork } from './remove-network';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  offboardingInputSchema,
  registry,
  removeNetwork({
    ec2: new EC2Client(CLIENT_SETTINGS),
    cloudMap: new ServiceDiscoveryClient(CLIENT_SETTINGS),
    registry,
    clock: systemClock,
  }),
);
