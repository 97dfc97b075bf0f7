import { APIGatewayClient, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListNamespacesCommand, ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { mockClient } from 'aws-sdk-client-mock';
import { preflight } from '../../../lambdas/admin-api/preflight/preflight';
import { sharedPoolMailboxes } from '../../../lambdas/admin-api/preflight/shared-pool-mailboxes';
import { preflightResultSchema, preflightSchema } from '../../../lambdas/shared/contracts/preflight';
import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import { fakeRegistry } from '../../builders/fake-registry';

const region = { region: 'us-east-1' };
const mocks = {
  apiGateway: mockClient(APIGatewayClient),
  cognito: mockClient(CognitoIdentityProviderClient),
  dynamodb: mockClient(DynamoDBClient),
  ecs: mockClient(ECSClient),
  iam: mockClient(IAMClient),
  cloudMap: mockClient(ServiceDiscoveryClient),
};
const clients = {
  apiGateway: new APIGatewayClient(region),
  cognito: new CognitoIdentityProviderClient(region),
  dynamodb: new DynamoDBClient(region),
  ecs: new ECSClient(region),
  iam: new IAMClient(region),
  cloudMap: new ServiceDiscoveryClient(region),
};
const quotas = { apiKeys: 10, userPools: 4, namespaces: 50, clusters: 10, tables: 10 };

const failure = (name: string) => Object.assign(new Error('no'), { name, $metadata: {} });

beforeEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
  mocks.apiGateway.on(GetApiKeysCommand).resolves({ items: [{}, {}] });
  mocks.cognito
    .on(ListUserPoolsCommand)
    .resolvesOnce({ UserPools: [{ Name: 'tenant-x', Id: 'other' }, {}], NextToken: 'more' })
    .resolves({ UserPools: [{ Name: 'ecs-saas-basic', Id: 'shared' }] });
  mocks.cognito.on(AdminGetUserCommand).rejects(failure('UserNotFoundException'));
  mocks.dynamodb.on(ListTablesCommand).resolves({ TableNames: ['a'] });
  mocks.ecs.on(ListClustersCommand).resolves({ clusterArns: ['a'] });
  mocks.iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: { Roles: 90, RolesQuota: 1_000 } });
  mocks.cloudMap.on(ListNamespacesCommand).resolves({ Namespaces: [{}] });
});

interface World {
  reserved?: string[];
  /** Slots that are taken, of two. */
  slots?: number;
  tenantKeys?: boolean;
}
const check = async (
  request: { tenantName?: string; email?: string; tier?: Tier },
  { reserved = [], slots = 0, tenantKeys = false }: World = {},
) => {
  const { context, sent } = fakeRegistry({
    get: ({ Key }) => (reserved.includes((Key as { pk: string }).pk) ? { Item: {} } : {}),
    query: () => ({ Items: Array.from({ length: slots }, (_, slot) => ({ sk: `SLOT#00${slot}` })) }),
  });
  const result = await preflight({
    ...{ registry: context, clients, quotas },
    mailboxInUse: sharedPoolMailboxes(clients.cognito, 'ecs-saas-basic'),
    places: { poolCellId: 'cell-0', cells: [{ id: 'cell-0', siloSlots: 2 }] },
    tenantKeys,
    taskSize: { architecture: 'ARM64', cpu: 256, memory: 512, desiredCount: 1 },
  })({ tenantName: 'acme', email: 'Owner@Example.com', tier: 'BASIC', ...request });
  preflightResultSchema.parse(result);
  // It asks, and takes nothing.
  expect(sent.filter(({ command }) => !['get', 'query'].includes(command))).toEqual([]);
  return { ...result, failed: result.checks.filter(({ ok }) => !ok).map((each) => each.check) };
};

