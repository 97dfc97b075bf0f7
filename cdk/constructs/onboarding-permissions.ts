import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { beginGrants } from './begin-grants';
import { OF_A_TENANT, TAGGED, TAGGED_ONCE } from './footprint-arns';
import type { Grant } from './grants';
import { onItems } from './registry-grants';
import { tenantKeyGrants } from './tenant-key-grants';

/** What the rights of the onboarding steps are about. */
export interface OnboardingResources {
  config: Config;
  registry: ITable;
  busArn: string;
  sharedUserPoolArn: string;
  operatorUserPoolArn: string;
  usagePlanIds: string[];
  vpcArn: string;
  listenerArns: string[];
  executionRoleArn: string;
  boundaryArn: string;
}

/** Everything a tenant has is named so; see footprintName. */
const FOOTPRINT = 'tenant-*';
const NOT_YET =
  'What a tenant gets does not exist yet; the pattern is limited to the names that a footprint has.';

/** What adding a tenant's administrator calls. */
const ADMINISTRATOR = ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser'];
/** What a silo tenant's pool sees beside its creation. */
const onOwnPool = ({ signIn }: Config) => [
  'cognito-idp:CreateUserPoolClient',
  'cognito-idp:ListUserPoolClients',
  ...(signIn.tenants.mfa === 'off' ? [] : ['cognito-idp:SetUserPoolMfaConfig']),
  ...ADMINISTRATOR,
];

/** Path of a resource's tags, as IAM sees it: the ARN stands in it encoded. */
const tagsOf = (arn: string) => `/tags/${arn.replaceAll(':', '%3A').replaceAll('/', '%2F')}`;

