import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { useLocalAws } from '../../builders/local-aws';
import { type RoleGrant, rolesOn } from '../../builders/roles';

const aws = useLocalAws(14623);
const { allowed } = rolesOn(aws);
const KEYS = 'arn:aws:kms:us-east-1:000000000000:key/*';
const ALIASES = 'arn:aws:kms:us-east-1:000000000000:alias/tenant-*';
const OF_TENANT = { StringEquals: { 'aws:ResourceTag/tenantId': 't1' } };
const DENIED = { name: 'AccessDeniedException' };

const root = new KMSClient(aws.config);
const kmsOf = async (...grants: RoleGrant[]) => new KMSClient(await allowed(...grants));
const Tags = (tenantId: string) => [{ TagKey: 'tenantId', TagValue: tenantId }];
/** A key of a tenant. By default its policy leaves everything to IAM policies, as AWS's default does. */
async function keyOf(tenantId: string, policy?: object[]): Promise<{ id: string; arn: string }> {
  const Policy = policy && JSON.stringify({ Version: '2012-10-17', Statement: policy });
  const { KeyMetadata } = await root.send(new CreateKeyCommand({ Tags: Tags(tenantId), Policy }));
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
}
const nameOf = (key: { id: string }) => `alias/tenant-${key.id}`;
async function named(tenantId: string) {
  const key = await keyOf(tenantId);
  await root.send(new CreateAliasCommand({ AliasName: nameOf(key), TargetKeyId: key.id }));
  return key;
}
const ACCOUNT = { AWS: 'arn:aws:iam::000000000000:root' };

