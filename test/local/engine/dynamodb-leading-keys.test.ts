import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { useLocalAws } from '../../builders/local-aws';
import { stacksOn } from '../../builders/stack';

const PORT = 14615;
const aws = useLocalAws(PORT);

/** The policy variable of the session's tenant. */
const TENANT = `\${aws:PrincipalTag/tenant}`;

const table = (name: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['tenantId', 'id', 'sku'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'tenantId', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-sku',
        KeySchema: [{ AttributeName: 'sku', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
});
const actions = (...names: string[]) => names.map((name) => `dynamodb:${name}`);
const arn = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;

/** A pool's role, as the product has it: items of the session's tenant, in a table that every tenant shares. */
const resources = {
  Orders: table('orders'),
  Named: table('t1-orders'),
  NamedToo: table('t2-orders'),
  Open: table('open'),
  Pool: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'pool',
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
          PolicyName: 'items-of-the-tenant',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: actions(
                  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem'],
                  ...['BatchWriteItem', 'ConditionCheckItem', 'PartiQLSelect', 'PartiQLInsert'],
                ),
                Resource: [arn('orders'), arn('orders/index/*')],
                Condition: {
                  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [TENANT] },
                },
              },
              {
                Effect: 'Allow',
                Action: actions('GetItem'),
                Resource: arn(`${TENANT}-orders`),
              },
              { Effect: 'Allow', Action: actions('BatchGetItem'), Resource: arn('open') },
              {
                Effect: 'Allow',
                Action: actions('GetItem'),
                Resource: arn('open'),
                Condition: {
                  StringEquals: { 'aws:PrincipalTag/tenant': [`$\{aws:PrincipalTag/owner, 't-default'}`] },
                },
              },
            ],
          },
        },
      ],
    },
  },
};

let own: DynamoDBClient;

async function as(tags: Record<string, string>) {
  const { Credentials } = await new STSClient(aws.config).send(
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::000000000000:role/pool',
      RoleSessionName: 'test',
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  return new DynamoDBClient(aws.configAs(Credentials ?? {}));
}

beforeAll(async () => {
  await stacksOn(PORT).create('pool', resources);
  own = await as({ tenant: 't1' });
});

const TableName = 'orders';
const key = (tenant: string) => ({ tenantId: { S: tenant }, id: { S: '1' } });
const item = (tenant: string) => ({ ...key(tenant), sku: { S: tenant } });
const values = (tenant: string) => ({ ':t': { S: tenant } });

/** Every way to name items of these tenants that the service offers. */
const requests = {
  GetItem: (t: string) => new GetItemCommand({ TableName, Key: key(t) }),
  'GetItem by ARN': (t: string) => new GetItemCommand({ TableName: arn('orders'), Key: key(t) }),
  PutItem: (t: string) => new PutItemCommand({ TableName, Item: item(t) }),
  UpdateItem: (t: string) => new UpdateItemCommand({ TableName, Key: key(t) }),
  DeleteItem: (t: string) => new DeleteItemCommand({ TableName, Key: key(t) }),
  Query: (t: string) =>
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'tenantId = :t',
      ExpressionAttributeValues: values(t),
    }),
  'Query by a placeholder and more': (t: string) =>
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'begins_with(#i, :i) AND #t = :t',
      ExpressionAttributeNames: { '#t': 'tenantId', '#i': 'id' },
      ExpressionAttributeValues: { ...values(t), ':i': { S: 't1' } },
    }),
  'Query by KeyConditions': (t: string) =>
    new QueryCommand({
      TableName,
      KeyConditions: { tenantId: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: t }] } },
    }),
  'Query of an index': (t: string) =>
    new QueryCommand({
      TableName,
      IndexName: 'by-sku',
      KeyConditionExpression: 'sku = :t',
      ExpressionAttributeValues: values(t),
    }),
  BatchGetItem: (t: string) =>
    new BatchGetItemCommand({
      RequestItems: { [TableName]: { Keys: [key('t1'), { ...key(t), id: { S: '2' } }] } },
    }),
  'BatchWriteItem put': (t: string) =>
    new BatchWriteItemCommand({
      RequestItems: { [TableName]: [{ PutRequest: { Item: { ...item(t), id: { S: '3' } } } }] },
    }),
  'BatchWriteItem delete': (t: string) =>
    new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key: key(t) } }] } }),
  TransactGetItems: (t: string) =>
    new TransactGetItemsCommand({
      TransactItems: [
        { Get: { TableName, Key: { ...key('t1'), id: { S: '0' } } } },
        { Get: { TableName, Key: key(t) } },
      ],
    }),
  TransactWriteItems: (t: string) =>
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: { ...item('t1'), id: { S: '4' } } } },
        {
          ConditionCheck: { TableName, Key: key(t), ConditionExpression: 'attribute_not_exists(note)' },
        },
      ],
    }),
  'PartiQL select': (t: string) =>
    new ExecuteStatementCommand({
      Statement: 'SELECT * FROM "orders" WHERE "tenantId" = ?',
      Parameters: [{ S: t }],
    }),
  'PartiQL select of a literal': (t: string) =>
    new ExecuteStatementCommand({ Statement: `SELECT * FROM "orders" WHERE tenantId = '${t}'` }),
  'PartiQL insert': (t: string) =>
    new ExecuteStatementCommand({
      Statement: `INSERT INTO "orders" VALUE {'id': ?, 'tenantId': ?}`,
      Parameters: [{ S: `partiql-${Math.random()}` }, { S: t }],
    }),
};