/** What each step of the onboarding may do, beside logs and traces: precisely the calls that it makes. */
export function onboardingGrants(scope: Construct, given: OnboardingResources) {
  const { config, registry } = given;
  const stack = Stack.of(scope);
  const arn = (service: string, resource: string, resourceName?: string) =>
    stack.formatArn({ service, resource, resourceName });
  const apiGateway = (path: string) => `arn:${stack.partition}:apigateway:${stack.region}::${path}`;
  const tenantRoles = `arn:${stack.partition}:iam::${stack.account}:role/tenants/${FOOTPRINT}`;
  const tenantLogs = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/tenants/${FOOTPRINT}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  // Every step that changes the footprint first reads the tenant's lock, in its own partition.
  const ledger = onItems(registry, ['TENANT'], ['GetItem', 'PutItem', 'UpdateItem']);

  return {
    'begin-onboarding': [
      onItems(registry, ['TENANT', 'REGISTRATION', 'ACCESS'], ['BatchGetItem']),
      onItems(registry, ['TENANT'], ['GetItem', 'PutItem']),
      onItems(registry, ['REGISTRATION'], ['GetItem', 'UpdateItem']),
      ...beginGrants(scope, config),
    ],
    'create-identity': [
      ledger,
      {
        actions: ['cognito-idp:CreateUserPool'],
        resources: ['*'],
        conditions: TAGGED,
        because: 'It is about no pool yet: AWS offers `*` only.',
      },
      {
        actions: ['cognito-idp:ListUserPools'],
        resources: ['*'],
        because: 'It is about all pools: AWS offers `*` only.',
      },
      {
        actions: ['cognito-idp:TagResource'],
        resources: [arn('cognito-idp', 'userpool', '*')],
        conditions: TAGGED_ONCE,
        because: 'A pool is tagged as it is made, before Cognito has named it.',
      },
      { actions: ADMINISTRATOR, resources: [given.sharedUserPoolArn] },
      {
        actions: onOwnPool(config),
        resources: [arn('cognito-idp', 'userpool', '*')],
        conditions: OF_A_TENANT,
        because: "Cognito names pools at random; only a tenant's own can be changed.",
      },
      // The right to tag would otherwise make an operator's pool, or the shared one, look like a tenant's.
      {
        effect: 'Deny',
        actions: ['cognito-idp:TagResource', ...onOwnPool(config)],
        resources: [given.operatorUserPoolArn],
      },
      {
        effect: 'Deny',
        actions: [
          'cognito-idp:TagResource',
          ...onOwnPool(config).filter((action) => !ADMINISTRATOR.includes(action)),
        ],
        resources: [given.sharedUserPoolArn],
      },
    ],
    'issue-api-key': [
      ledger,
      onItems(registry, ['ACCESS'], ['UpdateItem']),
      { actions: ['apigateway:POST'], resources: [apiGateway('/apikeys')], conditions: TAGGED },
      { actions: ['apigateway:GET'], resources: [apiGateway('/apikeys')] },
      {
        actions: ['apigateway:POST'],
        resources: given.usagePlanIds.map((id) => apiGateway(`/usageplans/${id}/keys`)),
      },
      // To tag what is there, API Gateway asks for apigateway:PATCH of the resource too, which this step does not have.
      {
        actions: ['apigateway:PUT'],
        resources: [apiGateway(tagsOf(`${apiGateway('/apikeys')}/*`))],
        conditions: TAGGED_ONCE,
        because: 'A key is tagged as it is made, before API Gateway has named it.',
      },
    ],
    'create-cluster': [
      ledger,
      {
        actions: ['ecs:CreateCluster', 'ecs:TagResource'],
        resources: [arn('ecs', 'cluster', FOOTPRINT)],
        conditions: TAGGED_ONCE,
        because: NOT_YET,
      },
    ],
    'create-network': [
      ledger,
      {
        actions: ['ec2:CreateSecurityGroup'],
        resources: [arn('ec2', 'security-group', '*')],
        conditions: TAGGED,
        because: 'EC2 names security groups at random.',
      },
      { actions: ['ec2:CreateSecurityGroup'], resources: [given.vpcArn] },
      {
        actions: ['ec2:CreateTags'],
        resources: [arn('ec2', 'security-group', '*')],
        conditions: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' } },
        because: 'EC2 names security groups at random; only one that is being made can be tagged.',
      },
      {
        actions: ['ec2:AuthorizeSecurityGroupIngress'],
        resources: [arn('ec2', 'security-group', '*')],
        conditions: OF_A_TENANT,
        because: "EC2 names security groups at random; only a tenant's own can be changed.",
      },
      {
        actions: ['ec2:DescribeSecurityGroups', 'servicediscovery:ListNamespaces'],
        resources: ['*'],
        because: 'Lists know no resource; AWS offers `*` only.',
      },
      {
        actions: ['servicediscovery:CreateHttpNamespace', 'servicediscovery:TagResource'],
        resources: ['*'],
        // Cloud Map documents no tags of the resource for either: where IAM sees them, they stay as they are.
        conditions: TAGGED_ONCE,
        because: 'Cloud Map authorizes neither by resource; AWS offers `*` only.',
      },
      {
        actions: ['servicediscovery:GetOperation'],
        resources: ['*'],
        because: 'The namespace of the operation is not known before the operation ends.',
      },
    ],
    'create-storage': [
      ledger,
      {
        actions: ['dynamodb:CreateTable', 'dynamodb:TagResource'],
        resources: [arn('dynamodb', 'table', FOOTPRINT)],
        conditions: TAGGED_ONCE,
        because: NOT_YET,
      },
      {
        actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateContinuousBackups'],
        resources: [arn('dynamodb', 'table', FOOTPRINT)],
        because: NOT_YET,
      },
      {
        actions: ['logs:CreateLogGroup', 'logs:TagResource'],
        resources: [tenantLogs],
        conditions: TAGGED_ONCE,
        because: NOT_YET,
      },
      { actions: ['logs:PutRetentionPolicy'], resources: [tenantLogs], because: NOT_YET },
      ...tenantKeyGrants(scope, config).make,
    ],
    'deploy-service': [
      ledger,
      {
        actions: ['ecs:RegisterTaskDefinition', 'ecs:TagResource'],
        resources: [arn('ecs', 'task-definition', `${FOOTPRINT}:*`)],
        conditions: TAGGED_ONCE,
        because: NOT_YET,
      },
      {
        actions: ['ecs:CreateService', 'ecs:TagResource'],
        resources: [arn('ecs', 'service', `*/${FOOTPRINT}`)],
        conditions: TAGGED_ONCE,
        because: NOT_YET,
      },
      {
        actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
        resources: [arn('ecs', 'service', `*/${FOOTPRINT}`)],
        because: NOT_YET,
      },
      {
        actions: ['elasticloadbalancing:CreateTargetGroup'],
        resources: [arn('elasticloadbalancing', 'targetgroup', `${FOOTPRINT}/*`)],
        conditions: TAGGED,
        because: NOT_YET,
      },
      {
        actions: ['elasticloadbalancing:ModifyTargetGroupAttributes'],
        resources: [arn('elasticloadbalancing', 'targetgroup', `${FOOTPRINT}/*`)],
        conditions: OF_A_TENANT,
        because: NOT_YET,
      },
      { actions: ['elasticloadbalancing:CreateRule'], resources: given.listenerArns, conditions: TAGGED },
      {
        actions: ['elasticloadbalancing:AddTags'],
        resources: [
          arn('elasticloadbalancing', 'targetgroup', `${FOOTPRINT}/*`),
          arn('elasticloadbalancing', 'listener-rule', `app/${config.prefix}-cell-*`),
        ],
        conditions: {
          StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateTargetGroup', 'CreateRule'] },
        },
        because: 'Both are tagged as they are made, before they have an ARN.',
      },
      {
        actions: [
          'elasticloadbalancing:DescribeTargetGroups',
          'elasticloadbalancing:DescribeRules',
          'ecs:DescribeTaskDefinition',
        ],
        resources: ['*'],
        because: 'Elastic Load Balancing and ECS authorize these reads by no resource; AWS offers `*` only.',
      },
      {
        actions: ['iam:CreateRole'],
        resources: [tenantRoles],
        conditions: { ...TAGGED, StringEquals: { 'iam:PermissionsBoundary': given.boundaryArn } },
        because: NOT_YET,
      },
      {
        actions: ['iam:PutRolePolicy'],
        resources: [tenantRoles],
        conditions: { StringEquals: { 'iam:PermissionsBoundary': given.boundaryArn } },
        because: NOT_YET,
      },
      { actions: ['iam:TagRole'], resources: [tenantRoles], conditions: TAGGED_ONCE, because: NOT_YET },
      // By path: below it are only roles made by this step, which all have the boundary. IAM has no condition for the
      // boundary of a role that is passed, and its tags are none that iam:PassRole can be relied on to see.
      {
        actions: ['iam:PassRole'],
        resources: [tenantRoles, given.executionRoleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        because: NOT_YET,
      },
    ],
    'await-services': [
      {
        actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
        resources: [arn('ecs', 'service', `*/${FOOTPRINT}`)],
        because: NOT_YET,
      },
      {
        actions: ['elasticloadbalancing:DescribeTargetHealth'],
        resources: ['*'],
        because: 'Elastic Load Balancing authorizes this read by no resource; AWS offers `*` only.',
      },
    ],
    'verify-tenant': [],
    'verify-isolation': [],
    'activate-tenant': [
      onItems(registry, ['TENANT'], ['GetItem']),
      onItems(registry, ['ACCESS'], ['UpdateItem']),
    ],
    'publish-success': [
      onItems(registry, ['TENANT'], ['GetItem']),
      { actions: ['events:PutEvents'], resources: [given.busArn] },
    ],
  } satisfies Record<string, Grant[]>;
}

export type OnboardingStep = keyof ReturnType<typeof onboardingGrants>;
