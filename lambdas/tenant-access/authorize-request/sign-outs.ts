import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { ISOLATION, type Tier } from '../../shared/contracts/tiers';

/**
 * Finds the time before which a user's sign-ins no longer count, in seconds since 1970. The users service writes it
 * (app-services/users/sign-outs.ts), and a strong read sees what it has written. The registry says which table counts
 * for a tenant: what the pool's tasks write of a silo tenant is not looked at.
 *
 * AWS call: `dynamodb:GetItem`.
 */
export const findSignOut =
  (documents: DynamoDBDocumentClient, tableNames: Record<'pooled' | 'silo', string>) =>
  async (tier: Tier, tenantId: string, userId: string): Promise<number | undefined> => {
    const TableName = tableNames[ISOLATION[tier].silo ? 'silo' : 'pooled'];
    const { Item } = await documents.send(
      new GetCommand({ TableName, Key: { tenantId, userId }, ConsistentRead: true }),
    );
    return Item && Number(Item.notBefore);
  };
