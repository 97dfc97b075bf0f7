import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  BatchGetItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { AdminApi } from '../../local/demo/admin-api';
import { clientConfig } from '../../local/engine';
import { signIn } from '../../local/operator';
import type { Outputs } from '../../local/outputs';

export interface Onboarded {
  tenantId: string;
  tenantRegistrationId: string;
  tenantName: string;
  /** From before the request to the registration saying `Created`, or `Deleted`. */
  milliseconds: number;
}

/** Milliseconds between two looks at the registrations that are waited for. */
const LOOK_EVERY = 10;

/**
 * Onboards through the admin API. What tells the end is the registrations' own items, all that are waited for in one
 * read every 10 ms, past the API: asking the API that often, or for each by itself, would measure the asking.
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
  const registryTable = await findRegistry(dynamodb);
  const settled = settler(dynamodb, registryTable);
  let made = 0;

  return {
    registryTable,
    async onboard(tier: string): Promise<Onboarded> {
      const tenantName = `bench-${tier.toLowerCase()}-${process.pid}-${++made}`;
      const began = performance.now();
      const tenant = await api.onboard({ tenantName, email: `${tenantName}@bench.example`, tier });
      const status = await settled(tenant.tenantRegistrationId);
      const milliseconds = performance.now() - began;
      if (status === 'Created') return { ...tenant, tenantName, milliseconds };
      const { failure } = await api.registration(tenant.tenantRegistrationId);
      throw new Error(`${tenantName} is ${status}: ${JSON.stringify(failure)}`);
    },
    /** Orders a tenant's end and waits for it; milliseconds from before the DELETE to `Deleted`. */
    async offboard({ tenantRegistrationId: id, tenantName }: Onboarded): Promise<number> {
      const began = performance.now();
      await api.delete(id);
      const status = await settled(id);
      if (status === 'Deleted') return performance.now() - began;
      const { failure } = await api.registration(id);
      throw new Error(`${tenantName} is ${status}: ${JSON.stringify(failure)}`);
    },
    /** Seconds that the latest execution of a tenant spent in a state, all its entries together. */
    async secondsIn({ tenantRegistrationId: id }: Onboarded, state: string): Promise<number> {
      const { timeline } = await api.execution(id, (await api.latestExecution(id)) ?? '');
      return timeline
        .filter((entry) => entry.state === state)
        .reduce((sum, { seconds = 0 }) => sum + seconds, 0);
    },
    /** How many resources a tenant's ledger has. */
    async resources(tenantId: string): Promise<number> {
      const { Count = 0 } = await dynamodb.send(
        new QueryCommand({
          TableName: registryTable,
          Select: 'COUNT',
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': { S: `TENANT#${tenantId}` }, ':sk': { S: 'RESOURCE#' } },
        }),
      );
      return Count;
    },
  };
}
async function findRegistry(dynamodb: DynamoDBClient): Promise<string> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const found = TableNames.find((name) => /registry/i.test(name));
  if (!found) throw new Error(`no registry among the tables ${TableNames.join(', ')}`);
  return found;
}

/** While an operation runs. `Created` is not waited past: a deletion says `Deleting` before it is answered. */
const UNSETTLED = ['In progress', 'Deleting'];

/** Waits for the registrations' operations to end; gives up after two minutes. */
function settler(dynamodb: DynamoDBClient, tableName: string) {
  const waiting = new Map<string, { until: number; resolve: (status: string) => void }>();

  async function look(): Promise<void> {
    const Keys = [...waiting.keys()].map((id) => ({
      pk: { S: `REGISTRATION#${id}` },
      sk: { S: 'REGISTRATION' },
    }));
    const { Responses = {} } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of Responses[tableName] ?? []) {
      const id = item.tenantRegistrationId?.S ?? '';
      const status = item.registrationStatus?.S ?? '';
      if (UNSETTLED.includes(status) && performance.now() < (waiting.get(id)?.until ?? 0)) continue;
      waiting.get(id)?.resolve(status);
      waiting.delete(id);
    }
    if (waiting.size > 0) setTimeout(() => void look(), LOOK_EVERY);
  }
  return (id: string) =>
    new Promise<string>((resolve) => {
      waiting.set(id, { until: performance.now() + 120_000, resolve });
      if (waiting.size === 1) void look();
    });
}
export type Onboarder = Awaited<ReturnType<typeof onboarder>>;
