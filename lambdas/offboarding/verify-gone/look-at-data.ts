import { type CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { KeyMetadata, KMSClient } from '@aws-sdk/client-kms';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { ISOLATION, TABLES, type TableNames, type Tier } from '../../shared/contracts/tiers';
import { describeKey, isPendingDeletion, keyAlias, keysOf } from '../../shared/footprint/encryption-key';
import type { ItemsOf } from '../../shared/footprint/tenant-session';
import { type Remaining, type Subject, unlessMissing } from './remaining';

export async function lookAtTables(dynamodb: DynamoDBClient, { plan, name }: Subject): Promise<Remaining[]> {
  const found = await Promise.all(
    ISOLATION[plan.tenant.tier].ownTables.map(async (table) => {
      const TableName = `${name}-${table}`;
      const answer = await unlessMissing(
        dynamodb.send(new DescribeTableCommand({ TableName })),
        'ResourceNotFoundException',
      );
      return answer ? [{ type: 'Table', name: TableName }] : [];
    }),
  );
  return found.flat();
}

/** Items in the tables that the tenant shared. Strongly consistent: what a last request wrote is seen. */
export async function lookAtItems(
  itemsOf: ItemsOf,
  pooledTables: TableNames,
  { plan: { tenant } }: Subject,
): Promise<Remaining[]> {
  const shared = TABLES.filter((table) => !ISOLATION[tenant.tier].ownTables.includes(table));
  if (shared.length === 0) return [];
  const items = await itemsOf(tenant.tenantId);
  const found = await Promise.all(
    shared.map(async (table) => {
      const { Count } = await items.send(
        new QueryCommand({
          TableName: pooledTables[table],
          KeyConditionExpression: 'tenantId = :tenantId',
          ExpressionAttributeValues: { ':tenantId': { S: tenant.tenantId } },
          ConsistentRead: true,
          Limit: 1,
        }),
      );
      return Count ? [{ type: 'Items', name: pooledTables[table] }] : [];
    }),
  );
  return found.flat();
}

/** Of exactly that name: AWS filters by its beginning, and a neighbour's name can begin with the tenant's. */
export async function lookAtLogGroups(logs: CloudWatchLogsClient, { name }: Subject): Promise<Remaining[]> {
  const own = `/tenants/${name}`;
  // In the order of their names: the exact one, if there is one, is the first of the first page.
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: own }));
  return logGroups.some(({ logGroupName }) => logGroupName === own) ? [{ type: 'LogGroup', name: own }] : [];
}

/**
 * Where the ledger has a key of the tenant's, among all keys, as one may have been made that never got its name; else, in
 * a tier that can have one, by the name, which is one call. One that AWS deletes in some days is gone: nobody can use
 * it. The index of tags shows it until then, so it is given back as known.
 */
export async function lookAtKeys(
  kms: KMSClient,
  { plan, name }: Subject,
  ledger: readonly Pick<LedgerEntry, 'type' | 'arn'>[],
): Promise<{ remaining: Remaining[]; pending: Pick<LedgerEntry, 'type' | 'name' | 'arn'>[] }> {
  const entries = ledger.filter(({ type }) => type === 'EncryptionKey');
  const recorded = entries.flatMap(({ arn }) => arn ?? []);
  const keys =
    entries.length > 0 ? await keysOf(kms, name, recorded) : await namedKey(kms, plan.tenant.tier, name);
  const told = (key: KeyMetadata) => ({ type: 'EncryptionKey' as const, name: key.Arn ?? '' });
  return {
    remaining: keys.filter((key) => !isPendingDeletion(key)).map(told),
    pending: keys.filter(isPendingDeletion).map((key) => ({ ...told(key), arn: key.Arn })),
  };
}

async function namedKey(kms: KMSClient, tier: Tier, name: string): Promise<KeyMetadata[]> {
  const key = ISOLATION[tier].ownKey ? await describeKey(kms, keyAlias(name)) : undefined;
  return key ? [key] : [];
}
