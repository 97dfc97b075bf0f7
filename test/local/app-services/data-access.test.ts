import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { assumeTenantRole } from '../../../app-services/shared/data/assume-tenant-role';
import { ItemTable } from '../../../app-services/shared/data/item-table';
import { useLocalAws } from '../../builders/local-aws';

/** The services' data access on a table shared between tenants, with IAM enforced. */
const local = useLocalAws(14770);
const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/tenant-data`;

interface Thing {
  tenantId: string;
  thingId: string;
  name: string;
  lines?: { price: number; label: string }[];
}

/** The table as a tenant's session sees it. */
async function tableOf(tenantId: string): Promise<ItemTable<Thing>> {
  const sts = new STSClient({ ...local.config });
  const session = await assumeTenantRole(sts, ROLE, 'things')(tenantId);
  const client = new DynamoDBClient({ ...local.config, credentials: session });
  return new ItemTable<Thing>({ clientOf: () => client, tableName: 'things', kind: 'thing' });
}

let own: ItemTable<Thing>;

beforeAll(async () => {
  await new DynamoDBClient(local.config).send(
    new CreateTableCommand({
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['tenantId', 'thingId'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'tenantId', KeyType: 'HASH' },
        { AttributeName: 'thingId', KeyType: 'RANGE' },
      ],
    }),
  );
  const iam = new IAMClient(local.config);
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
  };
  const allowed = {
    Effect: 'Allow',
    Action: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map((action) => `dynamodb:${action}`),
    Resource: `arn:aws:dynamodb:*:${ACCOUNT}:table/things`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } },
  };
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await iam.send(
    new CreateRoleCommand({ RoleName: 'tenant-data', AssumeRolePolicyDocument: document(trust) }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'tenant-data',
      PolicyName: 'data',
      PolicyDocument: document(allowed),
    }),
  );
  own = await tableOf('tenant-1');
});

it('an item lives: created, read, replaced, listed, removed', async () => {
  const lines = [
    { price: 12.5, label: 'a' },
    { price: 0.000001, label: '' },
  ];
  await own.create('tenant-1', 'life', { name: 'one', lines });
  expect(await own.get('tenant-1', 'life')).toEqual({
    item: { tenantId: 'tenant-1', thingId: 'life', name: 'one', lines },
    version: 1,
  });
  expect(await own.replace('tenant-1', 'life', { name: 'two', lines: [] })).toEqual({
    item: { tenantId: 'tenant-1', thingId: 'life', name: 'two', lines: [] },
    version: 2,
  });
  expect((await own.list('tenant-1', 100)).items).toContainEqual(expect.objectContaining({ name: 'two' }));
  await own.remove('tenant-1', 'life');
  await expect(own.get('tenant-1', 'life')).rejects.toMatchObject({ statusCode: 404 });
});

it('of writers that read the same version one wins, the others are told', async () => {
  await own.create('tenant-1', 'race', { name: 'start' });
  const writers = Array.from({ length: 8 }, (_, n) =>
    own.replace('tenant-1', 'race', { name: `writer ${n}` }, 1),
  );
  const outcomes = await Promise.allSettled(writers);
  const winners = outcomes.filter(({ status }) => status === 'fulfilled');
  expect(winners).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ statusCode: 412 });
  }
  expect((await own.get('tenant-1', 'race')).version).toBe(2);
});

it('removing asks for the version too, and what is not there is told apart from what changed', async () => {
  await own.create('tenant-1', 'gone', { name: 'x' });
  await expect(own.remove('tenant-1', 'gone', 7)).rejects.toMatchObject({ statusCode: 412 });
  await own.remove('tenant-1', 'gone', 1);
  await expect(own.remove('tenant-1', 'gone', 1)).rejects.toMatchObject({ statusCode: 404 });
  await expect(own.replace('tenant-1', 'gone', { name: 'y' })).rejects.toMatchObject({ statusCode: 404 });
});

it('creating never overwrites', async () => {
  await own.create('tenant-1', 'once', { name: 'first' });
  await own.create('tenant-1', 'once', { name: 'second' });
  expect((await own.get('tenant-1', 'once')).item.name).toBe('first');
});

it('pages hold every item once', async () => {
  const pager = await tableOf('tenant-3');
  for (let n = 0; n < 7; n += 1) await pager.create('tenant-3', `item-${n}`, { name: String(n) });
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await pager.list('tenant-3', 3, after);
    seen.push(...page.items.map((item) => item.thingId));
    after = page.next;
  } while (after !== undefined);
  expect(seen).toEqual(Array.from({ length: 7 }, (_, n) => `item-${n}`));
});

it("a session of one tenant cannot touch another tenant's items, whatever the code asks for", async () => {
  await own.create('tenant-1', 'private', { name: 'secret' });
  const stranger = await tableOf('tenant-2');
  const refused = expect.objectContaining({ name: 'AccessDeniedException' });
  await expect(stranger.get('tenant-1', 'private')).rejects.toEqual(refused);
  await expect(stranger.list('tenant-1', 10)).rejects.toEqual(refused);
  await expect(stranger.create('tenant-1', 'planted', { name: 'x' })).rejects.toEqual(refused);
  await expect(stranger.replace('tenant-1', 'private', { name: 'x' })).rejects.toEqual(refused);
  await expect(stranger.remove('tenant-1', 'private')).rejects.toEqual(refused);
  expect((await own.get('tenant-1', 'private')).item.name).toBe('secret');
});
