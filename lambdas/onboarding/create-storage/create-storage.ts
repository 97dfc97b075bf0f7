import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { logGroupArn, placeOf, tableArn } from '../../shared/aws/place';
import { tenantTags } from '../../shared/aws/tags';
import type { Clock } from '../../shared/aws/wait-until';
import { footprintName } from '../../shared/contracts/identifiers';
import { ISOLATION, TABLES, type TableName, type TableNames } from '../../shared/contracts/tiers';
import type { Footprint, OnboardingPlan } from '../../shared/contracts/workflow';
import { keyAlias } from '../../shared/footprint/encryption-key';
import type { RegistryContext } from '../../shared/registry/client';
import { planResources, recordCreated } from '../../shared/registry/ledger';
import { createKey, type KeyClients } from './encryption-key';
import { createLogGroup } from './log-group';
import { createTable } from './table';

export interface StorageDependencies {
  dynamodb: DynamoDBClient;
  logs: CloudWatchLogsClient;
  registry: RegistryContext;
  /** The pool's tables, by what they hold. */
  pooledTables: TableNames;
  logRetentionDays: number;
  /** Where tenants of a tier that has one get a key of their own. @default AWS's keys encrypt */
  keys?: KeyClients;
  clock: Clock;
}

/**
 * Makes the tables that the tenant's tier owns and the log group of its services, and before them, where that is
 * configured and its tier has one, the key that encrypts both. The other tables are the pool's.
 *
 * AWS calls: for each own table `dynamodb:CreateTable`, `TagResource`, `UpdateContinuousBackups` and, as a poll,
 * `DescribeTable`; `logs:CreateLogGroup`, `logs:TagResource`, `logs:PutRetentionPolicy`; for a key of the tenant's own
 * `kms:DescribeKey`, `CreateKey`, `TagResource`, `CreateAlias`, `EnableKeyRotation`, on a further try `ListKeys`. Registry:
 * PutItem, UpdateItem (ledger).
 *
 * @throws NotReadyError when a table is not active after 12 s, or a new key not known after 8 s
 */
export const createStorage =
  (deps: StorageDependencies) =>
  async ({
    plan: { tenant, executionArn },
  }: {
    plan: OnboardingPlan;
  }): Promise<Pick<Footprint, 'tables' | 'logGroupName' | 'encryptionKeyArn'>> => {
    const { dynamodb, logs, registry, pooledTables, logRetentionDays, keys, clock } = deps;
    const place = placeOf(executionArn);
    const tags = tenantTags(tenant);
    const name = footprintName(tenant);
    const logGroupName = `/tenants/${name}`;
    const own = ISOLATION[tenant.tier].ownTables.map((table) => ({ table, tableName: `${name}-${table}` }));
    const key = { type: 'EncryptionKey' as const, name: keyAlias(name) };
    const ownKey = keys && ISOLATION[tenant.tier].ownKey ? keys : undefined;
    const former = await planResources(registry, tenant.tenantId, executionArn, [
      ...(ownKey ? [key] : []),
      ...own.map(({ tableName }) => ({ type: 'Table' as const, name: tableName })),
      { type: 'LogGroup', name: logGroupName },
    ]);
    const madeBefore = former(key.type, key.name) !== undefined;
    const keyArn =
      ownKey &&
      (await createKey(ownKey, { name, place, logGroupName, tags: tags.asKeyValue, madeBefore }, clock));
    await Promise.all([
      ...own.map((each) => createTable(dynamodb, { ...each, tags: tags.asKeyValue, keyArn }, clock)),
      createLogGroup(logs, { logGroupName, retentionInDays: logRetentionDays, tags: tags.asMap, keyArn }),
    ]);
    await recordCreated(registry, tenant.tenantId, [
      ...(keyArn ? [{ ...key, arn: keyArn }] : []),
      ...own.map(({ tableName }) => ({
        type: 'Table' as const,
        name: tableName,
        arn: tableArn(place, tableName),
      })),
      { type: 'LogGroup', name: logGroupName, arn: logGroupArn(place, logGroupName) },
    ]);
    const tableOf = (table: TableName) =>
      own.find((each) => each.table === table)?.tableName ?? pooledTables[table];
    const tables = Object.fromEntries(TABLES.map((table) => [table, tableOf(table)])) as TableNames;
    return { tables, logGroupName, ...(keyArn && { encryptionKeyArn: keyArn }) };
  };
