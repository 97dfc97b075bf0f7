import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ClientOfTenant } from '../shared/data/tenant-clients';

/** No ID token lives longer than a day, Cognito's limit; an hour is for clocks that differ. */
const KEPT_SECONDS = 25 * 3600;

/** Who signed out, for the gateway's authorizer, which refuses tokens of sign-ins before that. */
export class SignOuts {
  constructor(
    private readonly clientOf: ClientOfTenant,
    private readonly tableName: string,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * From here on the user's sign-ins so far do not count: the authorizer sees it as soon as its cache has run out.
   *
   * AWS call: `dynamodb:UpdateItem`.
   * @param userId Cognito's id of the user, the `sub` of its tokens
   */
  async record(tenantId: string, userId: string): Promise<void> {
    // Tokens tell whole seconds: one of this second may be of before or after, and is refused.
    const notBefore = Math.floor(this.now() / 1000) + 1;
    await this.clientOf(tenantId).send(
      new UpdateItemCommand({
        TableName: this.tableName,
        Key: { tenantId: { S: tenantId }, userId: { S: userId } },
        UpdateExpression: 'SET notBefore = :notBefore, expiresAt = :expiresAt',
        ExpressionAttributeValues: {
          ':notBefore': { N: String(notBefore) },
          ':expiresAt': { N: String(notBefore + KEPT_SECONDS) },
        },
      }),
    );
  }
}
