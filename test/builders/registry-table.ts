import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type RegistryContext, registryContext } from '../../lambdas/shared/registry/client';
import { DIRECTORY_ATTRIBUTES, DIRECTORY_INDEX, LIST_INDEX } from '../../lambdas/shared/registry/keys';
import type { useLocalAws } from './local-aws';

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const schema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

/** Makes a table like the one in cdk/constructs/tenant-registry.ts. */
export async function createRegistryTable(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'listPk', 'listSk'].map(attribute),
      KeySchema: schema('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: LIST_INDEX,
          KeySchema: schema('listPk', 'listSk'),
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: DIRECTORY_INDEX,
          KeySchema: schema('listPk', 'listSk'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: DIRECTORY_ATTRIBUTES },
        },
      ],
    }),
  );
}

/** A registry of its own for each test, in a real table. Its clock stands still until a test moves it. */
export function useRegistry(aws: ReturnType<typeof useLocalAws>) {
  let client: DynamoDBClient;
  let context: RegistryContext;
  let now: Date;
  let made = 0;
  beforeAll(() => {
    client = new DynamoDBClient(aws.config);
  });
  beforeEach(async () => {
    now = new Date('2026-03-01T10:00:00.000Z');
    const tableName = `registry-${++made}`;
    await createRegistryTable(client, tableName);
    context = registryContext(tableName, client, () => now);
  });
  afterEach(async () => {
    await client.send(new DeleteTableCommand({ TableName: context.tableName }));
  });
  afterAll(() => client.destroy());
  return {
    get context(): RegistryContext {
      return context;
    },
    passTime(milliseconds: number): void {
      now = new Date(now.getTime() + milliseconds);
    },
    /** Every item, to see that a refusal left nothing. */
    async everything(): Promise<Record<string, unknown>[]> {
      const { Items = [] } = await context.documents.send(
        new ScanCommand({ TableName: context.tableName, ConsistentRead: true }),
      );
      return Items.sort((a, b) => `${a.pk}${a.sk}`.localeCompare(`${b.pk}${b.sk}`));
    },
  };
}
