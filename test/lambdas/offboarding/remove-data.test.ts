import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchWriteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { removeData } from '../../../lambdas/offboarding/remove-data/remove-data';
import type { TableName, Tier } from '../../../lambdas/shared/contracts/tiers';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { keyDescription } from '../../../lambdas/shared/footprint/encryption-key';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { fakeKms } from '../../builders/fake-kms';
import { buildRemovalPlan } from '../../builders/offboarding';
import { awsError, buildWorkflowTenant, jumpingClock } from '../../builders/onboarding';
import { useRemoval } from '../../builders/removal';

const { registry, tenant, name, created, states } = useRemoval(
  14685,
  buildWorkflowTenant({ tier: 'ADVANCED' }),
);
const pooledTables = { orders: 'pool-orders', products: 'pool-products' };
const GONE = 'ResourceNotFoundException';

/** The pool's tables as the tenant's session sees them, in memory; `perPage` ms pass with each page of them. */
function stage({ orders = 0, products = 0, perPage = 0, tier = tenant.tier as Tier } = {}) {
  const clock = jumpingClock();
  const ids = (count: number) => new Set(Array.from({ length: count }, (_, n) => `item-${n}`));
  const pool: Record<string, Set<string>> = { 'pool-orders': ids(orders), 'pool-products': ids(products) };
  const key = { 'pool-orders': 'orderId', 'pool-products': 'productId' } as Record<string, string>;
  const session = new DynamoDBClient({ region: 'eu-west-1' });
  const items = mockClient(session);
  items.on(QueryCommand).callsFake(({ TableName, Limit, ExpressionAttributeValues }) => {
    void clock.sleep(perPage);
    const all = [...(pool[TableName] ?? [])];
    const [id = ''] = [key[TableName]];
    return {
      Items: all
        .slice(0, Limit)
        .map((S) => ({ tenantId: ExpressionAttributeValues[':tenantId'], [id]: { S } })),
      ...(all.length > Limit ? { LastEvaluatedKey: { at: { S: 'more' } } } : {}),
    };
  });
  items.on(BatchWriteItemCommand).callsFake(({ RequestItems }) => {
    for (const [table, requests] of Object.entries<
      { DeleteRequest: { Key: Record<string, { S: string }> } }[]
    >(RequestItems)) {
      for (const { DeleteRequest } of requests)
        pool[table]?.delete(DeleteRequest.Key[key[table] ?? '']?.S ?? '');
    }
    return {};
  });
  const ended = jest.spyOn(session, 'destroy');
  const own = new DynamoDBClient({ region: 'eu-west-1' });
  const tables = mockClient(own);
  tables.on(DeleteTableCommand).resolves({});
  tables.on(DescribeTableCommand).rejects(awsError(GONE));
  const logGroups = new CloudWatchLogsClient({ region: 'eu-west-1' });
  const logs = mockClient(logGroups);
  logs.on(DeleteLogGroupCommand).resolves({});
  const itemsOf = jest.fn(async () => session);
  const kms = fakeKms();
  const run = removeData({
    ...{ dynamodb: own, itemsOf, kms: kms.client, logs: logGroups, registry: registry.context, clock },
    pooledTables: pooledTables as Record<TableName, string>,
  });
  const plan = buildRemovalPlan({ ...tenant, tier });
  const call = (next?: string) => run({ plan, ...(next === undefined ? {} : { next }) });
  const left = () => Object.values(pool).map(({ size }) => size);
  return { call, left, items, tables, logs, itemsOf, kms, ended, clock };
}
const made = () =>
  created([
    { type: 'Table', name: `${name}-orders`, arn: 'arn:table' },
    { type: 'LogGroup', name: `/tenants/${name}`, arn: 'arn:log' },
  ]);
const counts = async () =>
  (await readLedger(registry.context, tenant.tenantId)).flatMap(({ type, name: of, count }) =>
    type === 'Items' ? [`${of} ${count}`] : [],
  );

