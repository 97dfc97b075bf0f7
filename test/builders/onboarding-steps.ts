import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { SSMClient } from '@aws-sdk/client-ssm';
import { activateTenant } from '../../lambdas/onboarding/activate-tenant/activate-tenant';
import { awaitServices } from '../../lambdas/onboarding/await-services/await-services';
import { beginOnboarding } from '../../lambdas/onboarding/begin-onboarding/begin-onboarding';
import { createCluster } from '../../lambdas/onboarding/create-cluster/create-cluster';
import { createIdentity } from '../../lambdas/onboarding/create-identity/create-identity';
import { createNetwork } from '../../lambdas/onboarding/create-network/create-network';
import { createStorage } from '../../lambdas/onboarding/create-storage/create-storage';
import { deployService } from '../../lambdas/onboarding/deploy-service/deploy-service';
import type { Surroundings } from '../../lambdas/onboarding/deploy-service/deployment';
import { issueApiKey } from '../../lambdas/onboarding/issue-api-key/issue-api-key';
import { type Clock, systemClock } from '../../lambdas/shared/aws/wait-until';
import { signInSchema } from '../../lambdas/shared/contracts/sign-in';
import type { Tier } from '../../lambdas/shared/contracts/tiers';
import type { Identity } from '../../lambdas/shared/contracts/workflow';
import { cellReader } from '../../lambdas/shared/footprint/read-cell';
import { registryContext } from '../../lambdas/shared/registry/client';

/** AWS SDK clients of every service that the steps call, made from one configuration. */
export const clientsFor = (config: ConstructorParameters<typeof ECSClient>[0]) => {
  const settings = config as object;
  return {
    apiGateway: new APIGatewayClient(settings),
    cloudMap: new ServiceDiscoveryClient(settings),
    cognito: new CognitoIdentityProviderClient({ ...settings, maxAttempts: 1 }),
    dynamodb: new DynamoDBClient(settings),
    ec2: new EC2Client(settings),
    ecs: new ECSClient({ ...settings, maxAttempts: 1 }),
    iam: new IAMClient(settings),
    kms: new KMSClient({ ...settings, maxAttempts: 1 }),
    loadBalancing: new ElasticLoadBalancingV2Client(settings),
    logs: new CloudWatchLogsClient(settings),
    ssm: new SSMClient(settings),
  };
};
export type Clients = ReturnType<typeof clientsFor>;

/** What the shared stacks give to the steps. */
export interface SharedInfrastructure {
  registryTable: string;
  cellParameterPrefix: string;
  advancedClusterArn: string;
  sharedPool: Identity;
  usagePlanIds: Record<Tier, string>;
  pooledTables: { orders: string; products: string };
  surroundings: Surroundings;
  /** Whether tenants get keys of their own where their tier has one. @default false */
  tenantKeys?: boolean;
}

/** The work of every step, wired as its handler wires it. */
export function stepsOf(clients: Clients, shared: SharedInfrastructure, clock: Clock = systemClock) {
  const registry = registryContext(shared.registryTable, clients.dynamodb);
  const all = { ...clients, registry, clock };
  let keys = 0;
  return {
    registry,
    begin: beginOnboarding({
      registry,
      readCell: cellReader(clients.ssm, shared.cellParameterPrefix),
      isRunning: async () => false,
      advancedClusterArn: shared.advancedClusterArn,
    }),
    createIdentity: createIdentity({
      ...all,
      creating: clients.cognito,
      sharedPool: shared.sharedPool,
      signIn: signInSchema.parse({}),
    }),
    issueApiKey: issueApiKey({
      ...all,
      usagePlanIds: shared.usagePlanIds,
      newKeyValue: () => `a-key-value-of-the-tests-${++keys}-${Date.now()}`,
    }),
    createCluster: createCluster(all),
    createNetwork: createNetwork({ ...all, vpcId: shared.surroundings.vpcId }),
    createStorage: createStorage({
      ...all,
      pooledTables: shared.pooledTables,
      logRetentionDays: 30,
      ...(shared.tenantKeys && { keys: { kms: clients.kms, creatingKeys: clients.kms } }),
    }),
    deployService: deployService({ ...all, registering: clients.ecs, surroundings: shared.surroundings }),
    awaitServices: awaitServices(all),
    activateTenant: activateTenant({ registry }),
  };
}
export type Steps = ReturnType<typeof stepsOf>;
