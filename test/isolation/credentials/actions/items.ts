import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { CredentialAction, Party, Situation } from '../action';
import type { HeldTable } from '../estate';
import type { Holder } from '../holder';

/** The tables that hold items of a tenant. */
const HELD = ['orders', 'products'] as const;
type Held = (typeof HELD)[number];

type Key = Record<string, AttributeValue>;
/** An item that only attempts and controls write. */
const SCRATCH = 'written-by-an-attempt';

const keyIn = (table: HeldTable, { member }: Party, id = SCRATCH): Key => ({
  tenantId: { S: member.tenantId },
  [table.idName]: { S: id },
});

/** Whose credentials the product itself uses: of its own table its service's task, else the tagged session. */
const service =
  (held: Held) =>
  ({ victim }: Omit<Situation, 'by'>): Holder =>
    victim.estate[held].own ? victim.keys.tasks[held] : victim.keys.data;
const administrator = ({ keyring }: Omit<Situation, 'by'>): Holder => keyring.root;
/** Batches are written to the pooled tables alone, by the steps that export and delete. */
const batchWriter =
  (held: Held) =>
  ({ victim, keyring }: Omit<Situation, 'by'>): Holder =>
    victim.estate[held].own ? keyring.root : victim.keys.items;

type Send = (by: Holder, table: HeldTable, victim: Party, attacker: Party) => Promise<unknown>;

const T = (table: HeldTable) => ({ TableName: table.name });
const arnOf = ({ name }: HeldTable) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;
const query = (table: HeldTable, { member }: Party) => ({
  ...T(table),
  KeyConditionExpression: 'tenantId = :tenantId',
  ExpressionAttributeValues: { ':tenantId': { S: member.tenantId } },
});
/** A statement with the victim's id and the scratch item's. */
const partiql = (text: (table: string, id: string) => string, table: HeldTable, { member }: Party) => ({
  Statement: text(`"${table.name}"`, `"${table.idName}"`),
  Parameters: [{ S: member.tenantId }, { S: SCRATCH }],
});
const where = (table: string, id: string) => `${table} WHERE "tenantId" = ? AND ${id} = ?`;
const SELECT = (table: string, id: string) => `SELECT * FROM ${where(table, id)}`;

/** As the services do. */
const BY_KEY: Record<string, Send> = {
  GetItem: (by, table, v) => by.dynamodb.send(new GetItemCommand({ ...T(table), Key: keyIn(table, v) })),
  'GetItem-by-ARN': (by, table, v) =>
    by.dynamodb.send(new GetItemCommand({ TableName: arnOf(table), Key: keyIn(table, v) })),
  PutItem: (by, table, v) => by.dynamodb.send(new PutItemCommand({ ...T(table), Item: keyIn(table, v) })),
  UpdateItem: (by, table, v) =>
    by.dynamodb.send(new UpdateItemCommand({ ...T(table), Key: keyIn(table, v) })),
  DeleteItem: (by, table, v) =>
    by.dynamodb.send(new DeleteItemCommand({ ...T(table), Key: keyIn(table, v) })),
  Query: (by, table, v) => by.dynamodb.send(new QueryCommand(query(table, v))),
  'Query-with-placeholders': (by, table, v) =>
    by.dynamodb.send(
      new QueryCommand({
        ...query(table, v),
        KeyConditionExpression: 'begins_with(#id, :id) AND #tenant = :tenantId',
        ExpressionAttributeNames: { '#tenant': 'tenantId', '#id': table.idName },
        ExpressionAttributeValues: { ':tenantId': { S: v.member.tenantId }, ':id': { S: 'w' } },
      }),
    ),
  'Query-count': (by, table, v) =>
    by.dynamodb.send(new QueryCommand({ ...query(table, v), Select: 'COUNT', ConsistentRead: true })),
  'TransactGetItems-one': (by, table, v) =>
    by.dynamodb.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { ...T(table), Key: keyIn(table, v) } }] }),
    ),
  'TransactGetItems-behind-own': (by, table, v, a) =>
    by.dynamodb.send(
      new TransactGetItemsCommand({
        TransactItems: [
          { Get: { ...T(table), Key: keyIn(table, a, 'own') } },
          { Get: { ...T(table), Key: keyIn(table, v) } },
        ],
      }),
    ),
  'TransactWriteItems-put': (by, table, v, a) =>
    by.dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { ...T(table), Item: keyIn(table, a, 'own-by-an-attempt') } },
          { Put: { ...T(table), Item: keyIn(table, v) } },
        ],
      }),
    ),
  'TransactWriteItems-delete': (by, table, v) =>
    by.dynamodb.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Delete: { ...T(table), Key: keyIn(table, v) } }] }),
    ),
};