describe('an alias', () => {
  const alias = (Action: string) => ({ Action, Resource: ALIASES });
  const key = (Action: string) => ({ Action, Resource: KEYS, Condition: OF_TENANT });
  const create = (kms: KMSClient, { id }: { id: string }, AliasName = nameOf({ id })) =>
    kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: id }));
  const remove = (kms: KMSClient, of: { id: string }) =>
    kms.send(new DeleteAliasCommand({ AliasName: nameOf(of) }));

  test('is made by who may do so on the alias and on the key', async () => {
    const kms = await kmsOf(alias('kms:CreateAlias'), key('kms:CreateAlias'));

    await expect(create(await kmsOf(alias('kms:CreateAlias')), await keyOf('t1'))).rejects.toThrow(/key\//);
    await expect(create(await kmsOf(key('kms:CreateAlias')), await keyOf('t1'))).rejects.toThrow(/alias\//);
    await expect(create(kms, await keyOf('t2'))).rejects.toMatchObject(DENIED);
    await expect(create(kms, await keyOf('t1'), 'alias/other')).rejects.toMatchObject(DENIED);
    await expect(create(kms, await keyOf('t1'))).resolves.toBeDefined();
  });

  test('is deleted by who may do so on the alias and on the key behind it', async () => {
    const kms = await kmsOf(alias('kms:DeleteAlias'), key('kms:DeleteAlias'));

    const own = await named('t1');
    await expect(remove(await kmsOf(alias('kms:DeleteAlias')), own)).rejects.toThrow(/key\//);
    await expect(remove(await kmsOf(key('kms:DeleteAlias')), own)).rejects.toThrow(/alias\//);
    await expect(remove(kms, await named('t2'))).rejects.toMatchObject(DENIED);
    await expect(remove(kms, own)).resolves.toBeDefined();
    await expect(remove(kms, own)).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('leads to another key by who may change it on both keys', async () => {
    const kms = await kmsOf(alias('kms:UpdateAlias'), key('kms:UpdateAlias'));
    const [own, second, foreign] = [await named('t1'), await keyOf('t1'), await named('t2')];
    const lead = (from: { id: string }, to: { id: string }) =>
      kms.send(new UpdateAliasCommand({ AliasName: nameOf(from), TargetKeyId: to.id }));

    await expect(lead(own, foreign)).rejects.toMatchObject(DENIED);
    await expect(lead(foreign, own)).rejects.toMatchObject(DENIED);
    await expect(lead(own, second)).resolves.toBeDefined();
  });

  test("is not allowed by the key's policy, which speaks for the key alone", async () => {
    const everybody = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' };
    const byKeyPolicy = await keyOf('t1', [everybody]);

    await expect(create(await kmsOf(), byKeyPolicy)).rejects.toThrow(/alias\//);
    await expect(create(await kmsOf(alias('kms:CreateAlias')), byKeyPolicy)).resolves.toBeDefined();
    await expect(remove(await kmsOf(), byKeyPolicy)).rejects.toThrow(/alias\//);
  });

  test('names a key, on which the request is authorized', async () => {
    const describe = { Action: 'kms:DescribeKey', Resource: KEYS, Condition: OF_TENANT };
    const [own, foreign] = [await named('t1'), await named('t2')];
    const ask = async (grant: RoleGrant, KeyId: string) =>
      (await kmsOf(grant)).send(new DescribeKeyCommand({ KeyId }));

    await expect(ask(describe, nameOf(own))).resolves.toMatchObject({ KeyMetadata: { Arn: own.arn } });
    await expect(ask(describe, nameOf(foreign))).rejects.toMatchObject(DENIED);
    await expect(ask({ Action: 'kms:DescribeKey', Resource: ALIASES }, nameOf(own))).rejects.toMatchObject(
      DENIED,
    );
    const byAlias = (key: string, AliasName: string) => ({
      ...{ Action: 'kms:DescribeKey', Resource: KEYS },
      Condition: { 'ForAnyValue:StringEquals': { [key]: AliasName } },
    });
    await expect(ask(byAlias('kms:RequestAlias', nameOf(own)), nameOf(own))).resolves.toBeDefined();
    await expect(ask(byAlias('kms:RequestAlias', nameOf(own)), own.id)).rejects.toMatchObject(DENIED);
    await expect(ask(byAlias('kms:ResourceAliases', nameOf(own)), own.id)).resolves.toBeDefined();
  });

  test('that leads nowhere is told of to who may ask about the alias', async () => {
    const ask = async (Resource: string) =>
      (await kmsOf({ Action: 'kms:DescribeKey', Resource })).send(
        new DescribeKeyCommand({ KeyId: 'alias/tenant-nobody' }),
      );

    await expect(ask(ALIASES)).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(ask(KEYS)).rejects.toMatchObject(DENIED);
  });
});

describe('a key', () => {
  test('is made with tags by who may make and tag it', async () => {
    const tagged = { StringEquals: { 'aws:RequestTag/tenantId': 't1' } };
    const make = { Action: 'kms:CreateKey', Resource: '*', Condition: tagged };
    const tag = { Action: 'kms:TagResource', Resource: KEYS, Condition: tagged };
    const create = async (tenantId: string, ...grants: RoleGrant[]) =>
      (await kmsOf(...grants)).send(new CreateKeyCommand({ Tags: Tags(tenantId) }));

    await expect(create('t1', make)).rejects.toThrow('kms:TagResource');
    await expect(create('t2', make, tag)).rejects.toMatchObject(DENIED);
    await expect(create('t1', make, tag)).resolves.toBeDefined();
  });

  test('is tagged, rotated and deleted by its tags', async () => {
    const Action = ['kms:TagResource', 'kms:EnableKeyRotation', 'kms:ScheduleKeyDeletion'];
    const week = { NumericEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '7' } };
    const kms = await kmsOf(
      { Action: Action.slice(0, 2), Resource: KEYS, Condition: OF_TENANT },
      { Action: Action.slice(2), Resource: KEYS, Condition: { ...OF_TENANT, ...week } },
    );
    const tag = ({ id }: { id: string }) =>
      kms.send(new TagResourceCommand({ KeyId: id, Tags: [{ TagKey: 'tier', TagValue: 'PREMIUM' }] }));
    const rotate = ({ id }: { id: string }) => kms.send(new EnableKeyRotationCommand({ KeyId: id }));
    const remove = ({ id }: { id: string }, PendingWindowInDays = 7) =>
      kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays }));
    const [own, foreign] = [await keyOf('t1'), await keyOf('t2')];

    for (const change of [tag, rotate, remove]) await expect(change(foreign)).rejects.toMatchObject(DENIED);
    await expect(remove(own, 30)).rejects.toMatchObject(DENIED);
    for (const change of [tag, rotate, remove]) await expect(change(own)).resolves.toBeDefined();
  });

  test('is listed to who may see all keys', async () => {
    const kms = await kmsOf({ Action: ['kms:ListKeys', 'kms:ListAliases'], Resource: '*' });
    const narrow = await kmsOf({ Action: ['kms:ListKeys', 'kms:ListAliases'], Resource: KEYS });
    const { id } = await named('t1');

    await expect(kms.send(new ListKeysCommand({}))).resolves.toBeDefined();
    await expect(kms.send(new ListAliasesCommand({ KeyId: id }))).resolves.toBeDefined();
    await expect(narrow.send(new ListKeysCommand({}))).rejects.toMatchObject(DENIED);
    await expect(narrow.send(new ListAliasesCommand({ KeyId: id }))).rejects.toMatchObject(DENIED);
  });

  test('is used by the account that its policy admits, also to decrypt what names no key', async () => {
    const use = ['kms:Encrypt', 'kms:Decrypt'];
    const statement = { Effect: 'Allow', Principal: ACCOUNT, Action: use, Resource: '*' };
    const from = (account: string) => [
      { ...statement, Condition: { StringEquals: { 'kms:CallerAccount': account } } },
    ];
    const kms = await kmsOf({ Action: use, Resource: KEYS, Condition: OF_TENANT });
    const encrypt = ({ id }: { id: string }) =>
      kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('plain') }));

    const { CiphertextBlob } = await encrypt(await keyOf('t1', from('000000000000')));
    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).resolves.toBeDefined();
    await expect(encrypt(await keyOf('t1', from('111111111111')))).rejects.toMatchObject(DENIED);
  });
});

