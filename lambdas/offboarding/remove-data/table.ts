import { DeleteTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DELETION_PATIENCE } from '../../shared/aws/delete';
import { isAwsError } from '../../shared/aws/errors';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';

const GONE = 'ResourceNotFoundException';

/**
 * Deletes a tenant's own table and waits until it is gone: some 5 s on AWS.
 *
 * @throws NotReadyError when it is still there after 20 s
 */
export async function deleteTable(dynamodb: DynamoDBClient, tableName: string, clock: Clock): Promise<void> {
  let ordered = false;
  const look = async () => {
    try {
      if (!ordered) {
        await dynamodb.send(new DeleteTableCommand({ TableName: tableName }));
        ordered = true;
      }
      await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
    } catch (error) {
      if (isAwsError(error, GONE)) return {};
      // It is being made, changed or already deleted: each passes.
      if (!isAwsError(error, 'ResourceInUseException')) throw error;
    }
    return `table ${tableName} is not deleted yet`;
  };
  await waitUntil(look, DELETION_PATIENCE, clock);
}
