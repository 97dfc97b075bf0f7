import { createHash } from 'node:crypto';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type AttributeValue, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { QueryCommand as DocumentQuery, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { exportData } from '../../../lambdas/export/export-data/export-data';
import type { ExportManifest } from '../../../lambdas/shared/contracts/export';
import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import { awsError } from '../../builders/onboarding';

type Item = Record<string, AttributeValue>;

const FOLDER = 'exports/tenant-1/acme-export-1';
const tenant = (tier: Tier) => ({
  tenantId: 'tenant-1',
  tenantRegistrationId: 'registration-1',
  tenantName: 'acme',
  tier,
});

/** A bucket, tables and a user pool in memory; `pageSize` items a page, and `perPage` ms pass with each. */
function stage({
  tier = 'BASIC' as Tier,
  pageSize = 2,
  perPage = 0,
  tables = {} as Record<string, Item[]>,
  registration = { sbtaws_active: true } as object,
} = {}) {
  let now = Date.parse('2026-01-31T12:00:00Z');
  const objects = new Map<string, string>();
  const s3 = mockClient(S3Client);
  s3.on(PutObjectCommand).callsFake(({ Key, Body }) => void objects.set(Key, String(Body)));
  s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const text = objects.get(Key);
    if (text === undefined) throw awsError('NoSuchKey');
    return { Body: { transformToString: async () => text } };
  });
  const dynamodb = mockClient(DynamoDBClient);
  dynamodb.on(QueryCommand).callsFake(({ TableName, ExclusiveStartKey }) => {
    now += perPage;
    const all = tables[TableName];
    if (!all) throw awsError('ResourceNotFoundException');
    const start = Number(ExclusiveStartKey?.at.N ?? 0);
    const more = start + pageSize < all.length;
    return {
      Items: all.slice(start, start + pageSize),
      ...(more ? { LastEvaluatedKey: { at: { N: String(start + pageSize) } } } : {}),
    };
  });
  const documents = mockClient(DynamoDBDocumentClient);
  documents.on(GetCommand).resolves({ Item: { ...registration } });
  documents.on(DocumentQuery).resolves({
    Items: [
      {
        type: 'UserPool',
        name: 'tenant-acme',
        state: 'created',
        arn: 'arn:aws:cognito-idp:r:1:userpool/own',
      },
    ],
  });
  const cognito = mockClient(CognitoIdentityProviderClient);
  const user = (Username: string, tenantId: string) => ({
    Username,
    UserStatus: 'CONFIRMED' as const,
    Enabled: true,
    UserCreateDate: new Date(now),
    Attributes: [
      { Name: 'email', Value: `${Username}@acme.example` },
      { Name: 'custom:tenantId', Value: tenantId },
      { Name: 'custom:userRole', Value: 'TenantUser' },
    ],
  });
  cognito.on(ListUsersCommand).resolves({ Users: [user('ada', 'tenant-1'), user('bob', 'tenant-2')] });
  const run = exportData({
    dynamodb: new DynamoDBClient({}),
    itemsOf: async () => new DynamoDBClient({}),
    cognito: new CognitoIdentityProviderClient({}),
    s3: new S3Client({}),
    registry: {
      documents: DynamoDBDocumentClient.from(new DynamoDBClient({})),
      tableName: 'registry',
      now: () => new Date(now),
    } as Parameters<typeof exportData>[0]['registry'],
    pooledTables: { orders: 'pool-orders', products: 'pool-products' },
    sharedUserPoolId: 'shared',
    bucket: 'exports',
    clock: { now: () => now, sleep: async () => undefined },
  });
  const plan = { tenant: tenant(tier), executionArn: 'arn:1', exportName: 'acme-export-1' };
  return {
    objects,
    s3,
    dynamodb,
    cognito,
    call: (next?: string) => run({ plan, ...(next === undefined ? {} : { next }) }),
    manifest: () => JSON.parse(objects.get(`${FOLDER}/manifest.json`) ?? 'null') as ExportManifest,
    rows: (name: string) =>
      (objects.get(`${FOLDER}/${name}`) ?? '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}

const orders = (count: number): Item[] =>
  Array.from({ length: count }, (_, n) => ({ tenantId: { S: 'tenant-1' }, orderId: { S: `o-${n}` } }));

/** Calls until it is done, as the state machine does. */
async function toTheEnd(call: (next?: string) => ReturnType<ReturnType<typeof stage>['call']>) {
  let calls = 1;
  let outcome = await call();
  while (!outcome.done && calls < 50) {
    calls++;
    outcome = await call(outcome.next);
  }
  return { calls, outcome };
}

describe('export-data', () => {
  it('writes items and own users as lines, with a manifest that tells their number and checksums', async () => {
    const { call, manifest, objects, rows } = stage({
      tables: { 'pool-orders': orders(5), 'pool-products': [] },
    });

    const outcome = await call();

    expect(outcome).toEqual({ done: true, manifestKey: `${FOLDER}/manifest.json`, items: 6 });
    expect(rows('orders-00000.jsonl').map(({ orderId }) => orderId)).toEqual([
      'o-0',
      'o-1',
      'o-2',
      'o-3',
      'o-4',
    ]);
    expect(rows('users-00000.jsonl')).toEqual([
      {
        userName: 'ada',
        email: 'ada@acme.example',
        role: 'TenantUser',
        status: 'CONFIRMED',
        enabled: true,
        created: '2026-01-31T12:00:00.000Z',
      },
    ]);
    expect(manifest()).toMatchObject({
      tenantId: 'tenant-1',
      tenantName: 'acme',
      tier: 'BASIC',
      complete: true,
      items: 6,
    });
    expect(manifest().files.map(({ table, items }) => [table, items])).toEqual([
      ['orders', 5],
      ['users', 1],
    ]);
    for (const { key, bytes, sha256 } of manifest().files) {
      const text = objects.get(key) ?? '';
      expect([bytes, sha256]).toEqual([text.length, createHash('sha256').update(text).digest('hex')]);
    }
  });

  it('goes on where it was when its time is over, and has every item once', async () => {
    const { call, manifest, objects } = stage({
      perPage: 8_000,
      tables: { 'pool-orders': orders(9), 'pool-products': orders(3) },
    });

    const { calls, outcome } = await toTheEnd(call);

    const written = manifest().files.flatMap(({ key }) =>
      (objects.get(key) ?? '').split('\n').filter(Boolean),
    );
    expect([outcome.done, calls > 2, written.length]).toEqual([true, true, 13]);
    expect(new Set(written.slice(0, 9)).size).toBe(9);
    expect(manifest().items).toBe(13);
  });

  it('is not complete before the last call', async () => {
    const { call, manifest } = stage({
      perPage: 8_000,
      tables: { 'pool-orders': orders(9), 'pool-products': [] },
    });

    await call();

    expect(manifest().complete).toBe(false);
  });

  it('ends the same when a call whose answer was lost is made again', async () => {
    const given = { perPage: 8_000, tables: { 'pool-orders': orders(9), 'pool-products': orders(3) } };
    const undisturbed = stage(given);
    await toTheEnd(undisturbed.call);
    const disturbed = stage(given);

    await toTheEnd(async (next) => {
      await disturbed.call(next);
      return disturbed.call(next);
    });

    expect(disturbed.manifest().items).toBe(13);
    const contents = ({ manifest, objects }: typeof disturbed) =>
      manifest()
        .files.map(({ key }) => objects.get(key))
        .join('');
    expect(contents(disturbed)).toBe(contents(undisturbed));
  });

  it('leaves a complete export as it is: a replay may find less than there was', async () => {
    const tables = { 'pool-orders': orders(4), 'pool-products': [] as Item[] };
    const { call, manifest } = stage({ tables });
    await call();
    tables['pool-orders'].splice(0);

    const again = await call();

    expect(again).toMatchObject({ done: true, items: 5 });
    expect(manifest().items).toBe(5);
  });

  it('reads the own tables and the own pool of a tenant that has them, and takes a missing table for empty', async () => {
    const { call, dynamodb, cognito, manifest } = stage({ tier: 'PREMIUM', tables: {} });

    await call();

    const names = dynamodb.commandCalls(QueryCommand).map(({ args }) => args[0].input.TableName);
    expect(names).toEqual([
      expect.stringMatching(/^tenant-acme-.{8}-orders$/),
      expect.stringMatching(/^tenant-acme-.{8}-products$/),
    ]);
    expect(cognito.commandCalls(ListUsersCommand)[0]?.args[0].input.UserPoolId).toBe('own');
    expect(manifest().files.map(({ table }) => table)).toEqual(['users']);
  });

  it('fails where a table of the pool is missing', async () => {
    await expect(stage({ tables: {} }).call()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps every digit of a number, and writes sets as lists and bytes as base64', async () => {
    const item: Item = {
      tenantId: { S: 'tenant-1' },
      small: { N: '12.5' },
      large: { N: '12345678901234567890123' },
      set: { SS: ['a', 'b'] },
      bytes: { B: Buffer.from('ab') },
      deep: { M: { list: { L: [{ NS: ['1'] }] } } },
    };
    const { call, rows } = stage({ tables: { 'pool-orders': [item], 'pool-products': [] } });

    await call();

    expect(rows('orders-00000.jsonl')).toEqual([
      {
        tenantId: 'tenant-1',
        small: 12.5,
        large: '12345678901234567890123',
        set: ['a', 'b'],
        bytes: 'YWI=',
        deep: { list: [[1]] },
      },
    ]);
  });

  it('reads the users from the beginning when Cognito has forgotten the place', async () => {
    const { call, cognito, rows } = stage({ tables: { 'pool-orders': [], 'pool-products': [] } });
    cognito
      .on(ListUsersCommand, { PaginationToken: 'of yesterday' })
      .rejects(awsError('InvalidParameterException'));
    const next = JSON.stringify({
      ...{ exportedAt: '2026-01-30T12:00:00.000Z', files: 0, table: 'users', part: 3, from: 'of yesterday' },
    });

    const outcome = await call(next);

    expect(outcome).toMatchObject({ done: true, items: 1 });
    expect(rows('users-00000.jsonl')).toHaveLength(1);
  });
});

test.each([
  ['has begun to delete it', { sbtaws_active: true, offboarding: { state: 'removing' } }],
  ['has deleted it', { sbtaws_active: false }],
])('an export is not complete when an offboarding %s meanwhile', async (_what, registration) => {
  const { call, manifest } = stage({
    tables: { 'pool-orders': orders(1), 'pool-products': [] },
    registration,
  });

  await expect(call()).rejects.toMatchObject({ name: 'DataIncompleteError' });

  expect(manifest()?.complete).not.toBe(true);
});

test("an offboarding's own export, which comes before its removal, is complete", async () => {
  const { call } = stage({
    tables: { 'pool-orders': orders(1), 'pool-products': [] },
    registration: { sbtaws_active: true, offboarding: { state: 'removing', exportName: 'acme-export-1' } },
  });

  expect(await call()).toMatchObject({ done: true });
});
