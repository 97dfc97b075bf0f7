import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { BatchWriteItemCommand, CreateTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { removeApiKey } from '../../../lambdas/offboarding/remove-api-key/remove-api-key';
import { removeData } from '../../../lambdas/offboarding/remove-data/remove-data';
import { removeIdentity } from '../../../lambdas/offboarding/remove-identity/remove-identity';
import { revokeAccess } from '../../../lambdas/offboarding/revoke-access/revoke-access';
import { systemClock } from '../../../lambdas/shared/aws/wait-until';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import type { PagedInput, PageOutcome } from '../../../lambdas/shared/contracts/pages';
import { TIERS, type Tier } from '../../../lambdas/shared/contracts/tiers';
import type { OffboardingPlan, RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { tenantItemsClient } from '../../../lambdas/shared/footprint/tenant-session';
import { getAccess } from '../../../lambdas/shared/registry/access';
import { registryContext } from '../../../lambdas/shared/registry/client';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { inventory } from '../../builders/inventory';
import { useMoto } from '../../builders/moto';
import { planOfRemoval } from '../../builders/offboarding';
import {
  type Clients,
  clientsFor,
  type SharedInfrastructure,
  type Steps,
  stepsOf,
} from '../../builders/onboarding-steps';
import { losingEachOnce, untilItEnds } from './losing-replies';
import { admitTo, completeDeployments, runSteps } from './run-steps';
import { makeSharedInfrastructure } from './shared-infrastructure';

const PORT = 15143;
const { config } = useMoto(PORT);
const clients = clientsFor(config);
/** What these steps remove; the rest of a silo's footprint is other steps' to remove. */
const OURS = /^(ApiKey|UsagePlanKey|UserPool|User|Table|LogGroup) /;

/**
 * moto breaks (500, a page of HTML) when a key is taken off a plan that it is not on: the one answer that is changed
 * on its way, into what API Gateway says then.
 */
function answerForAbsentPlanKey({ apiGateway }: Clients): void {
  apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          if (commandName !== 'DeleteUsagePlanKeyCommand' || !(error instanceof SyntaxError)) throw error;
          throw Object.assign(new Error('not on the plan'), { name: 'NotFoundException' });
        }
      },
    { step: 'initialize' },
  );
}

/** The four steps as their handlers wire them, in the workflow's order; each until it is done. */
function removalOf(with_: Clients, shared: SharedInfrastructure) {
  const registry = registryContext(shared.registryTable, with_.dynamodb);
  const all = { ...with_, registry, clock: systemClock };
  const identity = removeIdentity({ ...all, sharedUserPoolId: shared.sharedPool.userPoolId });
  const itemsOf = tenantItemsClient(new STSClient(config), shared.surroundings.tenantDataRoleArn, config);
  const data = removeData({ ...all, itemsOf, pooledTables: shared.pooledTables });
  const toTheEnd = async (step: (input: PagedInput) => Promise<PageOutcome>, plan: OffboardingPlan) => {
    let page = await step({ plan });
    while (!page.done) page = await step({ plan, next: page.next });
  };
  return {
    all: async (plan: OffboardingPlan) => {
      await revokeAccess(all)({ plan });
      await toTheEnd(data, plan);
      await toTheEnd(identity, plan);
      await removeApiKey(all)({ plan });
    },
  };
}

