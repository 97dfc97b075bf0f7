import { BatchWriteItemCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { clientConfig } from '../../local/engine';

/** The most that DynamoDB writes in one call. */
const BATCH = 25;
const AT_ONCE = 8;

export interface DataStep {
  functionName: string;
  ordersTable: string;
}

/** The function that removes a tenant's data, and the pool's table of orders as that function knows it. */
export async function findDataStep(port: number): Promise<DataStep> {
  const lambda = new LambdaClient(clientConfig(port));
  for (let Marker: string | undefined; ; ) {
    const { Functions = [], NextMarker } = await lambda.send(new ListFunctionsCommand({ Marker }));
    const found = Functions.find(({ FunctionName }) =>
      FunctionName?.replace(/-/g, '').toLowerCase().includes('removedata'),
    );
    if (found?.FunctionName) {
      const pooled = JSON.parse(found.Environment?.Variables?.POOLED_TABLES ?? '{}') as { orders?: string };
      if (!pooled.orders) throw new Error(`${found.FunctionName} knows no pooled table of orders`);
      return { functionName: found.FunctionName, ordersTable: pooled.orders };
    }
    if (!NextMarker) throw new Error('no function RemoveData is deployed');
    Marker = NextMarker;
  }
}

/** Writes a tenant's orders of some 250 bytes into the pool's table. */
export async function fillOrders(
  port: number,
  tableName: string,
  tenantId: string,
  count: number,
): Promise<void> {
  const dynamodb = new DynamoDBClient(clientConfig(port));
  let next = 0;
  const write = async () => {
    while (next < count) {
      const first = next;
      next += BATCH;
      const requests = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => ({
        PutRequest: {
          Item: {
            tenantId: { S: tenantId },
            orderId: { S: `order-${first + index}` },
            note: { S: 'x'.repeat(200) },
          },
        },
      }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
}

/** How many orders of a tenant are in the pool's table; stops counting at the first page. */
export async function countOrders(port: number, tableName: string, tenantId: string): Promise<number> {
  const { Count = 0 } = await new DynamoDBClient(clientConfig(port)).send(
    new QueryCommand({
      TableName: tableName,
      Select: 'COUNT',
      ConsistentRead: true,
      KeyConditionExpression: 'tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': { S: tenantId } },
    }),
  );
  return Count;
}
