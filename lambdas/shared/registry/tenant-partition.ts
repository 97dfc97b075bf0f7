import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ExecutionRecord, LedgerEntry, OperationLock, Tenant } from '../contracts/registry-items';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';

/** All that the registry keeps in a tenant's own partition. */
export interface TenantPartition {
  tenant?: Tenant;
  lock?: OperationLock;
  ledger: LedgerEntry[];
  newestExecution?: ExecutionRecord;
}

/** Reads a tenant's partition in one `dynamodb:Query`, strongly consistent; a tenant has some fifty items there. */
export async function readTenantPartition(
  context: RegistryContext,
  tenantId: string,
): Promise<TenantPartition> {
  const { pk } = keys.tenant(tenantId);
  const found: TenantPartition = { ledger: [] };
  let start: Record<string, unknown> | undefined;
  do {
    const page = await context.documents.send(
      new QueryCommand({
        TableName: context.tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) {
      const sk = String(item.sk);
      if (sk === 'TENANT') found.tenant = stripKeys<Tenant>(item);
      else if (sk === 'LOCK') found.lock = stripKeys<OperationLock>(item);
      else if (sk.startsWith('RESOURCE#')) found.ledger.push(stripKeys<LedgerEntry>(item));
      // Their keys begin with the time of their start: the last is the newest.
      else if (sk.startsWith('EXECUTION#')) found.newestExecution = stripKeys<ExecutionRecord>(item);
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return found;
}
