import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { concurrently } from '../../shared/aws/concurrently';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import { ITEM_ID, type TableName } from '../../shared/contracts/tiers';

/** The most that DynamoDB writes in one call. */
const BATCH = 25;
/** Batches at once: enough to reach 2,000 items a second at 100 ms a batch, and no more than a partition takes. */
const AT_ONCE = 8;
/** Keys in memory at once, some 500 KB, whatever the number of items. */
const PAGE = 200 * BATCH;
/** DynamoDB leaves items of a batch undone when a partition is at its limit (1,000 writes a second). */
const UNDONE_PATIENCE = { first: 50, growth: 2, longest: 2_000, total: 10_000 };

export interface SharedTable {
  table: TableName;
  tableName: string;
}

/**
 * Deletes a tenant's next items in a shared table, at most five thousand: always the first, since those before them are
 * gone. Strongly consistent, so that none is seen that was deleted, and none missed that a last request wrote.
 *
 * @returns how many were deleted, and whether there may be more
 * @throws NotReadyError when DynamoDB leaves items of a batch undone for 10 s
 */
export async function deleteNextItems(
  items: DynamoDBClient,
  tenantId: string,
  { table, tableName }: SharedTable,
  clock: Clock,
): Promise<{ count: number; more: boolean }> {
  const { Items = [], LastEvaluatedKey } = await items.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': { S: tenantId } },
      ProjectionExpression: `tenantId, ${ITEM_ID[table]}`,
      ConsistentRead: true,
      Limit: PAGE,
    }),
  );
  await concurrently(batchesOf(Items), AT_ONCE, (batch) => deleteBatch(items, tableName, batch, clock));
  return { count: Items.length, more: LastEvaluatedKey !== undefined };
}

async function deleteBatch(
  items: DynamoDBClient,
  tableName: string,
  keys: Record<string, AttributeValue>[],
  clock: Clock,
): Promise<void> {
  let left: WriteRequest[] = keys.map((Key) => ({ DeleteRequest: { Key } }));
  const look = async () => {
    const { UnprocessedItems } = await items.send(
      new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }),
    );
    left = UnprocessedItems?.[tableName] ?? [];
    return left.length === 0 ? {} : `${left.length} items of table ${tableName} are not deleted yet`;
  };
  await waitUntil(look, UNDONE_PATIENCE, clock);
}

function batchesOf<T>(items: T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += BATCH) batches.push(items.slice(start, start + BATCH));
  return batches;
}
