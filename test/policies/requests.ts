import { keyPolicy } from '../../lambdas/onboarding/create-storage/key-policy';
import { ACCOUNT, REGION } from '../builders/stacks';
import type { Document, MatrixTenant, RolePolicies, Scene } from './principals';

export type Context = Record<string, string | string[]>;

/** Something asked of AWS, as IAM sees it. */
export interface PolicyRequest {
  action: string;
  resource: string;
  context: Context;
  /** Whose it is; absent for what belongs to no tenant. */
  owner?: string;
  /** The trust policy of the role that is to be assumed. */
  trust?: RolePolicies;
  /** The policy of the key that it is about: KMS allows nothing that it does not allow. */
  keyPolicy?: Document;
}

const dynamodb = (names: string[]) => names.map((name) => `dynamodb:${name}`);
const ITEM_ACTIONS = dynamodb([
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem', 'BatchWriteItem'],
  ...['ConditionCheckItem', 'PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
]);
const TABLE_ACTIONS = dynamodb([
  'Scan',
  'DescribeTable',
  'DeleteTable',
  'UpdateTable',
  'CreateTable',
  'TagResource',
]);
const POOL_ACTIONS = [
  ...['AdminCreateUser', 'AdminGetUser', 'AdminUpdateUserAttributes', 'AdminDeleteUser', 'ListUsers'],
  ...['AdminUserGlobalSignOut', 'AdminSetUserPassword', 'CreateUserPoolClient', 'ListUserPoolClients'],
  ...['DeleteUserPool', 'DescribeUserPool', 'TagResource'],
].map((name) => `cognito-idp:${name}`);
const ROLE_ACTIONS = [
  ...['CreateRole', 'PutRolePolicy', 'TagRole', 'UntagRole', 'PassRole', 'DeleteRole', 'DeleteRolePolicy'],
  ...['PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary', 'AttachRolePolicy'],
  ...['UpdateAssumeRolePolicy', 'GetRole'],
].map((name) => `iam:${name}`);
const LOG_STREAM_ACTIONS = ['GetLogEvents', 'CreateLogStream', 'PutLogEvents'].map((name) => `logs:${name}`);
const LOG_GROUP_ACTIONS = [
  ...['FilterLogEvents', 'DeleteLogGroup', 'CreateLogGroup', 'TagResource', 'PutRetentionPolicy'],
].map((name) => `logs:${name}`);
const KEY_USE = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'DescribeKey', 'CreateGrant'].map(
  (name) => `kms:${name}`,
);
const KEY_CHANGES = [
  ...['PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKey', 'EnableKeyRotation', 'CreateAlias', 'DeleteAlias'],
  'UntagResource',
].map((name) => `kms:${name}`);
/** What AWS authorizes by an index; an item is never read by one alone. */
const INDEX_ACTIONS = dynamodb(['Query', 'PartiQLSelect']);

const tagged = (tenant?: MatrixTenant): Context => (tenant ? { 'aws:ResourceTag/tenantId': tenant.id } : {});
const asking = (tenant: MatrixTenant): Context => ({
  'aws:RequestTag/tenantId': tenant.id,
  'aws:TagKeys': ['tenantId'],
});

/** Every request of the matrix: what a tenant has, and what no tenant has, in each way that a policy could ask about. */
export const requestsOf = (scene: Scene): PolicyRequest[] => [
  ...items(scene),
  ...ownTables(scene),
  ...ownKeys(scene),
  ...userPools(scene),
  ...roles(scene),
  ...sessions(scene),
  ...tags(scene),
  ...belongings(scene),
];

/** Whether a tenant has no task of its own. */
const isPooled = ({ roleArns }: MatrixTenant): boolean => roleArns.length === 0;

const there = `${REGION}:${ACCOUNT}`;
const KEYS = 'dynamodb:LeadingKeys';

function items({ tenants, shared }: Scene): PolicyRequest[] {
  const [first, second] = tenants as [MatrixTenant, MatrixTenant];
  const byTenant = [shared.orders, shared.products, shared.signOuts, shared.siloSignOuts];
  const requests = byTenant.flatMap((resource) => [
    ...tenants.flatMap((tenant) =>
      ITEM_ACTIONS.map((action) => ({
        action,
        resource,
        context: { [KEYS]: [tenant.id] },
        // The authorizer asks silo tenants' table of no tenant of the pool.
        owner: resource === shared.siloSignOuts && isPooled(tenant) ? 'nobody' : tenant.key,
      })),
    ),
    ...ITEM_ACTIONS.flatMap((action) => [
      // Two tenants' keys in one request are nobody's own.
      { action, resource, context: { [KEYS]: [first.id, second.id] }, owner: 'nobody' },
      { action, resource, context: {}, owner: 'nobody' },
    ]),
    ...INDEX_ACTIONS.map((action) => ({
      ...{ action, resource: `${resource}/index/any`, context: { [KEYS]: [first.id] }, owner: 'nobody' },
    })),
    ...TABLE_ACTIONS.map((action) => ({ action, resource, context: {}, owner: 'nobody' })),
  ]);
  const registryKeys = tenants
    .slice(0, 3)
    .flatMap(({ id }) => ['TENANT', 'REGISTRATION', 'ACCESS'].map((partition) => [`${partition}#${id}`]));
  return [
    ...requests,
    ...[...registryKeys, ['TENANT#x', 'ACCESS#x'], ['TENANT']].flatMap((keys) => {
      const context = { [KEYS]: keys };
      const index = `${shared.registry}/index/list`;
      return [
        ...ITEM_ACTIONS.map((action) => ({ action, resource: shared.registry, context, owner: 'nobody' })),
        ...INDEX_ACTIONS.map((action) => ({ action, resource: index, context, owner: 'nobody' })),
      ];
    }),
  ];
}