describe('the preflight of a tenant', () => {
  it('is ready for a Basic tenant, which costs and takes little', async () => {
    const result = await check({});

    expect(result).toMatchObject({ ready: true, monthlyCost: { amount: 0 } });
    expect(result.checks.map((each) => each.check)).toEqual(['tenantName', 'email', 'apiKeys']);
    expect(result.resources).toEqual([
      { type: 'User', name: 'owner@example.com' },
      { type: 'ApiKey', name: 'tenant-acme-????????' },
      { type: 'UsagePlanKey', name: 'tenant-acme-????????' },
    ]);
  });

  it('counts all pages of what a Premium tenant takes, and its cost', async () => {
    const result = await check({ tier: 'PREMIUM' });

    expect(result.ready).toBe(true);
    expect(Object.fromEntries(result.checks.map(({ check, used, limit }) => [check, [used, limit]]))).toEqual(
      {
        tenantName: [undefined, undefined],
        email: [undefined, undefined],
        cell: [0, 2],
        apiKeys: [2, 10],
        userPools: [3, 4],
        namespaces: [1, 50],
        roles: [90, 1_000],
        tables: [1, 10],
        clusters: [1, 10],
      },
    );
    // On ARM, as the README has it: about $22.
    expect(result.monthlyCost.amount).toBeCloseTo(21.63, 1);
    expect(result.resources.filter(({ type }) => type === 'Table')).toHaveLength(2);
  });

  it.each<[Tier, boolean, number]>([
    ['PREMIUM', true, 1],
    ['PREMIUM', false, 0],
    ['ADVANCED', true, 0],
  ])('tells of the key that a tenant gets: %s, configured: %s', async (tier, tenantKeys, count) => {
    const { resources, monthlyCost } = await check({ tier }, { tenantKeys });

    expect(resources.filter(({ type }) => type === 'EncryptionKey')).toEqual(
      Array(count).fill({ type: 'EncryptionKey', name: 'alias/tenant-acme-????????' }),
    );
    expect(monthlyCost.items.filter(({ what }) => /key/.test(what)).map(({ amount }) => amount)).toEqual(
      Array(count).fill(1),
    );
  });

  it.each<[string, Parameters<typeof check>[0], World, string[]]>([
    ['a name that is taken', {}, { reserved: ['NAME#acme'] }, ['tenantName']],
    ['a name that is none', { tenantName: 'Acme!' }, {}, ['tenantName']],
    ['a mailbox that is taken, however typed', {}, { reserved: ['EMAIL#owner@example.com'] }, ['email']],
    ['an e-mail that is none', { email: 'owner' }, {}, ['email']],
    ['cells that are full', { tier: 'ADVANCED' }, { slots: 2 }, ['cell']],
    [
      'all of it at once',
      { tenantName: '-', email: '-', tier: 'ADVANCED' },
      { slots: 2 },
      ['tenantName', 'email', 'cell'],
    ],
  ])('says what is the matter with %s', async (_what, request, world, failed) => {
    const result = await check(request, world);

    expect([result.ready, result.failed]).toEqual([false, failed]);
  });

  it('refuses a mailbox of a user whom a tenant has made, which no registry has, for a Basic tenant', async () => {
    mocks.cognito
      .on(AdminGetUserCommand, { UserPoolId: 'shared', Username: 'owner@example.com' })
      .resolves({});

    const { ready, failed } = await check({});

    expect([ready, failed]).toEqual([false, ['email']]);
    expect((await check({ email: 'other@example.com' })).ready).toBe(true);
  });

  it('lets a silo tenant have a mailbox that is taken in the shared pool', async () => {
    const world = { reserved: ['EMAIL#owner@example.com'] };
    mocks.cognito.on(AdminGetUserCommand).resolves({});

    expect((await check({ tier: 'ADVANCED' }, world)).ready).toBe(true);
    expect(mocks.cognito.commandCalls(AdminGetUserCommand)).toEqual([]);
  });

  it('is ready where there is no shared pool, as beside a foreign application plane', async () => {
    mocks.cognito.on(ListUserPoolsCommand).resolves({ UserPools: [] });

    const { ready, checks } = await check({});

    expect(ready).toBe(true);
    expect(checks.some(({ unknown }) => unknown)).toBe(false);
  });

  it('says so when the shared pool could not be asked', async () => {
    mocks.cognito.on(AdminGetUserCommand).rejects(failure('TooManyRequestsException'));

    const { ready, checks } = await check({});

    expect(ready).toBe(true);
    expect(checks.find((each) => each.check === 'email')).toMatchObject({ ok: true, unknown: true });
  });

  it('refuses when a quota does not hold all that the tenant takes', async () => {
    mocks.iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: { Roles: 998, RolesQuota: 1_000 } });
    mocks.cognito.on(ListUserPoolsCommand).resolves({ UserPools: [{}, {}, {}, {}] });

    const { failed, checks } = await check({ tier: 'ADVANCED' });

    expect(failed).toEqual(['userPools', 'roles']);
    const messageOf = (name: string) => checks.find((each) => each.check === name)?.message;
    expect(messageOf('userPools')).toBe(
      '4 of 4 user pools are in use and the tenant takes 1: raise the quota in Service Quotas, then set quotas.userPools in cdk/config.ts to it and deploy',
    );
    expect(messageOf('roles')).toMatch(/takes 3: raise the quota in Service Quotas$/);
  });

  it('says what AWS did not tell, and takes it for nothing against the tenant', async () => {
    mocks.cloudMap.on(ListNamespacesCommand).rejects(failure('AccessDeniedException'));

    const { ready, checks } = await check({ tier: 'ADVANCED' });

    expect(ready).toBe(true);
    expect(checks.find((each) => each.check === 'namespaces')).toMatchObject({ ok: true, unknown: true });
  });

  it('fails on a fault of its own', async () => {
    mocks.cloudMap.on(ListNamespacesCommand).rejects(new TypeError('a defect'));

    await expect(check({ tier: 'ADVANCED' })).rejects.toThrow('a defect');
  });

  it.each([
    ['tier', { tenantName: 'acme', email: 'a@b.c', tier: 'gold' }],
    ['email', { tenantName: 'acme', tier: 'BASIC' }],
    ['tenantName', { tenantName: 5, email: 'a@b.c', tier: 'BASIC' }],
  ])('names %s when the body does not fit', (field, body) => {
    expect(preflightSchema.safeParse(body).error?.issues[0]?.path).toEqual([field]);
  });
});