describe.each(Object.entries(requests))('%s', (_name, request) => {
  test('is allowed for the tenant’s own items', async () => {
    await expect(own.send(request('t1') as GetItemCommand)).resolves.toBeDefined();
  });

  test('is denied for another tenant’s', async () => {
    const answer = own.send(request('t2') as GetItemCommand);

    await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test.each([
  ['Scan', new ScanCommand({ TableName })],
  [
    'a Query without a partition key',
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'id = :t',
      ExpressionAttributeValues: values('t1'),
    }),
  ],
  ['PartiQL without a partition key', new ExecuteStatementCommand({ Statement: 'SELECT * FROM "orders"' })],
  [
    'PartiQL that widens it',
    new ExecuteStatementCommand({
      Statement: `SELECT * FROM "orders" WHERE tenantId = 't1' OR tenantId = 't2'`,
    }),
  ],
  [
    'PartiQL of a list with another tenant',
    new ExecuteStatementCommand({ Statement: `SELECT * FROM "orders" WHERE tenantId IN ['t1', 't2']` }),
  ],
  [
    'PartiQL with the tenant in a comment',
    new ExecuteStatementCommand({
      Statement: `SELECT * FROM "orders" /* WHERE tenantId = 't1' */ WHERE tenantId = 't2'`,
    }),
  ],
  [
    'PartiQL with an action that is not granted',
    new ExecuteStatementCommand({ Statement: `DELETE FROM "orders" WHERE tenantId = 't1' AND id = '1'` }),
  ],
] as const)('denies %s', async (_case, command) => {
  await expect(own.send(command as ScanCommand)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('counts the keys of each table of a batch for that table alone', async () => {
  const batch = (tenant: string) =>
    own.send(
      new BatchGetItemCommand({
        RequestItems: { orders: { Keys: [key(tenant)] }, open: { Keys: [key('anything')] } },
      }),
    );

  await expect(batch('t1')).resolves.toBeDefined();
  await expect(batch('t2')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

describe('a policy variable', () => {
  test('stands in a resource for the session’s tag', async () => {
    const get = (name: string) => own.send(new GetItemCommand({ TableName: name, Key: key('any') }));

    await expect(get('t1-orders')).resolves.toBeDefined();
    await expect(get('t2-orders')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('without a value matches nothing', async () => {
    const nobody = await as({});
    const get = (tenant: string) => nobody.send(new GetItemCommand({ TableName, Key: key(tenant) }));

    await expect(get('t1')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(get(TENANT)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('takes its default when it has no value', async () => {
    const get = new GetItemCommand({ TableName: 'open', Key: key('any') });

    await expect((await as({ tenant: 't-default' })).send(get)).resolves.toBeDefined();
    await expect((await as({ tenant: 't-default', owner: 't9' })).send(get)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
