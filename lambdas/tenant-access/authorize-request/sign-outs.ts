import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

/**
 * Finds the time before which a user's sign-ins no longer count, in seconds since 1970. The users service writes it
 * (app-services/users/sign-outs.ts), and a strong read sees what it has written.
 *
 * AWS call: `dynamodb:GetItem`.
 */
export const findSignOut =
  (documents: DynamoDBDocumentClient, tableName: string) =>
  async (tenantId: string, userId: string): Promise<number | undefined> => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: { tenantId, userId }, ConsistentRead: true }),
    );
    return Item && Number(Item.notBefore);
  };
