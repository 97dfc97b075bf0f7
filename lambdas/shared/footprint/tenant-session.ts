import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { CLIENT_SETTINGS } from '../aws/client-settings';

/** Gives the DynamoDB client that reaches one tenant's items in the pool's tables. */
export type ItemsOf = (tenantId: string) => Promise<DynamoDBClient>;

/** Seconds; the least that STS grants, and far more than one invocation takes. */
const SESSION = 900;

/**
 * Trades a tenant's id for credentials tagged with it. The role allows DynamoDB only where `dynamodb:LeadingKeys`
 * equals that tag: a defect of ours cannot reach another tenant's items, since IAM refuses it.
 *
 * AWS calls: `sts:AssumeRole` with `sts:TagSession`, once an invocation.
 */
export const tenantItemsClient =
  (sts: STSClient, roleArn: string, settings: DynamoDBClientConfig = {}): ItemsOf =>
  async (tenantId) => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: `items-of-${tenantId}`.slice(0, 64),
        DurationSeconds: SESSION,
        Tags: [{ Key: 'tenant', Value: tenantId }],
      }),
    );
    if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey)
      throw new Error('AssumeRole answered without credentials');
    return new DynamoDBClient({
      ...CLIENT_SETTINGS,
      ...settings,
      credentials: {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        sessionToken: Credentials.SessionToken,
      },
    });
  };
