import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isAwsError } from '../../shared/aws/errors';
import type { TableName } from '../../shared/contracts/tiers';
import type { Source } from './source';

export interface ItemTable {
  table: TableName;
  tableName: string;
  /** The tenant's own: one that is not there was never made, or is gone, and holds nothing. */
  own: boolean;
}

/**
 * The tenant's items in a table, its own or shared: both have the tenant as their leading key. Strongly consistent,
 * so that what the last request wrote is in it. AWS call: `dynamodb:Query`, 1 MB a page.
 */
export const itemSource = (
  dynamodb: DynamoDBClient,
  tenantId: string,
  { table, tableName, own }: ItemTable,
): Source => ({
  table,
  read: async (from) => {
    try {
      const { Items = [], LastEvaluatedKey } = await dynamodb.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'tenantId = :tenantId',
          ExpressionAttributeValues: { ':tenantId': { S: tenantId } },
          ConsistentRead: true,
          ExclusiveStartKey: from === undefined ? undefined : JSON.parse(from),
        }),
      );
      return {
        rows: Items.map(plain),
        ...(LastEvaluatedKey ? { next: JSON.stringify(LastEvaluatedKey) } : {}),
      };
    } catch (error) {
      if (own && isAwsError(error, 'ResourceNotFoundException')) return { rows: [] };
      throw error;
    }
  },
});

/** An item as plain JSON. DynamoDB keeps 38 digits: a number that JavaScript would round stays text. */
const plain = (item: Record<string, AttributeValue>): unknown =>
  withoutSets(
    unmarshall(item, { wrapNumbers: (text) => (String(Number(text)) === text ? Number(text) : text) }),
  );

/** JSON knows neither sets, which become lists, nor bytes, which become base64. */
function withoutSets(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Set) return [...value].map(withoutSets);
  if (Array.isArray(value)) return value.map(withoutSets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutSets(each)]));
}
