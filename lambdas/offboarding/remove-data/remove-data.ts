import { type CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { deleteOrAccept } from '../../shared/aws/delete';
import type { Clock } from '../../shared/aws/wait-until';
import { footprintName } from '../../shared/contracts/identifiers';
import { PAGE_TIME, type PagedInput, type PageOutcome } from '../../shared/contracts/pages';
import { ISOLATION, TABLES, type TableName, type TableNames } from '../../shared/contracts/tiers';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import type { ItemsOf } from '../../shared/footprint/tenant-session';
import type { RegistryContext } from '../../shared/registry/client';
import { countDeleted, readLedger, recordDeleted } from '../../shared/registry/ledger';
import { removeKeys } from './encryption-key';
import { deleteNextItems } from './items';
import { deleteTable } from './table';

export interface RemoveDataDependencies {
  /** For the tenant's own tables, as the step itself. */
  dynamodb: DynamoDBClient;
  /** For its items in the pool's tables, with rights on those alone. */
  itemsOf: ItemsOf;
  kms: KMSClient;
  logs: CloudWatchLogsClient;
  registry: RegistryContext;
  /** The pool's tables, by what they hold. */
  pooledTables: TableNames;
  clock: Clock;
}

/**
 * Deletes the tenant's data: its own tables, its log group, and its items in the tables of the pool that its tier
 * shares, in pages of five thousand, for some 15 s a call. What its own key encrypted goes before the key, whose
 * deletion AWS carries out after 7 days: by then its backups are unreadable, too.
 *
 * AWS calls: `dynamodb:DeleteTable` and, as a poll, `DescribeTable` for each own table; `logs:DeleteLogGroup`;
 * of a tenant with a key of its own `kms:ListKeys`, `DescribeKey`, `ScheduleKeyDeletion`, `DeleteAlias`;
 * `sts:AssumeRole` with `sts:TagSession`, and in that session `dynamodb:Query` and `BatchWriteItem` on the shared
 * tables. Registry: Query, UpdateItem (ledger).
 *
 * @returns when not done, the shared table to go on with
 * @throws NotReadyError when a table is still there after 20 s, or items are undone after 10 s
 */
export const removeData =
  (deps: RemoveDataDependencies) =>
  async ({ plan, next }: PagedInput): Promise<PageOutcome> => {
    const end = deps.clock.now() + PAGE_TIME;
    if (!next) await deleteOwn(deps, plan);
    const { ownTables } = ISOLATION[plan.tenant.tier];
    const shared = TABLES.filter((table) => !ownTables.includes(table));
    // What precedes `next` is done; a name that is none of the shared tables leaves nothing out.
    const open = shared.slice(Math.max(0, shared.indexOf(next as TableName)));
    return open.length === 0 ? { done: true } : deleteShared(deps, plan, open, end);
  };

async function deleteOwn(
  { dynamodb, kms, logs, registry, clock }: RemoveDataDependencies,
  { tenant }: OffboardingPlan,
): Promise<void> {
  const ledger = await readLedger(registry, tenant.tenantId);
  const tables = ledger.filter(({ type }) => type === 'Table');
  const logGroups = ledger.filter(({ type }) => type === 'LogGroup');
  await Promise.all([
    ...tables.map(({ name }) => deleteTable(dynamodb, name, clock)),
    ...logGroups.map(({ name }) =>
      deleteOrAccept(
        () => logs.send(new DeleteLogGroupCommand({ logGroupName: name })),
        { gone: ['ResourceNotFoundException'], inUse: ['OperationAbortedException'] },
        clock,
      ),
    ),
  ]);
  const keys = ledger.filter(({ type }) => type === 'EncryptionKey');
  const recorded = keys.flatMap(({ arn }) => arn ?? []);
  if (keys.length > 0) await removeKeys(kms, footprintName(tenant), recorded);
  await recordDeleted(registry, tenant.tenantId, [...tables, ...logGroups, ...keys]);
}

async function deleteShared(
  { itemsOf, registry, pooledTables, clock }: RemoveDataDependencies,
  { tenant: { tenantId }, executionArn }: OffboardingPlan,
  tables: TableName[],
  end: number,
): Promise<PageOutcome> {
  const items = await itemsOf(tenantId);
  try {
    for (const table of tables) {
      const name = pooledTables[table];
      for (let more = true; more; ) {
        if (clock.now() >= end) return { done: false, next: table };
        const page = await deleteNextItems(items, tenantId, { table, tableName: name }, clock);
        if (page.count > 0)
          await countDeleted(registry, tenantId, executionArn, { type: 'Items', name, count: page.count });
        more = page.more;
      }
    }
    return { done: true };
  } finally {
    items.destroy();
  }
}