const STREAM_ACTIONS = dynamodb(['DescribeStream', 'GetShardIterator', 'GetRecords']);
const ownTables = ({ tenants }: Scene): PolicyRequest[] =>
  tenants.flatMap((tenant) =>
    Object.values(tenant.tables).flatMap((resource) => [
      ...ITEM_ACTIONS.flatMap((action) => [
        { action, resource, context: { ...tagged(tenant), [KEYS]: [tenant.id] }, owner: tenant.key },
        // A table that has lost its tag is out of every boundary.
        { action, resource, context: { [KEYS]: [tenant.id] }, owner: 'nobody' },
      ]),
      ...TABLE_ACTIONS.map((action) => ({ action, resource, context: tagged(tenant), owner: tenant.key })),
      // The product turns none on: nobody's task reads a stream, were there one.
      ...STREAM_ACTIONS.map((action) => ({
        ...{ action, resource: `${resource}/stream/2026-01-01T00:00:00.000`, owner: 'nobody' },
        context: tagged(tenant),
      })),
      ...tenants.slice(2).map((by) => ({
        action: 'dynamodb:TagResource',
        resource,
        context: { ...tagged(tenant), ...asking(by) },
        owner: by === tenant ? tenant.key : 'nobody',
      })),
    ]),
  );

/** Tenants' keys and one that is no tenant's: through DynamoDB, where their owners may use them, and directly. */
function ownKeys({ tenants }: Scene): PolicyRequest[] {
  const through = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });
  const owners = tenants.filter(({ keyArn }) => keyArn) as [MatrixTenant, ...MatrixTenant[]];
  const keys = owners.map((tenant) => ({ ...tenant, owner: tenant.key, tags: tagged(tenant) }));
  const ofStack = {
    keyArn: `arn:aws:kms:${there}:key/of-a-stack`,
    owner: 'nobody',
    footprint: 'none',
    tags: {},
  };
  return [...keys, ofStack].flatMap(({ owner, keyArn = '', footprint, tags }) => {
    const place = { partition: 'aws', region: REGION, account: ACCOUNT };
    const policy = keyPolicy({ place, logGroupName: `/tenants/${footprint}` }) as Document;
    const ask = (action: string, more: Context, whose = 'nobody'): PolicyRequest => ({
      ...{ action, resource: keyArn, keyPolicy: policy, owner: whose },
      context: { 'kms:CallerAccount': ACCOUNT, ...tags, ...more },
    });
    return [
      ...KEY_USE.flatMap((action) => [
        ask(action, through('dynamodb'), owner),
        ask(action, through('s3')),
        ask(action, {}),
      ]),
      ...KEY_CHANGES.map((action) => ask(action, {})),
      ask('kms:TagResource', {
        ...asking(owners[0]),
        ...(owner === 'nobody' && { 'aws:ResourceTag/application': 'x' }),
      }),
    ];
  });
}

function userPools({ tenants, shared }: Scene): PolicyRequest[] {
  const silos = tenants.slice(2);
  const [some] = silos as [MatrixTenant];
  return [
    ...silos.flatMap((tenant) =>
      POOL_ACTIONS.flatMap((action) => [
        { action, resource: tenant.userPoolArn, context: tagged(tenant), owner: tenant.key },
        ...(action.endsWith('TagResource')
          ? silos.map((by) => ({
              ...{ action, resource: tenant.userPoolArn, context: { ...tagged(tenant), ...asking(by) } },
              owner: by === tenant ? tenant.key : 'nobody',
            }))
          : []),
      ]),
    ),
    ...[shared.sharedPool, shared.operatorPool].flatMap((resource) =>
      POOL_ACTIONS.flatMap((action) => [
        { action, resource, context: {} },
        { action, resource, context: tagged(some) },
        { action, resource, context: asking(some) },
        { action, resource, context: { 'aws:ResourceTag/sharedPoolOf': 'ecs-saas' } },
      ]),
    ),
  ];
}

