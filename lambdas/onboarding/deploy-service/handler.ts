import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { CLIENT_SETTINGS, ONCE_SETTINGS } from '../../shared/aws/client-settings';
import { footprintSchema, identitySchema, onboardingPlanSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { deployService } from './deploy-service';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

const inputSchema = z.strictObject({
  plan: onboardingPlanSchema,
  identity: identitySchema,
  footprint: footprintSchema,
  service: onboardingPlanSchema.shape.services.element,
});

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  inputSchema,
  registry,
  deployService({
    ecs: new ECSClient(CLIENT_SETTINGS),
    registering: new ECSClient(ONCE_SETTINGS),
    loadBalancing: new ElasticLoadBalancingV2Client(CLIENT_SETTINGS),
    iam: new IAMClient(CLIENT_SETTINGS),
    registry,
    surroundings: {
      vpcId: environment.VPC_ID,
      subnetIds: environment.SUBNET_IDS,
      services: environment.SERVICES,
      cpuArchitecture: environment.CPU_ARCHITECTURE,
      taskExecutionRoleArn: environment.TASK_EXECUTION_ROLE_ARN,
      taskBoundaryArn: environment.TASK_BOUNDARY_ARN,
      tenantDataRoleArn: environment.TENANT_DATA_ROLE_ARN,
      signOutsTableName: environment.SIGN_OUTS_TABLE_NAME,
      jwksBaseUrl: environment.JWKS_BASE_URL,
      corsAllowedOrigin: environment.CORS_ALLOWED_ORIGIN,
    },
  }),
);
