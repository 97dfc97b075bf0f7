import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { ItemTable } from '../../../../app-services/shared/data/item-table';

const dynamo = mockClient(DynamoDBClient);
const asked: string[] = [];
const client = new DynamoDBClient({});
const clientOf = (tenantId: string) => {
  asked.push(tenantId);
  return client;
};
const table = new ItemTable<{ name: string }>({ clientOf, tableName: 'things', kind: 'thing' });

const refused = (Item?: Record<string, { S: string }>) =>
  new ConditionalCheckFailedException({ message: 'refused', $metadata: {}, ...(Item && { Item }) });

beforeEach(() => {
  dynamo.reset();
  asked.length = 0;
});

afterEach(() => {
  // Whatever happened: one round trip, with the tenant's own client.
  expect(dynamo.calls()).toHaveLength(1);
  expect(asked).toEqual(['t1']);
});

describe('create', () => {
  it('writes the item at version 1, never over another', async () => {
    dynamo.on(PutItemCommand).resolves({});
    const created = await table.create('t1', 'i1', { name: 'n', none: undefined });
    expect(created).toEqual({ item: { tenantId: 't1', thingId: 'i1', name: 'n' }, version: 1 });
    expect(dynamo.commandCalls(PutItemCommand)[0]?.args[0].input).toEqual({
      TableName: 'things',
      Item: { tenantId: { S: 't1' }, thingId: { S: 'i1' }, name: { S: 'n' }, version: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(tenantId)',
    });
  });

  it('takes the item it finds for its own, written by an attempt whose reply was lost', async () => {
    dynamo.on(PutItemCommand).rejects(refused());
    expect(await table.create('t1', 'i1', { name: 'n' })).toMatchObject({ version: 1 });
  });

  it('fails when the write failed', async () => {
    dynamo.on(PutItemCommand).rejects(new Error('broken'));
    await expect(table.create('t1', 'i1', {})).rejects.toThrow('broken');
  });
});

describe('get', () => {
  it('gives item and version apart', async () => {
    dynamo
      .on(GetItemCommand)
      .resolves({ Item: { tenantId: { S: 't1' }, name: { S: 'n' }, version: { N: '3' } } });
    expect(await table.get('t1', 'i1')).toEqual({ item: { tenantId: 't1', name: 'n' }, version: 3 });
  });

  it('reads an item of other making as version 0', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: { tenantId: { S: 't1' } } });
    expect(await table.get('t1', 'i1')).toMatchObject({ version: 0 });
  });

  it('finds nothing', async () => {
    dynamo.on(GetItemCommand).resolves({});
    await expect(table.get('t1', 'i1')).rejects.toMatchObject({
      statusCode: 404,
      message: 'thing not found',
    });
  });
});

describe('list', () => {
  it("asks for the tenant's items after the last one, and says where the next page starts", async () => {
    dynamo.on(QueryCommand).resolves({
      Items: [{ tenantId: { S: 't1' }, thingId: { S: 'i2' }, version: { N: '1' } }],
      LastEvaluatedKey: { tenantId: { S: 't1' }, thingId: { S: 'i2' } },
    });
    const page = await table.list('t1', 1, 'i1');
    expect(page).toEqual({ items: [{ tenantId: 't1', thingId: 'i2' }], next: 'i2' });
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      KeyConditionExpression: 'tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': { S: 't1' } },
      Limit: 1,
      ExclusiveStartKey: { tenantId: { S: 't1' }, thingId: { S: 'i1' } },
    });
  });

  it('ends', async () => {
    dynamo.on(QueryCommand).resolves({});
    expect(await table.list('t1', 50)).toEqual({ items: [], next: undefined });
  });
});

describe('replace', () => {
  it('needs the item, counts the version up and gives the new item', async () => {
    dynamo.on(UpdateItemCommand).resolves({ Attributes: { name: { S: 'new' }, version: { N: '5' } } });
    expect(await table.replace('t1', 'i1', { name: 'new' })).toEqual({ item: { name: 'new' }, version: 5 });
    expect(dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
      UpdateExpression: 'SET #version = if_not_exists(#version, :zero) + :one, #a0 = :a0',
      ConditionExpression: 'attribute_exists(tenantId)',
      ExpressionAttributeNames: { '#version': 'version', '#a0': 'name' },
      ExpressionAttributeValues: { ':a0': { S: 'new' }, ':one': { N: '1' }, ':zero': { N: '0' } },
    });
  });

  it.each([
    [3, '#version = :expected'],
    [0, 'attribute_exists(tenantId) AND attribute_not_exists(#version)'],
  ])('needs version %i when told so', async (expected, condition) => {
    dynamo.on(UpdateItemCommand).resolves({ Attributes: {} });
    await table.replace('t1', 'i1', { name: 'new' }, expected);
    expect(dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input.ConditionExpression).toBe(condition);
  });

  it('tells an item that changed from one that is not there', async () => {
    dynamo.on(UpdateItemCommand).rejects(refused({ tenantId: { S: 't1' } }));
    await expect(table.replace('t1', 'i1', { name: 'new' }, 3)).rejects.toMatchObject({ statusCode: 412 });
  });

  it('finds nothing to replace, whatever version was expected', async () => {
    dynamo.on(UpdateItemCommand).rejects(refused());
    await expect(table.replace('t1', 'i1', { name: 'new' }, 3)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('remove', () => {
  it('needs the item', async () => {
    dynamo.on(DeleteItemCommand).resolves({});
    await table.remove('t1', 'i1');
    const input = dynamo.commandCalls(DeleteItemCommand)[0]?.args[0].input;
    expect(input).toMatchObject({ ConditionExpression: 'attribute_exists(tenantId)' });
    // DynamoDB refuses names and values that no expression uses.
    expect(input?.ExpressionAttributeNames).toBeUndefined();
    expect(input?.ExpressionAttributeValues).toBeUndefined();
  });

  it('needs the version when told so', async () => {
    dynamo.on(DeleteItemCommand).resolves({});
    await table.remove('t1', 'i1', 2);
    expect(dynamo.commandCalls(DeleteItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: '#version = :expected',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':expected': { N: '2' } },
    });
  });

  it('finds nothing to remove', async () => {
    dynamo.on(DeleteItemCommand).rejects(refused());
    await expect(table.remove('t1', 'i1')).rejects.toMatchObject({ statusCode: 404 });
  });
});
