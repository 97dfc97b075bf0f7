import { CreateUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateSecurityGroupCommand, CreateSubnetCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { CreateListenerCommand, CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreatePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { createUserPoolClient } from '../../../lambdas/onboarding/create-identity/user-pool';
import { signInSchema } from '../../../lambdas/shared/contracts/sign-in';
import { SERVICES } from '../../../lambdas/shared/contracts/tiers';
import type { Clients, SharedInfrastructure } from '../../builders/onboarding-steps';
import { createRegistryTable } from '../../builders/registry-table';

const TRUST = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

/** Makes what the control plane's and the shared stacks would have made, as far as the steps' calls refer to it. */
export async function makeSharedInfrastructure(clients: Clients): Promise<SharedInfrastructure> {
  const registryTable = 'registry';
  await createRegistryTable(clients.dynamodb, registryTable);
  const network = await makeNetwork(clients);
  const { clusterArn = '' } =
    (await clients.ecs.send(new CreateClusterCommand({ clusterName: 'advanced' }))).cluster ?? {};
  const { UserPool } = await clients.cognito.send(
    new CreateUserPoolCommand({ PoolName: 'shared', UsernameAttributes: ['email'] }),
  );
  const userPoolId = UserPool?.Id ?? '';
  const role = async (RoleName: string) =>
    (
      await clients.iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST('ecs-tasks.amazonaws.com') }),
      )
    ).Role?.Arn ?? '';
  const { Policy } = await clients.iam.send(
    new CreatePolicyCommand({
      PolicyName: 'task-boundary',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }],
      }),
    }),
  );
  const plan = async (name: string) =>
    (await clients.apiGateway.send(new CreateUsagePlanCommand({ name }))).id ?? '';
  await clients.ssm.send(
    new PutParameterCommand({ Name: '/cells/cell-0', Type: 'String', Value: JSON.stringify(network.cell) }),
  );
  return {
    registryTable,
    cellParameterPrefix: '/cells',
    advancedClusterArn: clusterArn,
    sharedPool: {
      userPoolId,
      appClientId: await createUserPoolClient(clients.cognito, userPoolId, 'shared', signInSchema.parse({})),
    },
    usagePlanIds: {
      BASIC: await plan('basic'),
      ADVANCED: await plan('advanced'),
      PREMIUM: await plan('premium'),
    },
    pooledTables: { orders: 'pooled-orders', products: 'pooled-products' },
    surroundings: {
      vpcId: network.vpcId,
      subnetIds: network.subnetIds,
      services: Object.fromEntries(
        SERVICES.map((name) => [name, { image: `images/${name}:1`, cpu: 256, memory: 512, desiredCount: 1 }]),
      ) as SharedInfrastructure['surroundings']['services'],
      cpuArchitecture: 'ARM64',
      taskExecutionRoleArn: await role('task-execution'),
      taskBoundaryArn: Policy?.Arn ?? '',
      tenantDataRoleArn: await role('tenant-data'),
      signOutsTableName: 'sign-outs',
    },
  };
}

async function makeNetwork({ ec2, loadBalancing }: Clients) {
  const vpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId ?? '';
  const subnetIds: string[] = [];
  for (const [index, AvailabilityZone] of ['us-east-1a', 'us-east-1b'].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone }),
    );
    subnetIds.push(Subnet?.SubnetId ?? '');
  }
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: 'load-balancer', Description: 'of the cell' }),
  );
  const { LoadBalancers = [] } = await loadBalancing.send(
    new CreateLoadBalancerCommand({ Name: 'cell-0', Subnets: subnetIds, SecurityGroups: [GroupId] }),
  );
  const { Listeners = [] } = await loadBalancing.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    }),
  );
  const cell = {
    id: 'cell-0',
    apiUrl: 'https://api.example',
    loadBalancerUrl: 'http://load-balancer.example',
    listenerArn: Listeners[0]?.ListenerArn ?? '',
    loadBalancerSecurityGroupId: GroupId,
  };
  return { vpcId, subnetIds, cell };
}
