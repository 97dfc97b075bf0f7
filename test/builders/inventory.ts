import {
  APIGatewayClient,
  paginateGetApiKeys,
  paginateGetUsagePlanKeys,
  paginateGetUsagePlans,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  paginateListUserPools,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import {
  ECSClient,
  paginateListClusters,
  paginateListServices,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import {
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { paginateListNamespaces, ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { clientConfig } from '../../scripts/local/engine';

/** Every item of every page: a list that ends with its first page hides what comes after. */
async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  of: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(of(page) ?? []));
  return items;
}

const nameOf = (arn: string): string => arn.split('/').slice(1).join('/');

/**
 * Everything that a tenant's footprint can consist of, asked of each service's own list: one sorted line a
 * resource (`Cluster tenant-acme-1a2b3c4d`). Two inventories compare as arrays.
 */
export async function inventory(port: number): Promise<string[]> {
  const found = await Promise.all(
    [identities, keys, containers, routes, tables, roles, networks, logs].map((list) => list(port)),
  );
  return found.flat().sort();
}

async function identities(port: number): Promise<string[]> {
  const client = new CognitoIdentityProviderClient(clientConfig(port));
  const pools = await all(paginateListUserPools({ client }, { MaxResults: 60 }), (page) => page.UserPools);
  const users = await Promise.all(
    pools.map(async ({ Id, Name }) =>
      (await all(paginateListUsers({ client }, { UserPoolId: Id }), (page) => page.Users)).map(
        ({ Username, Attributes }) =>
          `User ${Name}/${Attributes?.find((attribute) => attribute.Name === 'email')?.Value ?? Username}`,
      ),
    ),
  );
  return [...pools.map(({ Name }) => `UserPool ${Name}`), ...users.flat()];
}

async function keys(port: number): Promise<string[]> {
  const client = new APIGatewayClient(clientConfig(port));
  const found = await all(paginateGetApiKeys({ client }, { limit: 500 }), (page) => page.items);
  const plans = await all(paginateGetUsagePlans({ client }, { limit: 500 }), (page) => page.items);
  const attached = await Promise.all(
    plans.map(async ({ id, name }) => {
      const pages = paginateGetUsagePlanKeys({ client }, { usagePlanId: id, limit: 500 });
      return (await all(pages, (page) => page.items)).map((key) => `UsagePlanKey ${name}/${key.name}`);
    }),
  );
  return [...found.map(({ name }) => `ApiKey ${name}`), ...attached.flat()];
}

/** Task definitions count whether or not they are deregistered: both are there until they are deleted. */
async function containers(port: number): Promise<string[]> {
  const client = new ECSClient(clientConfig(port));
  const clusters = await all(paginateListClusters({ client }, {}), (page) => page.clusterArns);
  const services = await Promise.all(
    clusters.map((cluster) => all(paginateListServices({ client }, { cluster }), (page) => page.serviceArns)),
  );
  const definitions = await Promise.all(
    (['ACTIVE', 'INACTIVE'] as const).map((status) =>
      all(paginateListTaskDefinitions({ client }, { status }), (page) => page.taskDefinitionArns),
    ),
  );
  return [
    ...clusters.map((arn) => `Cluster ${nameOf(arn)}`),
    ...services.flat().map((arn) => `Service ${nameOf(arn)}`),
    ...definitions.flat().map((arn) => `TaskDefinition ${nameOf(arn)}`),
  ];
}

async function routes(port: number): Promise<string[]> {
  const client = new ElasticLoadBalancingV2Client(clientConfig(port));
  const groups = await all(paginateDescribeTargetGroups({ client }, {}), (page) => page.TargetGroups);
  const balancers = await all(paginateDescribeLoadBalancers({ client }, {}), (page) => page.LoadBalancers);
  const rules = await Promise.all(
    balancers.map(async ({ LoadBalancerArn, LoadBalancerName }) => {
      const listeners = await all(
        paginateDescribeListeners({ client }, { LoadBalancerArn }),
        (page) => page.Listeners,
      );
      const perListener = await Promise.all(
        listeners.map(({ ListenerArn }) =>
          all(paginateDescribeRules({ client }, { ListenerArn }), (page) => page.Rules),
        ),
      );
      return perListener.flat().map(({ Priority }) => `ListenerRule ${LoadBalancerName}/${Priority}`);
    }),
  );
  return [...groups.map(({ TargetGroupName }) => `TargetGroup ${TargetGroupName}`), ...rules.flat()];
}

async function tables(port: number): Promise<string[]> {
  const client = new DynamoDBClient(clientConfig(port));
  const names = await all(paginateListTables({ client }, {}), (page) => page.TableNames);
  return names.map((name) => `Table ${name}`);
}

async function roles(port: number): Promise<string[]> {
  const client = new IAMClient(clientConfig(port));
  const found = await all(paginateListRoles({ client }, { MaxItems: 1_000 }), (page) => page.Roles);
  return found.map(({ Path, RoleName }) => `Role ${Path}${RoleName}`);
}

async function networks(port: number): Promise<string[]> {
  const ec2 = new EC2Client(clientConfig(port));
  const cloudMap = new ServiceDiscoveryClient(clientConfig(port));
  const groups = await all(
    paginateDescribeSecurityGroups({ client: ec2 }, { MaxResults: 1_000 }),
    (page) => page.SecurityGroups,
  );
  const namespaces = await all(paginateListNamespaces({ client: cloudMap }, {}), (page) => page.Namespaces);
  return [
    ...groups.map(({ GroupName }) => `SecurityGroup ${GroupName}`),
    ...namespaces.map(({ Name }) => `Namespace ${Name}`),
  ];
}

async function logs(port: number): Promise<string[]> {
  const client = new CloudWatchLogsClient(clientConfig(port));
  const groups = await all(paginateDescribeLogGroups({ client }, { limit: 50 }), (page) => page.logGroups);
  return groups.map(({ logGroupName }) => `LogGroup ${logGroupName}`);
}
