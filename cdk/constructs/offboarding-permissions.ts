import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { beginGrants } from './begin-grants';
import { ANY_TENANTS, footprintArns, OF_A_TENANT } from './footprint-arns';
import type { Grant } from './grants';
import { onItems } from './registry-grants';
import { tenantKeyGrants } from './tenant-key-grants';

/** What the rights of the offboarding steps are about. */
export interface OffboardingResources {
  config: Config;
  registry: ITable;
  sharedUserPoolArn: string;
  usagePlanIds: string[];
  listenerArns: string[];
  /** Vends credentials that reach one tenant's items in the pool's tables. */
  tenantItemsRoleArn: string;
}

/** Lists and some deletions know no resource. */
const NO_RESOURCE = 'AWS authorizes these calls by no resource; it offers `*` only.';

/** What each step of the offboarding may do, beside logs and traces: precisely the calls that it makes. */
export function offboardingGrants(scope: Construct, given: OffboardingResources) {
  const { config, registry } = given;
  const arns = footprintArns(scope, config);
  const tenantKeys = tenantKeyGrants(scope, config);
  // Every step that changes the footprint first reads the tenant's lock, in its own partition.
  const ledger = onItems(registry, ['TENANT'], ['GetItem', 'Query', 'UpdateItem']);
  const asTheTenant: Grant = {
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    resources: [given.tenantItemsRoleArn],
  };
  const apiKey = (verb: 'PATCH' | 'DELETE'): Grant => ({
    actions: [`apigateway:${verb}`],
    resources: [arns.apiKey],
    conditions: OF_A_TENANT,
    because: "API Gateway names keys at random; only a tenant's own is reached.",
  });
  const findApiKey: Grant = { actions: ['apigateway:GET'], resources: [arns.apiKeys] };
  // Without condition: what is gone has no tag, and only a look tells it from what may not be touched.
  const lookAtApiKey: Grant = {
    actions: ['apigateway:GET'],
    resources: [arns.apiKey],
    because: 'API Gateway names keys at random.',
  };

  return {
    'begin-offboarding': [
      onItems(registry, ['TENANT'], ['GetItem', 'PutItem']),
      onItems(registry, ['REGISTRATION'], ['GetItem', 'UpdateItem']),
      ...beginGrants(scope, config),
    ],
    'revoke-access': [
      onItems(registry, ['TENANT'], ['GetItem', 'Query']),
      onItems(registry, ['ACCESS'], ['UpdateItem']),
      findApiKey,
      lookAtApiKey,
      apiKey('PATCH'),
    ],
    'claim-removal': [
      onItems(registry, ['TENANT'], ['GetItem']),
      onItems(registry, ['REGISTRATION'], ['UpdateItem']),
    ],
    'remove-service': [
      ledger,
      {
        actions: ['ecs:UpdateService', 'ecs:DescribeServices', 'ecs:DeleteService'],
        resources: [arns.services],
        because: ANY_TENANTS,
      },
      {
        actions: ['ecs:DeleteTaskDefinitions'],
        resources: [arns.taskDefinitions],
        because: ANY_TENANTS,
      },
      {
        actions: [
          'ecs:ListTaskDefinitions',
          'ecs:DeregisterTaskDefinition',
          'elasticloadbalancing:DescribeRules',
          'elasticloadbalancing:DescribeTargetGroups',
        ],
        resources: ['*'],
        because: NO_RESOURCE,
      },
      {
        actions: ['elasticloadbalancing:DeleteRule'],
        resources: [arns.listenerRules],
        conditions: OF_A_TENANT,
        because: "Elastic Load Balancing names rules at random; only a tenant's own can be deleted.",
      },
      {
        actions: ['elasticloadbalancing:DeleteTargetGroup'],
        resources: [arns.targetGroups],
        because: ANY_TENANTS,
      },
      { actions: ['iam:DeleteRolePolicy', 'iam:DeleteRole'], resources: arns.roles, because: ANY_TENANTS },
    ],
    'remove-data': [
      ledger,
      asTheTenant,
      {
        actions: ['dynamodb:DeleteTable', 'dynamodb:DescribeTable'],
        resources: [arns.tables],
        because: ANY_TENANTS,
      },
      { actions: ['logs:DeleteLogGroup'], resources: [arns.logGroups], because: ANY_TENANTS },
      ...tenantKeys.remove,
    ],
    'remove-identity': [
      ledger,
      {
        actions: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminDeleteUser', 'cognito-idp:ListUsers'],
        resources: [given.sharedUserPoolArn],
      },
      {
        actions: ['cognito-idp:DeleteUserPool'],
        resources: [arns.userPools],
        conditions: OF_A_TENANT,
        because: "Cognito names pools at random; only a tenant's own can be deleted.",
      },
      {
        // Without condition: what is gone has no tag.
        actions: ['cognito-idp:DescribeUserPool'],
        resources: [arns.userPools],
        because: 'Cognito names pools at random.',
      },
      { actions: ['cognito-idp:ListUserPools'], resources: ['*'], because: NO_RESOURCE },
    ],
    'remove-api-key': [
      ledger,
      findApiKey,
      lookAtApiKey,
      apiKey('DELETE'),
      {
        actions: ['apigateway:DELETE'],
        resources: given.usagePlanIds.map((id) => `${arns.keysOfPlan(id)}/*`),
        because: 'API Gateway names keys at random; the plans are those of our tiers.',
      },
    ],
    'remove-network': [
      ledger,
      {
        actions: ['ec2:DeleteSecurityGroup'],
        resources: [arns.securityGroups],
        conditions: OF_A_TENANT,
        because: "EC2 names security groups at random; only a tenant's own can be deleted.",
      },
      {
        actions: [
          'ec2:DescribeSecurityGroups',
          'servicediscovery:ListNamespaces',
          'servicediscovery:ListServices',
          'servicediscovery:GetOperation',
        ],
        resources: ['*'],
        because: NO_RESOURCE,
      },
      {
        actions: ['servicediscovery:DeleteNamespace'],
        resources: [arns.namespaces],
        conditions: OF_A_TENANT,
        because: "Cloud Map names namespaces at random; only a tenant's own can be deleted.",
      },
      {
        actions: ['servicediscovery:DeleteService'],
        resources: [arns.cloudMapServices],
        because:
          'Cloud Map names services at random, and ECS makes those of Service Connect without our tags.',
      },
    ],
    'remove-cluster': [
      ledger,
      { actions: ['ecs:DeleteCluster'], resources: [arns.clusters], because: ANY_TENANTS },
    ],
    'verify-gone': [
      onItems(registry, ['TENANT'], ['Query']),
      asTheTenant,
      findApiKey,
      { actions: ['cognito-idp:ListUsers'], resources: [given.sharedUserPoolArn] },
      ...tenantKeys.find,
      { actions: ['ecs:DescribeServices'], resources: [arns.services], because: ANY_TENANTS },
      { actions: ['ecs:DescribeClusters'], resources: [arns.clusters], because: ANY_TENANTS },
      { actions: ['iam:GetRole'], resources: arns.roles, because: ANY_TENANTS },
      { actions: ['dynamodb:DescribeTable'], resources: [arns.tables], because: ANY_TENANTS },
      {
        actions: [
          'tag:GetResources',
          'ecs:ListTaskDefinitions',
          'elasticloadbalancing:DescribeTargetGroups',
          'elasticloadbalancing:DescribeRules',
          'ec2:DescribeSecurityGroups',
          'servicediscovery:ListNamespaces',
          'cognito-idp:ListUserPools',
          'logs:DescribeLogGroups',
        ],
        resources: ['*'],
        because: NO_RESOURCE,
      },
    ],
    // One transaction: the receipt on the registration, the ledger's entries of the tenant.
    'complete-offboarding': [
      onItems(registry, ['TENANT'], ['GetItem', 'Query']),
      onItems(registry, ['TENANT', 'REGISTRATION'], ['UpdateItem', 'DeleteItem']),
    ],
  } satisfies Record<string, Grant[]>;
}

export type OffboardingStep = keyof ReturnType<typeof offboardingGrants>;
