import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { AdminApi } from '../../local/demo/admin-api';
import { clientConfig } from '../../local/engine';
import { signIn } from '../../local/operator';
import type { Outputs } from '../../local/outputs';

export interface Onboarded {
  tenantId: string;
  tenantRegistrationId: string;
  tenantName: string;
  /** From before the POST to the registration saying `Created`. */
  milliseconds: number;
}

/**
 * Onboards through the admin API. What tells the end is the registration's own item, read every 5 ms past the API:
 * asking the API that often would measure the asking.
 */
export async function onboarder(outputs: Outputs, port: number) {
  const { clientId, userName, password } = outputs.operator;
  const tokens = await signIn(
    new CognitoIdentityProviderClient(clientConfig(port)),
    clientId,
    userName,
    password,
  );
  const api = new AdminApi(outputs.adminApiUrl, tokens.accessToken);
  const dynamodb = new DynamoDBClient(clientConfig(port));
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => /registry/i.test(name));
  let made = 0;

  const status = async (id: string): Promise<string | undefined> => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({
        TableName,
        Key: { pk: { S: `REGISTRATION#${id}` }, sk: { S: 'REGISTRATION' } },
        ConsistentRead: true,
      }),
    );
    return Item?.registrationStatus?.S;
  };
  return {
    async onboard(tier: string): Promise<Onboarded> {
      const tenantName = `bench-${tier.toLowerCase()}-${++made}`;
      const began = performance.now();
      const tenant = await api.onboard({ tenantName, email: `${tenantName}@bench.example`, tier });
      for (;;) {
        const now = await status(tenant.tenantRegistrationId);
        const milliseconds = performance.now() - began;
        if (now === 'Created') return { ...tenant, tenantName, milliseconds };
        if (now !== 'In progress' || milliseconds > 60_000) {
          const { failure } = await api.registration(tenant.tenantRegistrationId);
          throw new Error(
            `${tenantName} is ${now} after ${Math.round(milliseconds)} ms: ${JSON.stringify(failure)}`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    /** How many resources a tenant's ledger has. */
    async resources(tenantId: string): Promise<number> {
      const { Count = 0 } = await dynamodb.send(
        new QueryCommand({
          TableName,
          Select: 'COUNT',
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': { S: `TENANT#${tenantId}` }, ':sk': { S: 'RESOURCE#' } },
        }),
      );
      return Count;
    },
  };
}
export type Onboarder = Awaited<ReturnType<typeof onboarder>>;