function roles({ tenants, shared }: Scene): PolicyRequest[] {
  const silos = tenants.slice(2, 5);
  const elsewhere = `arn:aws:iam::${ACCOUNT}:role/elsewhere`;
  const boundaries = [shared.boundary, `arn:aws:iam::${ACCOUNT}:policy/other`, undefined];
  return silos.flatMap((tenant) =>
    [tenant.roleArns[0] ?? '', `arn:aws:iam::${ACCOUNT}:role/tenants/tenant-new-orders`, elsewhere].flatMap(
      (resource, index) =>
        ROLE_ACTIONS.flatMap((action) =>
          boundaries.flatMap((boundary) =>
            [undefined, ...silos].map((by) => ({
              action,
              resource,
              owner: 'nobody',
              context: {
                ...(boundary && { 'iam:PermissionsBoundary': boundary }),
                ...(index === 0 && tagged(tenant)),
                ...(by && asking(by)),
                'iam:PassedToService': by === tenant ? 'ecs-tasks.amazonaws.com' : 'lambda.amazonaws.com',
              },
            })),
          ),
        ),
    ),
  );
}

/** Sessions of the roles that vend credentials, and of tasks' own. */
function sessions({ tenants, roles: all }: Scene): PolicyRequest[] {
  const vended = all.filter(({ name }) => /Tenant(Data|SignOuts)Role|TenantItems/.test(name));
  const tasks = all.filter(({ arn, name }) => arn.includes('/tenants/') || /TaskRole[A-F0-9]{8}/.test(name));
  const asked = tenants.flatMap((tenant): [string, Context][] => [
    [tenant.key, { 'aws:RequestTag/tenant': tenant.id, 'aws:TagKeys': ['tenant'] }],
    [
      'nobody',
      {
        'aws:RequestTag/tenant': tenant.id,
        'aws:RequestTag/tenantId': tenant.id,
        'aws:TagKeys': ['tenant', 'tenantId'],
      },
    ],
    ['nobody', { 'aws:RequestTag/tenantId': tenant.id, 'aws:TagKeys': ['tenantId'] }],
  ]);
  return ['sts:AssumeRole', 'sts:TagSession'].flatMap((action) => [
    ...vended.flatMap((trust) =>
      [...asked, ['nobody', {}] as [string, Context]].map(([owner, context]) => ({
        ...{ action, resource: trust.arn, context, owner, trust },
      })),
    ),
    ...tasks.map((trust) => ({ action, resource: trust.arn, context: {}, owner: 'nobody', trust })),
  ]);
}

/** What API Gateway and Cloud Map are asked as a tenant's key and namespace are made, and as they are tagged anew. */
function tags({ tenants }: Scene): PolicyRequest[] {
  const apiGateway = (path: string) => `arn:aws:apigateway:${REGION}::${path}`;
  const silos = tenants.slice(2, 5);
  const ask = (action: string, resource: string, contexts: Context[]) =>
    contexts.map((context) => ({ action, resource, context, owner: 'nobody' }));
  const made = [{}, ...silos.map(asking)];
  const anew = silos.flatMap((tenant) => silos.map((by) => ({ ...tagged(tenant), ...asking(by) })));
  return [
    ...ask('apigateway:POST', apiGateway('/apikeys'), made),
    ...['apikeys/*', 'apikeys/key1', 'restapis/*', 'usageplans/plan1'].flatMap((what) =>
      ask('apigateway:PUT', apiGateway(`/tags/${encodeURIComponent(apiGateway(`/${what}`))}`), [
        ...made,
        ...anew,
      ]),
    ),
    ...['CreateHttpNamespace', 'TagResource'].flatMap((name) =>
      ask(`servicediscovery:${name}`, '*', [...made, ...anew]),
    ),
  ];
}

const belongings = ({ tenants }: Scene): PolicyRequest[] =>
  tenants.slice(1, 5).flatMap((tenant) => {
    const { key: owner, footprint } = tenant;
    const context = tagged(tenant);
    const about = (actions: string[], resource: string) =>
      actions.map((action) => ({ action, resource, context, owner }));
    return [
      ...about(
        LOG_STREAM_ACTIONS,
        `arn:aws:logs:${there}:log-group:/tenants/${footprint}:log-stream:orders/1`,
      ),
      ...about(LOG_GROUP_ACTIONS, `arn:aws:logs:${there}:log-group:/tenants/${footprint}`),
      ...about(
        ['apigateway:GET', 'apigateway:PATCH', 'apigateway:DELETE'],
        `arn:aws:apigateway:${REGION}::/apikeys/key${owner}`,
      ),
      ...about(
        ['ecs:DescribeServices', 'ecs:UpdateService', 'ecs:DeleteService', 'ecs:TagResource'],
        `arn:aws:ecs:${there}:service/advanced/${footprint}-orders`,
      ),
      ...about(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::exports/exports/${tenant.id}/orders-1.jsonl`),
      ...about(
        ['secretsmanager:GetSecretValue'],
        `arn:aws:secretsmanager:${there}:secret:${footprint}-secret-AbCdEf`,
      ),
    ];
  });