const BATCH_WRITES: Record<string, Send> = {
  'BatchWriteItem-delete': (by, table, v) =>
    by.dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [table.name]: [{ DeleteRequest: { Key: keyIn(table, v) } }] },
      }),
    ),
  'BatchWriteItem-behind-own': (by, table, v, a) =>
    by.dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table.name]: [
            { DeleteRequest: { Key: keyIn(table, a, 'own') } },
            { PutRequest: { Item: keyIn(table, v) } },
          ],
        },
      }),
    ),
};

/** What nobody in the product may do, so that there is nothing to get wrong about it. */
const BY_NOBODY: Record<string, Record<string, Send>> = {
  'batch read': {
    BatchGetItem: (by, table, v) =>
      by.dynamodb.send(
        new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: [keyIn(table, v)] } } }),
      ),
    'BatchGetItem-behind-own': (by, table, v, a) =>
      by.dynamodb.send(
        new BatchGetItemCommand({
          RequestItems: { [table.name]: { Keys: [keyIn(table, a, 'own'), keyIn(table, v)] } },
        }),
      ),
  },
  PartiQL: {
    select: (by, table, v) => by.dynamodb.send(new ExecuteStatementCommand(partiql(SELECT, table, v))),
    'select-everything': (by, table) =>
      by.dynamodb.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table.name}"` })),
    'select-or-own': (by, table, v, a) =>
      by.dynamodb.send(
        new ExecuteStatementCommand({
          Statement: `SELECT * FROM "${table.name}" WHERE "tenantId" = ? OR "tenantId" = ?`,
          Parameters: [{ S: a.member.tenantId }, { S: v.member.tenantId }],
        }),
      ),
    insert: (by, table, v) =>
      by.dynamodb.send(
        new ExecuteStatementCommand(
          partiql((name) => `INSERT INTO ${name} VALUE {'tenantId': ?, '${table.idName}': ?}`, table, v),
        ),
      ),
    update: (by, table, v) =>
      by.dynamodb.send(
        new ExecuteStatementCommand(
          partiql((name, id) => `UPDATE ${name} SET note = 'x' WHERE "tenantId" = ? AND ${id} = ?`, table, v),
        ),
      ),
    delete: (by, table, v) =>
      by.dynamodb.send(
        new ExecuteStatementCommand(partiql((name, id) => `DELETE FROM ${where(name, id)}`, table, v)),
      ),
    batch: (by, table, v) =>
      by.dynamodb.send(new BatchExecuteStatementCommand({ Statements: [partiql(SELECT, table, v)] })),
    transaction: (by, table, v) =>
      by.dynamodb.send(new ExecuteTransactionCommand({ TransactStatements: [partiql(SELECT, table, v)] })),
  },
  scan: {
    Scan: (by, table) => by.dynamodb.send(new ScanCommand(T(table))),
    'Scan-filtered': (by, table, v) =>
      by.dynamodb.send(
        new ScanCommand({
          ...T(table),
          FilterExpression: 'tenantId = :tenantId',
          ExpressionAttributeValues: { ':tenantId': { S: v.member.tenantId } },
        }),
      ),
    'Scan-in-segments': (by, table) =>
      by.dynamodb.send(new ScanCommand({ ...T(table), Segment: 0, TotalSegments: 2 })),
    'Scan-count': (by, table) => by.dynamodb.send(new ScanCommand({ ...T(table), Select: 'COUNT' })),
    DescribeTable: (by, table) => by.dynamodb.send(new DescribeTableCommand(T(table))),
  },
};

/** What a PartiQL statement says of items that are, or are not, there. */
const PAST = ['DuplicateItemException', 'ConditionalCheckFailedException'];

const toTable = (held: Held, kind: string, name: string, send: Send): Omit<CredentialAction, 'owner'> => ({
  kind,
  name: `${held}-${name}`,
  past: PAST,
  send: ({ by, victim, attacker }) => send(by, victim.estate[held], victim, attacker),
});

export const ITEM_ACTIONS: readonly CredentialAction[] = HELD.flatMap((held) => [
  ...Object.entries(BY_KEY).map(([name, send]) => ({
    ...toTable(held, name.startsWith('Transact') ? 'transaction' : 'item', name, send),
    owner: service(held),
  })),
  ...Object.entries(BATCH_WRITES).map(([name, send]) => ({
    ...toTable(held, 'batch write', name, send),
    owner: batchWriter(held),
  })),
  ...Object.entries(BY_NOBODY).flatMap(([kind, sends]) =>
    Object.entries(sends).map(([name, send]) => ({
      ...toTable(held, kind, name, send),
      owner: administrator,
    })),
  ),
]);
