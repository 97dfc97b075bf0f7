import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { BatchWriteItemCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { deleteNextItems } from '../../../lambdas/offboarding/remove-data/items';
import { removeData } from '../../../lambdas/offboarding/remove-data/remove-data';
import { systemClock } from '../../../lambdas/shared/aws/wait-until';
import { tenantItemsClient } from '../../../lambdas/shared/footprint/tenant-session';
import { registryContext } from '../../../lambdas/shared/registry/client';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { useLocalAws } from '../../builders/local-aws';
import { buildRemovalPlan } from '../../builders/offboarding';
import { buildWorkflowTenant } from '../../builders/onboarding';
import { createRegistryTable } from '../../builders/registry-table';
import { stacksOn } from '../../builders/stack';

const PORT = 14692;
const aws = useLocalAws(PORT);
const ROLE = 'arn:aws:iam::000000000000:role/tenant-data';
/** More than one page and no whole number of batches; `TENANT_ITEMS=50000` measures. */
const COUNT = Number(process.env.TENANT_ITEMS ?? 5_010);
const tenant = buildWorkflowTenant({ tier: 'BASIC' });
const dynamodb = new DynamoDBClient(aws.config);
const itemsOf = tenantItemsClient(new STSClient(aws.config), ROLE, aws.config);
const ORDERS = { table: 'orders', tableName: 'pooled-orders' } as const;

const table = (name: string, id: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['tenantId', id].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'tenantId', KeyType: 'HASH' },
      { AttributeName: id, KeyType: 'RANGE' },
    ],
  },
});
/** As cdk/constructs/task-roles.ts: items of the session's tenant alone. */
const resources = {
  Orders: table('pooled-orders', 'orderId'),
  Products: table('pooled-products', 'productId'),
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'tenant-data',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::000000000000:root' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'own-items',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
                Resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/pooled-*',
                Condition: {
                  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/tenant}`] },
                  Null: { 'dynamodb:LeadingKeys': 'false' },
                },
              },
            ],
          },
        },
      ],
    },
  },
};

async function fill(tenantId: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += 25) {
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [ORDERS.tableName]: Array.from({ length: Math.min(25, count - first) }, (_, n) => ({
            PutRequest: {
              Item: {
                tenantId: { S: tenantId },
                orderId: { S: `${first + n}` },
                note: { S: 'x'.repeat(200) },
              },
            },
          })),
        },
      }),
    );
  }
}
const itemsLeft = async (tenantId: string) =>
  (
    await dynamodb.send(
      new QueryCommand({
        TableName: ORDERS.tableName,
        KeyConditionExpression: 'tenantId = :tenantId',
        ExpressionAttributeValues: { ':tenantId': { S: tenantId } },
      }),
    )
  ).Items;

beforeAll(async () => {
  await stacksOn(PORT).create('pool', resources);
  await createRegistryTable(dynamodb, 'registry');
});
afterAll(() => dynamodb.destroy());

test('a tenant’s items leave the shared tables, page by page, and are counted', async () => {
  await fill('neighbour', 30);
  await fill(tenant.tenantId, COUNT);
  const before = await itemsLeft('neighbour');
  const registry = registryContext('registry', dynamodb);
  const work = removeData({
    dynamodb,
    itemsOf,
    kms: new KMSClient(aws.config),
    logs: new CloudWatchLogsClient(aws.config),
    registry,
    pooledTables: { orders: 'pooled-orders', products: 'pooled-products' },
    clock: systemClock,
  });
  const plan = buildRemovalPlan(tenant);
  const [begun, memory] = [performance.now(), process.memoryUsage().rss];

  let page = await work({ plan });
  while (!page.done) page = await work({ plan, next: page.next });

  if (process.env.TENANT_ITEMS)
    process.stdout.write(
      `${Math.round((COUNT / (performance.now() - begun)) * 1000)} items/s, ${Math.round((process.memoryUsage().rss - memory) / 2 ** 20)} MB more\n`,
    );
  expect(await itemsLeft(tenant.tenantId)).toEqual([]);
  expect(await itemsLeft('neighbour')).toEqual(before);
  expect(await readLedger(registry, tenant.tenantId)).toMatchObject([
    { type: 'Items', name: 'pooled-orders', state: 'deleted', count: COUNT },
  ]);
}, 180_000);

test('the session of one tenant can neither find nor delete a neighbour’s items', async () => {
  const items = await itemsOf(tenant.tenantId);
  const key = { tenantId: { S: 'neighbour' }, orderId: { S: '0' } };

  await expect(deleteNextItems(items, 'neighbour', ORDERS, systemClock)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await expect(
    items.send(
      new BatchWriteItemCommand({ RequestItems: { [ORDERS.tableName]: [{ DeleteRequest: { Key: key } }] } }),
    ),
  ).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
