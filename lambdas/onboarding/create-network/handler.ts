import { EC2Client } from '@aws-sdk/client-ec2';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { planInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { createNetwork } from './create-network';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  planInputSchema,
  registry,
  createNetwork({
    ec2: new EC2Client(CLIENT_SETTINGS),
    cloudMap: new ServiceDiscoveryClient(CLIENT_SETTINGS),
    registry,
    vpcId: environment.VPC_ID,
    clock: systemClock,
  }),
);
