import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import type { TableNames } from '../../shared/contracts/tiers';
import type { ItemsOf } from '../../shared/footprint/tenant-session';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger } from '../../shared/registry/ledger';
import { lookAtEcs, lookAtTaskRoles } from './look-at-compute';
import { lookAtItems, lookAtKeys, lookAtLogGroups, lookAtTables } from './look-at-data';
import { lookAtApiKeys, lookAtPooledUsers, lookAtUserPools } from './look-at-identity';
import { lookAtNamespaces, lookAtRouting, lookAtSecurityGroups } from './look-at-network';
import { lookAtTags } from './look-at-tags';
import type { Look, Looks } from './verify-gone';

export interface LookDependencies {
  apiGateway: APIGatewayClient;
  cloudMap: ServiceDiscoveryClient;
  cognito: CognitoIdentityProviderClient;
  dynamodb: DynamoDBClient;
  ec2: EC2Client;
  ecs: ECSClient;
  iam: IAMClient;
  /** Reaches one tenant's items in the pool's tables, and no other's. */
  itemsOf: ItemsOf;
  kms: KMSClient;
  loadBalancing: ElasticLoadBalancingV2Client;
  logs: CloudWatchLogsClient;
  pooledTables: TableNames;
  registry: RegistryContext;
  sharedUserPoolId: string;
  tagging: ResourceGroupsTaggingAPIClient;
}

/**
 * Every place where something of a tenant can be. Of a pooled tenant that is its items, its users, its key and what bears
 * its tag; a silo has the rest too.
 *
 * AWS calls: `dynamodb:Query` (as the tenant), `apigateway:GET` on `/apikeys`, `tag:GetResources`; of a pooled tenant
 * `cognito-idp:ListUsers` of the shared pool; of a silo `ecs:DescribeServices`, `ListTaskDefinitions`, `DescribeClusters`,
 * `elasticloadbalancing:DescribeTargetGroups`, `DescribeRules`, `ec2:DescribeSecurityGroups`,
 * `servicediscovery:ListNamespaces`, `dynamodb:DescribeTable`, `logs:DescribeLogGroups`, `cognito-idp:ListUserPools`;
 * `iam:GetRole`; in a tier with keys `kms:DescribeKey` by the key's name, of a tenant that has one `ListKeys` and the
 * same of each.
 * Registry: Query (ledger).
 */
export function looksOf(deps: LookDependencies): Looks {
  const ofSilo =
    (look: Look): Look =>
    async (subject) =>
      subject.plan.silo ? look(subject) : [];
  const atOnce: Look[] = [
    (subject) => lookAtItems(deps.itemsOf, deps.pooledTables, subject),
    (subject) => lookAtApiKeys(deps.apiGateway, subject),
    async (subject) => {
      const ledger = await readLedger(deps.registry, subject.plan.tenant.tenantId);
      const { remaining, pending } = await lookAtKeys(deps.kms, subject, ledger);
      return [...remaining, ...(await lookAtTags(deps.tagging, subject, [...ledger, ...pending]))];
    },
    ofSilo((subject) => lookAtEcs(deps.ecs, subject)),
    ofSilo((subject) => lookAtTaskRoles(deps.iam, subject)),
    ofSilo((subject) => lookAtRouting(deps.loadBalancing, subject)),
    ofSilo((subject) => lookAtSecurityGroups(deps.ec2, subject)),
    ofSilo((subject) => lookAtNamespaces(deps.cloudMap, subject)),
    ofSilo((subject) => lookAtTables(deps.dynamodb, subject)),
    ofSilo((subject) => lookAtLogGroups(deps.logs, subject)),
    ofSilo((subject) => lookAtUserPools(deps.cognito, subject)),
  ];
  return {
    atOnce,
    inPages: (subject, pages) => lookAtPooledUsers(deps.cognito, deps.sharedUserPoolId, subject, pages),
  };
}