describe("a table that a customer's key encrypts", () => {
  const THROUGH_DYNAMODB = { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' };
  const throughDynamoDb = (Action: string[], more: object = {}) => ({
    ...{ Action, Resource: KEYS },
    Condition: { StringEquals: { ...OF_TENANT.StringEquals, ...THROUGH_DYNAMODB, ...more } },
  });
  const MAKING = ['kms:DescribeKey', 'kms:CreateGrant', 'kms:GenerateDataKey', 'kms:Decrypt'];
  const table = (TableName: string, KMSMasterKeyId: string) =>
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId },
    });
  const anyTable = (Action: string) => ({ Action, Resource: '*' });

  test('is made by who may also use the key through DynamoDB', async () => {
    const create = async (tableName: string, key: { arn: string }, ...grants: RoleGrant[]) =>
      new DynamoDBClient(await allowed(anyTable('dynamodb:CreateTable'), ...grants)).send(
        table(tableName, key.arn),
      );
    const [own, foreign] = [await keyOf('t1'), await keyOf('t2')];

    await expect(create('none', own)).rejects.toThrow('kms:DescribeKey');
    await expect(create('grant', own, throughDynamoDb(['kms:DescribeKey']))).rejects.toThrow(
      'kms:CreateGrant',
    );
    await expect(create('foreign', foreign, throughDynamoDb(MAKING))).rejects.toMatchObject(DENIED);
    await expect(create('own', own, throughDynamoDb(MAKING))).resolves.toBeDefined();
  });

  test.each([
    ['GetItem', (TableName: string) => new GetItemCommand({ TableName, Key: { id: { S: '1' } } })],
    ['Scan', (TableName: string) => new ScanCommand({ TableName })],
    [
      'PartiQLSelect',
      (name: string) => new ExecuteStatementCommand({ Statement: `SELECT * FROM "${name}" WHERE id = '1'` }),
    ],
  ])('is read by %s by who may also decrypt by the key', async (action, command) => {
    const dynamodb = new DynamoDBClient(aws.config);
    const [own, foreign] = [`own-${action}`, `foreign-${action}`];
    await dynamodb.send(table(own, (await keyOf('t1')).arn));
    await dynamodb.send(table(foreign, (await keyOf('t2')).arn));
    const read = async (name: string, ...grants: RoleGrant[]) =>
      new DynamoDBClient(await allowed(anyTable(`dynamodb:${action}`), ...grants)).send(
        command(name) as ScanCommand,
      );
    const decrypt = throughDynamoDb(['kms:Decrypt']);
    const ofTable = (name: string) =>
      throughDynamoDb(['kms:Decrypt'], { 'kms:EncryptionContext:aws:dynamodb:tableName': name });

    await expect(read(own)).rejects.toThrow('kms:Decrypt');
    await expect(read(foreign, decrypt)).rejects.toMatchObject(DENIED);
    await expect(read(own, ofTable('other'))).rejects.toMatchObject(DENIED);
    await expect(read(own, decrypt)).resolves.toBeDefined();
    await expect(read(own, ofTable(own))).resolves.toBeDefined();
  });

  test('decrypts nothing for who may use the key through DynamoDB alone', async () => {
    const key = await keyOf('t1');
    const { CiphertextBlob } = await root.send(
      new EncryptCommand({ KeyId: key.id, Plaintext: Buffer.from('plain') }),
    );
    const kms = await kmsOf(throughDynamoDb(['kms:Decrypt']));

    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject(DENIED);
  });
});

test("a log group takes a key only if the key's policy lets CloudWatch Logs use it for that group", async () => {
  const group = 'arn:aws:logs:us-east-1:000000000000:log-group:/tenants/own';
  const statement = {
    ...{ Effect: 'Allow', Principal: { Service: 'logs.us-east-1.amazonaws.com' }, Resource: '*' },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': group } },
  };
  const logs = new CloudWatchLogsClient(aws.config);
  const create = (logGroupName: string, kmsKeyId: string) =>
    logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }));
  const { arn } = await keyOf('t1', [statement]);

  await expect(create('/tenants/other', arn)).rejects.toMatchObject(DENIED);
  await expect(create('/tenants/own', (await keyOf('t1')).arn)).rejects.toMatchObject(DENIED);
  await expect(create('/tenants/own', arn)).resolves.toBeDefined();
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups?.map(({ logGroupName, kmsKeyId }) => [logGroupName, kmsKeyId])).toEqual([
    ['/tenants/own', arn],
  ]);
});
