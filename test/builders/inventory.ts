import {
  APIGatewayClient,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListNamespacesCommand, ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { clientConfig } from '../../scripts/local/engine';

/**
 * Everything that a tenant's footprint can consist of, asked of each service's own list: one sorted line a
 * resource (`Cluster tenant-acme-1a2b3c4d`). Two inventories compare as arrays.
 */
export async function inventory(port: number): Promise<string[]> {
  const config = clientConfig(port);
  const cognito = new CognitoIdentityProviderClient(config);
  const gateway = new APIGatewayClient(config);
  const ecs = new ECSClient(config);
  const balancing = new ElasticLoadBalancingV2Client(config);

  const pools = (await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools ?? [];
  const users = await Promise.all(
    pools.map(async ({ Id, Name }) =>
      ((await cognito.send(new ListUsersCommand({ UserPoolId: Id }))).Users ?? []).map(
        ({ Username, Attributes }) =>
          `User ${Name}/${Attributes?.find((attribute) => attribute.Name === 'email')?.Value ?? Username}`,
      ),
    ),
  );
  const keys = (await gateway.send(new GetApiKeysCommand({ limit: 500 }))).items ?? [];
  const plans = (await gateway.send(new GetUsagePlansCommand({ limit: 500 }))).items ?? [];
  const planKeys = await Promise.all(
    plans.map(async (plan) =>
      (
        (await gateway.send(new GetUsagePlanKeysCommand({ usagePlanId: plan.id, limit: 500 }))).items ?? []
      ).map((key) => `UsagePlanKey ${plan.name}/${key.name}`),
    ),
  );
  const clusters = (await ecs.send(new ListClustersCommand({}))).clusterArns ?? [];
  const services = await Promise.all(
    clusters.map(
      async (cluster) =>
        (await ecs.send(new ListServicesCommand({ cluster, maxResults: 100 }))).serviceArns ?? [],
    ),
  );
  const definitions =
    (await ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE', maxResults: 100 })))
      .taskDefinitionArns ?? [];
  const balancers = (await balancing.send(new DescribeLoadBalancersCommand({}))).LoadBalancers ?? [];
  const rules = await Promise.all(
    balancers.map(async ({ LoadBalancerArn, LoadBalancerName }) => {
      const { Listeners = [] } = await balancing.send(new DescribeListenersCommand({ LoadBalancerArn }));
      const perListener = await Promise.all(
        Listeners.map(
          async ({ ListenerArn }) =>
            (await balancing.send(new DescribeRulesCommand({ ListenerArn }))).Rules ?? [],
        ),
      );
      return perListener.flat().map(({ Priority }) => `ListenerRule ${LoadBalancerName}/${Priority}`);
    }),
  );
  const groups = (await balancing.send(new DescribeTargetGroupsCommand({}))).TargetGroups ?? [];
  const tables = (await new DynamoDBClient(config).send(new ListTablesCommand({}))).TableNames ?? [];
  const roles = (await new IAMClient(config).send(new ListRolesCommand({ MaxItems: 1_000 }))).Roles ?? [];
  const securityGroups =
    (await new EC2Client(config).send(new DescribeSecurityGroupsCommand({}))).SecurityGroups ?? [];
  const namespaces =
    (await new ServiceDiscoveryClient(config).send(new ListNamespacesCommand({}))).Namespaces ?? [];
  const logGroups =
    (await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({ limit: 50 }))).logGroups ??
    [];

  const nameOf = (arn: string) => arn.split('/').slice(1).join('/');
  return [
    ...pools.map(({ Name }) => `UserPool ${Name}`),
    ...users.flat(),
    ...keys.map(({ name }) => `ApiKey ${name}`),
    ...planKeys.flat(),
    ...clusters.map((arn) => `Cluster ${nameOf(arn)}`),
    ...services.flat().map((arn) => `Service ${nameOf(arn)}`),
    ...definitions.map((arn) => `TaskDefinition ${nameOf(arn)}`),
    ...groups.map(({ TargetGroupName }) => `TargetGroup ${TargetGroupName}`),
    ...rules.flat(),
    ...tables.map((name) => `Table ${name}`),
    ...roles.map(({ Path, RoleName }) => `Role ${Path}${RoleName}`),
    ...securityGroups.map(({ GroupName }) => `SecurityGroup ${GroupName}`),
    ...namespaces.map(({ Name }) => `Namespace ${Name}`),
    ...logGroups.map(({ logGroupName }) => `LogGroup ${logGroupName}`),
  ].sort();
}
