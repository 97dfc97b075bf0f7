import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type Tag,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { createOrAccept, isAwsError } from '../../shared/aws/errors';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import { ITEM_ID, type TableName } from '../../shared/contracts/tiers';

/** A table is active in about 10 s on AWS. Both waits together fit into one invocation of 30 s. */
const PATIENCE = { first: 50, longest: 2_000, total: 12_000 };

/**
 * Makes a tenant's own table, whose name is unique, and turns on its point-in-time recovery. It is encrypted at
 * rest with the tenant's key where there is one, else with DynamoDB's own.
 */
export async function createTable(
  dynamodb: DynamoDBClient,
  { table, tableName, tags, keyArn }: { table: TableName; tableName: string; tags: Tag[]; keyArn?: string },
  clock: Clock,
): Promise<void> {
  const status = await createOrAccept(
    async () => {
      const { TableDescription } = await dynamodb.send(
        new CreateTableCommand({
          TableName: tableName,
          AttributeDefinitions: [
            { AttributeName: 'tenantId', AttributeType: 'S' },
            { AttributeName: ITEM_ID[table], AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'tenantId', KeyType: 'HASH' },
            { AttributeName: ITEM_ID[table], KeyType: 'RANGE' },
          ],
          BillingMode: 'PAY_PER_REQUEST',
          ...(keyArn && { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn } }),
          Tags: tags,
        }),
      );
      return TableDescription?.TableStatus;
    },
    ['ResourceInUseException'],
    async () => undefined,
  );
  if (status !== 'ACTIVE') await waitUntil(() => whenActive(dynamodb, tableName), PATIENCE, clock);
  await waitUntil(() => protect(dynamodb, tableName), PATIENCE, clock);
}

async function whenActive(dynamodb: DynamoDBClient, tableName: string) {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
  return Table?.TableStatus === 'ACTIVE'
    ? Table
    : `table ${tableName} is ${Table?.TableStatus ?? 'not there'}`;
}

/** DynamoDB sets up a new table's backups for some seconds after it is active, and refuses until then. */
async function protect(dynamodb: DynamoDBClient, tableName: string) {
  try {
    return await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: tableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  } catch (error) {
    if (!isAwsError(error, 'ContinuousBackupsUnavailableException')) throw error;
    return `table ${tableName} cannot have point-in-time recovery yet`;
  }
}