describe('remove-data', () => {
  it("deletes a bridge tenant's own table and log group, and its items in the one table that it shares", async () => {
    await made();
    const { call, left, items, tables, logs, itemsOf, ended } = stage({ orders: 3, products: 30 });

    const outcome = await call();

    expect(outcome).toEqual({ done: true });
    expect(tables.commandCalls(DeleteTableCommand).map((each) => each.args[0].input)).toEqual([
      { TableName: `${name}-orders` },
    ]);
    expect(logs.commandCalls(DeleteLogGroupCommand)).toHaveLength(1);
    expect(itemsOf.mock.calls).toEqual([[tenant.tenantId]]);
    // Of the table that it does not share nothing is asked.
    expect(left()).toEqual([3, 0]);
    expect(items.commandCalls(QueryCommand).map((each) => each.args[0].input)).toEqual([
      expect.objectContaining({ TableName: 'pool-products', ConsistentRead: true }),
    ]);
    expect(await states()).toEqual(['Items deleted', 'LogGroup deleted', 'Table deleted']);
    expect(await counts()).toEqual(['pool-products 30']);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it("deletes a pooled tenant's items in pages of five thousand and batches of 25, and counts each once", async () => {
    const { call, left, items } = stage({ tier: 'BASIC', orders: 12_001, products: 1 });

    expect(await call()).toEqual({ done: true });

    const batches = items
      .commandCalls(BatchWriteItemCommand)
      .map((each) => Object.values(each.args[0].input.RequestItems ?? {})[0]?.length ?? 0);
    expect(left()).toEqual([0, 0]);
    expect(items.commandCalls(QueryCommand)).toHaveLength(4);
    expect(Math.max(...batches)).toBe(25);
    expect(batches).toHaveLength(200 + 200 + 81 + 1);
    expect(await counts()).toEqual(['pool-orders 12001', 'pool-products 1']);
  });

  it('stops after a page once its time is over, and goes on at that table without a second look at its own', async () => {
    await made();
    const { call, left, tables } = stage({ tier: 'BASIC', orders: 10_001, products: 1, perPage: 15_000 });
    const outcomes = [await call()];
    const own = tables.calls().length;

    while (!outcomes.at(-1)?.done && outcomes.length < 9) {
      const last = outcomes.at(-1);
      outcomes.push(await call(last && !last.done ? last.next : undefined));
    }

    expect(outcomes).toEqual([
      ...Array(2).fill({ done: false, next: 'orders' }),
      ...[{ done: false, next: 'products' }, { done: true }],
    ]);
    expect(left()).toEqual([0, 0]);
    expect(tables.calls()).toHaveLength(own);
    expect(await counts()).toEqual(['pool-orders 10001', 'pool-products 1']);
  });

  it('sends again the items of a batch that DynamoDB left undone, and those alone', async () => {
    const { call, items } = stage({ products: 3 });
    const undone = [{ DeleteRequest: { Key: { tenantId: { S: 't' }, productId: { S: 'item-2' } } } }];
    items
      .on(BatchWriteItemCommand)
      .resolvesOnce({ UnprocessedItems: { 'pool-products': undone } })
      .resolves({});

    expect(await call()).toEqual({ done: true });

    expect(items.commandCalls(BatchWriteItemCommand)[1]?.args[0].input.RequestItems).toEqual({
      'pool-products': undone,
    });
  });

  it('gives up for the state machine to retry when items stay undone for ten seconds, and ends its session', async () => {
    const { call, items, ended, clock } = stage({ products: 1 });
    items.on(BatchWriteItemCommand).callsFake(({ RequestItems }) => ({ UnprocessedItems: RequestItems }));

    await expect(call()).rejects.toThrow(
      new NotReadyError('1 items of table pool-products are not deleted yet'),
    );

    expect(clock.now()).toBeLessThanOrEqual(10_000);
    expect(ended).toHaveBeenCalledTimes(1);
    expect(await counts()).toEqual([]);
  });

  it('takes no session for a silo tenant, which shares no table', async () => {
    const { call, itemsOf, left } = stage({ tier: 'PREMIUM', orders: 1 });

    expect(await call()).toEqual({ done: true });

    expect(itemsOf).not.toHaveBeenCalled();
    expect(left()).toEqual([1, 0]);
  });

  it('accepts what is gone, and waits for a table that is being changed', async () => {
    await made();
    const { call, tables, logs } = stage();
    logs.on(DeleteLogGroupCommand).rejects(awsError(GONE));
    tables.on(DeleteTableCommand).rejectsOnce(awsError('ResourceInUseException')).resolves({});

    expect(await call()).toEqual({ done: true });

    expect(tables.commandCalls(DeleteTableCommand)).toHaveLength(2);
    expect(await states()).toEqual(['LogGroup deleted', 'Table deleted']);
  });

  it("has the tenant's own key deleted once nothing is left that it encrypts", async () => {
    await made();
    await created([{ type: 'EncryptionKey', name: `alias/${name}`, arn: 'arn:key' }]);
    const { call, kms, tables } = stage({ tier: 'PREMIUM' });
    const key = kms.add({ Description: keyDescription(name) });
    tables.on(DeleteTableCommand).rejectsOnce(awsError('InternalServerError')).resolves({});

    await expect(call()).rejects.toThrow();
    const before = key.KeyState;
    await call();

    expect([before, key.KeyState]).toEqual(['Enabled', 'PendingDeletion']);
    expect(await states()).toEqual(['EncryptionKey deleted', 'LogGroup deleted', 'Table deleted']);
  });

  it('asks KMS nothing of a tenant that has no key', async () => {
    await made();
    const { call, kms } = stage({ tier: 'PREMIUM' });

    await call();

    expect(kms.calls()).toEqual([]);
  });

  it('calls nothing deleted when AWS refuses', async () => {
    await made();
    const { call, tables } = stage();
    tables.on(DeleteTableCommand).rejects(awsError('AccessDeniedException'));

    await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(await states()).toEqual(['LogGroup created', 'Table created']);
  });
});