describe('the steps that remove data, identity and key, against moto', () => {
  let shared: SharedInfrastructure;
  let steps: Steps;
  let neighbour: RequestedTenant;
  beforeAll(async () => {
    shared = await makeSharedInfrastructure(clients);
    steps = stepsOf(clients, shared);
    completeDeployments(clients);
    answerForAbsentPlanKey(clients);
    for (const [table, TableName] of Object.entries(shared.pooledTables)) {
      const id = `${table.slice(0, -1)}Id`;
      await clients.dynamodb.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: ['tenantId', id].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S',
          })),
          KeySchema: [
            { AttributeName: 'tenantId', KeyType: 'HASH' },
            { AttributeName: id, KeyType: 'RANGE' },
          ],
        }),
      );
    }
    neighbour = await admitTo(steps, 'BASIC', 'neighbour');
    await runSteps(clients, steps, neighbour, 'neighbour');
    await fill(neighbour.tenantId);
  }, 180_000);

  const fill = async (tenantId: string) => {
    for (const [table, TableName] of Object.entries(shared.pooledTables)) {
      await clients.dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [TableName]: Array.from({ length: 3 }, (_, n) => ({
              PutRequest: {
                Item: {
                  tenantId: { S: tenantId },
                  [`${table.slice(0, -1)}Id`]: { S: `${n}` },
                  n: { N: '1' },
                },
              },
            })),
          },
        }),
      );
    }
  };
  /** All that the shared tables and the shared pool hold, to the byte. */
  const sharedContent = async () => ({
    items: await Promise.all(
      Object.values(shared.pooledTables).map(
        async (TableName) => (await clients.dynamodb.send(new ScanCommand({ TableName }))).Items,
      ),
    ),
    users: (await clients.cognito.send(new ListUsersCommand({ UserPoolId: shared.sharedPool.userPoolId })))
      .Users,
  });
  const onboarded = async (tier: Tier) => {
    const tenant = await admitTo(steps, tier);
    const { plan } = await runSteps(clients, steps, tenant, 'one');
    await fill(tenant.tenantId);
    return { tenant, plan: planOfRemoval(plan) };
  };
  const ours = async () => (await inventory(PORT)).filter((line) => OURS.test(line));
  const left = async (tenantId: string) =>
    (await readLedger(steps.registry, tenantId))
      .filter(({ type, state }) => OURS.test(`${type} `) && state !== 'deleted')
      .map(({ type, name }) => `${type} ${name}`);

  it.each(TIERS)(
    'leave nothing of a tenant of the tier %s, touch no other, and change nothing when run again',
    async (tier) => {
      const [before, content] = [await ours(), await sharedContent()];
      const { tenant, plan } = await onboarded(tier);
      const removal = removalOf(clients, shared);

      await removal.all(plan);
      const ledger = await readLedger(steps.registry, tenant.tenantId);
      await removal.all(plan);

      expect(await ours()).toEqual(before);
      expect((await sharedContent()).users).toEqual(content.users);
      expect(await left(tenant.tenantId)).toEqual([]);
      expect(await readLedger(steps.registry, tenant.tenantId)).toEqual(ledger);
      expect(await getAccess(steps.registry, tenant.tenantId)).toMatchObject({ status: 'revoked' });
      const items = (await sharedContent()).items
        .flat()
        .filter((item) => item?.tenantId?.S === neighbour.tenantId);
      expect(items).toEqual(content.items.flat().filter((item) => item?.tenantId?.S === neighbour.tenantId));
      const counts = ledger.filter(({ type }) => type === 'Items').map(({ name, count }) => [name, count]);
      expect(counts).toEqual(
        {
          BASIC: [
            ['pooled-orders', 3],
            ['pooled-products', 3],
          ],
          ADVANCED: [['pooled-products', 3]],
          PREMIUM: [],
        }[tier],
      );
    },
    120_000,
  );
  it.each<[Tier, string[]]>([
    [
      'BASIC',
      ['UpdateApiKeyCommand', 'AdminDeleteUserCommand', 'DeleteUsagePlanKeyCommand', 'DeleteApiKeyCommand'],
    ],
    ['PREMIUM', ['DeleteTableCommand', 'DeleteLogGroupCommand', 'DeleteUserPoolCommand']],
  ])(
    'converge for %s though each kind of call loses its first reply',
    async (tier, kinds) => {
      const before = await ours();
      const { tenant, plan } = await onboarded(tier);
      const faulty = clientsFor(config);
      answerForAbsentPlanKey(faulty);
      const { lost } = losingEachOnce(faulty);

      await untilItEnds(() => removalOf(faulty, shared).all(plan));

      expect([...lost]).toEqual(expect.arrayContaining(kinds));
      expect([await ours(), await left(tenant.tenantId)]).toEqual([before, []]);
    },
    120_000,
  );

  it('find by their names what was made but never recorded', async () => {
    const before = await ours();
    for (const tier of ['BASIC', 'PREMIUM'] as const) {
      const { tenant, plan } = await onboarded(tier);
      await forgetArns(tenant);
      await removalOf(clients, shared).all(plan);
      expect([footprintName(tenant), await left(tenant.tenantId)]).toEqual([footprintName(tenant), []]);
    }
    expect(await ours()).toEqual(before);
  }, 120_000);

  async function forgetArns(tenant: RequestedTenant): Promise<void> {
    const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');
    for (const { type, name } of await readLedger(steps.registry, tenant.tenantId)) {
      await steps.registry.documents.send(
        new UpdateCommand({
          TableName: shared.registryTable,
          Key: { pk: `TENANT#${tenant.tenantId}`, sk: `RESOURCE#${type}#${name}` },
          UpdateExpression: 'SET #state = :planned REMOVE arn',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':planned': 'planned' },
        }),
      );
    }
  }
});
