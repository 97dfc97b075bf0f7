import {
  type APIGatewayClient,
  paginateGetApiKeys,
  paginateGetUsagePlanKeys,
} from '@aws-sdk/client-api-gateway';
import { type CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import {
  type CognitoIdentityProviderClient,
  paginateListUserPoolClients,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { type EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  paginateListClusters,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import {
  type ElasticLoadBalancingV2Client,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import { paginateListNamespaces, type ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { isAwsError } from '../../shared/aws/errors';
import { idOf, TENANT_ROLE_PATH } from '../../shared/aws/place';
import { describeKey, isPendingDeletion } from '../../shared/footprint/encryption-key';
import { clusterOf, listenerOf, type Resource } from '../../shared/footprint/resource';

export interface InventoryClients {
  apiGateway: APIGatewayClient;
  cloudMap: ServiceDiscoveryClient;
  cognito: CognitoIdentityProviderClient;
  dynamodb: DynamoDBClient;
  ec2: EC2Client;
  ecs: ECSClient;
  iam: IAMClient;
  kms: KMSClient;
  loadBalancing: ElasticLoadBalancingV2Client;
  logs: CloudWatchLogsClient;
}

export interface Inventory {
  /** Undefined for what is not looked for: users come and go by the tenant's own hand. */
  has(resource: Resource): Promise<boolean | undefined>;
}

/**
 * What AWS has, by each service's own list of the account, read when it is first asked for and kept: some forty calls
 * for a thousand tenants, where a question a resource would be ten thousand.
 *
 * AWS calls: `apigateway:GET` (`/apikeys`, `/usageplans/<id>/keys`), `cognito-idp:ListUserPools`,
 * `ListUserPoolClients`, `dynamodb:ListTables`, `ec2:DescribeSecurityGroups`, `ecs:ListClusters`, `ListTaskDefinitions`,
 * `DescribeTaskDefinition`, `DescribeServices`, `elasticloadbalancing:DescribeTargetGroups`, `DescribeRules`,
 * `iam:ListRoles`, `kms:DescribeKey`, `logs:DescribeLogGroups`, `servicediscovery:ListNamespaces`.
 */
export function inventoryOf(clients: InventoryClients): Inventory {
  const kept = new Map<string, Promise<Set<string>>>();
  const inList = async (wanted: string, list: string, read: () => AsyncIterable<Names>) => {
    const known = kept.get(list) ?? collect(read());
    kept.set(list, known);
    return (await known).has(wanted);
  };
  return {
    async has({ type, name, arn = '', details = {} }) {
      switch (type) {
        case 'Table':
          return inList(name, type, () => tables(clients.dynamodb));
        case 'EncryptionKey':
          return keyExists(clients.kms, arn);
        case 'Cluster':
          return inList(name, type, () => clusters(clients.ecs));
        case 'Service':
          return serviceExists(clients.ecs, arn, name);
        case 'TaskDefinition':
          return (
            (await inList(arn, type, () => taskDefinitions(clients.ecs))) ||
            taskDefinitionExists(clients.ecs, arn)
          );
        case 'UserPool':
          return inList(idOf(arn), type, () => userPools(clients.cognito));
        case 'UserPoolClient':
          return inList(arn, `${type} ${details.userPoolId}`, () =>
            userPoolClients(clients.cognito, details.userPoolId),
          );
        case 'ApiKey':
          return inList(idOf(arn), type, () => apiKeys(clients.apiGateway));
        case 'UsagePlanKey':
          return inList(arn, `${type} ${details.usagePlanId}`, () =>
            planKeys(clients.apiGateway, details.usagePlanId),
          );
        case 'SecurityGroup':
          return inList(idOf(arn), type, () => securityGroups(clients.ec2));
        case 'Namespace':
          return inList(idOf(arn), type, () => namespaces(clients.cloudMap));
        case 'LogGroup':
          return inList(name, type, () => logGroups(clients.logs));
        case 'TargetGroup':
          return inList(arn, type, () => targetGroups(clients.loadBalancing));
        case 'ListenerRule':
          return inList(arn, `${type} ${listenerOf(arn)}`, () =>
            rules(clients.loadBalancing, listenerOf(arn)),
          );
        case 'Role':
          return inList(name, type, () => roles(clients.iam));
        default:
          return undefined;
      }
    },
  };
}

/** Names, ids or ARNs of one page. */
type Names = (string | undefined)[];

async function collect(pages: AsyncIterable<Names>): Promise<Set<string>> {
  const all = new Set<string>();
  for await (const page of pages) for (const name of page) if (name) all.add(name);
  return all;
}

async function* tables(client: DynamoDBClient) {
  for await (const page of paginateListTables({ client }, {})) yield page.TableNames ?? [];
}

async function* clusters(client: ECSClient) {
  for await (const page of paginateListClusters({ client }, {})) yield (page.clusterArns ?? []).map(idOf);
}

async function* taskDefinitions(client: ECSClient) {
  const pages = paginateListTaskDefinitions({ client }, { status: 'ACTIVE' });
  for await (const page of pages) yield page.taskDefinitionArns ?? [];
}

/** Of those that are not active: what is INACTIVE is there still. */
async function taskDefinitionExists(ecs: ECSClient, taskDefinition: string): Promise<boolean> {
  try {
    const found = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    return found.taskDefinition?.status !== 'DELETE_IN_PROGRESS';
  } catch (error) {
    // ECS's way to say that there is none.
    if (isAwsError(error, 'ClientException') && /unable to describe/i.test(error.message)) return false;
    throw error;
  }
}

async function serviceExists(ecs: ECSClient, arn: string, name: string): Promise<boolean> {
  try {
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: clusterOf(arn), services: [name] }),
    );
    return services.some(({ status }) => status !== 'INACTIVE');
  } catch (error) {
    if (isAwsError(error, 'ClusterNotFoundException')) return false;
    throw error;
  }
}

/** Asked for one by one: the list of keys does not tell which are to be deleted, which are as good as gone. */
async function keyExists(kms: KMSClient, arn: string): Promise<boolean> {
  const key = await describeKey(kms, arn);
  return key !== undefined && !isPendingDeletion(key);
}

/** The largest page of Cognito's lists. */
const COGNITO_PAGE = 60;

async function* userPools(client: CognitoIdentityProviderClient) {
  const pages = paginateListUserPools({ client, pageSize: COGNITO_PAGE }, { MaxResults: COGNITO_PAGE });
  for await (const page of pages) yield (page.UserPools ?? []).map(({ Id }) => Id);
}

async function* userPoolClients(client: CognitoIdentityProviderClient, UserPoolId: string | undefined) {
  try {
    const pages = paginateListUserPoolClients(
      { client, pageSize: COGNITO_PAGE },
      { UserPoolId, MaxResults: COGNITO_PAGE },
    );
    for await (const page of pages) yield (page.UserPoolClients ?? []).map(({ ClientId }) => ClientId);
  } catch (error) {
    // With its pool every client is gone.
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
  }
}

async function* apiKeys(client: APIGatewayClient) {
  const pages = paginateGetApiKeys({ client, pageSize: 500 }, {});
  for await (const page of pages) yield (page.items ?? []).map(({ id }) => id);
}

async function* planKeys(client: APIGatewayClient, usagePlanId: string | undefined) {
  const pages = paginateGetUsagePlanKeys({ client, pageSize: 500 }, { usagePlanId });
  for await (const page of pages) yield (page.items ?? []).map(({ id }) => id);
}

async function* securityGroups(client: EC2Client) {
  const pages = paginateDescribeSecurityGroups(
    { client, pageSize: 1_000 },
    { Filters: [{ Name: 'tag-key', Values: ['tenantId'] }] },
  );
  for await (const page of pages) yield (page.SecurityGroups ?? []).map(({ GroupId }) => GroupId);
}

async function* namespaces(client: ServiceDiscoveryClient) {
  for await (const page of paginateListNamespaces({ client }, {}))
    yield (page.Namespaces ?? []).map(({ Id }) => Id);
}

async function* logGroups(client: CloudWatchLogsClient) {
  const pages = paginateDescribeLogGroups({ client }, { logGroupNamePrefix: '/tenants/' });
  for await (const page of pages) yield (page.logGroups ?? []).map(({ logGroupName }) => logGroupName);
}

async function* targetGroups(client: ElasticLoadBalancingV2Client) {
  for await (const page of paginateDescribeTargetGroups({ client }, {}))
    yield (page.TargetGroups ?? []).map(({ TargetGroupArn }) => TargetGroupArn);
}

async function* rules(client: ElasticLoadBalancingV2Client, ListenerArn: string) {
  try {
    for await (const page of paginateDescribeRules({ client }, { ListenerArn }))
      yield (page.Rules ?? []).map(({ RuleArn }) => RuleArn);
  } catch (error) {
    // With its listener every rule is gone.
    if (!isAwsError(error, 'ListenerNotFoundException', 'ListenerNotFound')) throw error;
  }
}

async function* roles(client: IAMClient) {
  const pages = paginateListRoles({ client, pageSize: 1_000 }, { PathPrefix: TENANT_ROLE_PATH });
  for await (const page of pages) yield (page.Roles ?? []).map(({ RoleName }) => RoleName);
}
