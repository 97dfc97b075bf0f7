import {
  AdminCreateUserCommand,
  AdminUserGlobalSignOutCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { FastifyInstance } from 'fastify';
import { buildUsers } from '../../../app-services/users/app';
import { UserPool } from '../../../app-services/users/user-pool';
import { buildLease } from '../../builders/administrators-lease';
import { buildCognitoPool } from '../../builders/cognito-pool';
import { as, type BuiltServiceDeps, buildServiceDeps } from '../../builders/service-deps';

let app: FastifyInstance;
let built: BuiltServiceDeps;
let pool: ReturnType<typeof buildCognitoPool>;
/** `tenant/user id` of every sign-out that was written. */
let signedOut: string[];
const signOuts = {
  record: async (tenantId: string, userId: string) => void signedOut.push(`${tenantId}/${userId}`),
};

beforeEach(() => {
  signedOut = [];
  built = buildServiceDeps();
  pool = buildCognitoPool();
  // The callers of buildServiceDeps, as they are in the shared pool.
  pool.add('ann@example.com', 'tenant-1', 'TenantAdmin');
  pool.add('bea@example.com', 'tenant-2', 'TenantAdmin');
  app = buildUsers({
    ...built.deps,
    pool: new UserPool(pool.client, 'pool-1'),
    signOuts,
    lease: buildLease(),
  });
});
afterEach(async () => {
  pool.mock.restore();
  await app.close();
});

const admin = as('admin-1');
const uwe = { userName: 'Uwe', userEmail: 'uwe@example.com', userRole: 'TenantUser' };
const post = (payload: object) => app.inject({ method: 'POST', url: '/users', payload, headers: admin });
const get = (url: string) => app.inject({ url, headers: admin });
const put = (name: string, payload: object) =>
  app.inject({ method: 'PUT', url: `/users/${encodeURIComponent(name)}`, payload, headers: admin });
const remove = (name: string) =>
  app.inject({ method: 'DELETE', url: `/users/${encodeURIComponent(name)}`, headers: admin });

const signOut = (name: string, token = 'admin-1') =>
  app.inject({
    method: 'POST',
    url: `/users/${encodeURIComponent(name)}`,
    payload: { action: 'sign-out' },
    headers: as(token),
  });

describe('only a TenantAdmin', () => {
  it.each(['GET', 'POST'] as const)('may %s users', async (method) => {
    const response = await app.inject({ method, url: '/users', headers: as('user-1') });
    expect([response.statusCode, response.json()]).toEqual([
      403,
      { message: 'only a TenantAdmin may do this' },
    ]);
  });

  it.each(['GET', 'PUT', 'DELETE'] as const)('may %s a user', async (method) => {
    const response = await app.inject({ method, url: '/users/ann@example.com', headers: as('user-1') });
    expect(response.statusCode).toBe(403);
  });
});

it('a token that says TenantUser manages nobody before its user has signed in anew, nor is the pool asked', async () => {
  pool.add('uwe@example.com', 'tenant-1', 'TenantAdmin');
  const response = await app.inject({ url: '/users', headers: as('user-1') });

  expect(response.statusCode).toBe(403);
  expect(pool.mock.calls()).toHaveLength(0);
});

describe('a token that says TenantAdmin', () => {
  const every = (): [string, () => ReturnType<typeof get>][] => [
    ['list', () => get('/users')],
    ['see', () => get('/users/zoe@example.com')],
    ['invite', () => post(uwe)],
    ['change', () => put('zoe@example.com', { userRole: 'TenantAdmin' })],
    ['remove', () => remove('zoe@example.com')],
    ['sign out', () => signOut('zoe@example.com')],
  ];

  it.each([
    ['was demoted since', () => pool.add('ann@example.com', 'tenant-1', 'TenantUser')],
    ['was disabled since', () => pool.add('ann@example.com', 'tenant-1', 'TenantAdmin', false)],
    ['was removed since', () => void pool.users.delete('ann@example.com')],
    ['moved to another tenant', () => pool.add('ann@example.com', 'tenant-2', 'TenantAdmin')],
  ])('manages nobody once its user %s', async (_what, change) => {
    pool.add('zoe@example.com', 'tenant-1', 'TenantUser');
    change();
    const before = structuredClone([...pool.users.values()]);

    for (const [what, attempt] of every()) {
      expect([what, (await attempt()).statusCode]).toEqual([what, 403]);
    }

    expect([...pool.users.values()]).toEqual(before);
    expect(signedOut).toEqual([]);
  });

  it('manages others while its user is one', async () => {
    pool.add('zoe@example.com', 'tenant-1', 'TenantUser');

    for (const [what, attempt] of every()) {
      // The last two: removed before it is signed out.
      const expected = { invite: 201, remove: 204, 'sign out': 404 }[what] ?? 200;
      expect([what, (await attempt()).statusCode]).toEqual([what, expected]);
    }
  });
});

describe('signing out', () => {
  it('ends all sign-ins of the own account, by name or e-mail, whatever the role', async () => {
    pool.add('uwe@example.com');
    const response = await signOut('uwe@example.com', 'user-1');
    expect([response.statusCode, response.body]).toEqual([204, '']);
    expect(signedOut).toEqual(['tenant-1/sub-of-uwe@example.com']);
    expect(pool.mock.commandCalls(AdminUserGlobalSignOutCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool-1',
      Username: 'uwe@example.com',
    });
  });

  it("ends those of the tenant's other users for a TenantAdmin", async () => {
    pool.add('uwe@example.com');
    expect((await signOut('uwe@example.com')).statusCode).toBe(204);
    expect(signedOut).toEqual(['tenant-1/sub-of-uwe@example.com']);
  });

  it("does not end another tenant's, nor, for a TenantUser, anybody else's; nor does it tell who is there", async () => {
    pool.add('uwe@example.com');
    const answers = [
      await signOut('bea@example.com'),
      await signOut('nobody@example.com'),
      await signOut('ann@example.com', 'user-1'),
      await signOut('bea@example.com', 'user-1'),
      await signOut('nobody@example.com', 'user-1'),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 403, 403, 403]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(2);
    expect(signedOut).toEqual([]);
    expect(pool.mock.commandCalls(AdminUserGlobalSignOutCommand)).toEqual([]);
  });

  it.each([[{}], [{ action: 'disable' }], [{ action: 'sign-out', tenantId: 'tenant-2' }]])(
    'knows no %j',
    async (payload) => {
      const url = '/users/ann%40example.com';
      expect((await app.inject({ method: 'POST', url, payload, headers: admin })).statusCode).toBe(400);
    },
  );

  it('comes before who is removed or demoted, whose tokens claim otherwise for an hour', async () => {
    pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    pool.add('uwe@example.com');
    await put('zoe@example.com', { userRole: 'TenantUser' });
    await remove('uwe@example.com');
    expect(signedOut).toEqual(['tenant-1/sub-of-zoe@example.com', 'tenant-1/sub-of-uwe@example.com']);
  });

  it('that cannot be written keeps the account and the role, and says so', async () => {
    pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    const away = Object.assign(new Error('x'), { name: 'ThrottlingException' });
    const record = jest.spyOn(signOuts, 'record').mockRejectedValue(away);
    const answers = [
      await put('zoe@example.com', { userRole: 'TenantUser' }),
      await remove('zoe@example.com'),
      await signOut('zoe@example.com'),
    ];
    record.mockRestore();
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503]);
    expect((await get('/users/zoe@example.com')).json().user_role).toBe('TenantAdmin');
  });
});

describe('inviting', () => {
  it("makes a user of the caller's tenant whose login name is the e-mail address", async () => {
    const response = await post({ ...uwe, userEmail: 'Uwe@Example.com' });
    expect([response.statusCode, response.json()]).toEqual([201, { message: 'User created' }]);
    expect(pool.mock.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool-1',
      Username: 'uwe@example.com',
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: expect.arrayContaining([
        { Name: 'email', Value: 'uwe@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: 'Uwe' },
        { Name: 'custom:tenantId', Value: 'tenant-1' },
        { Name: 'custom:tenantTier', Value: 'BASIC' },
        { Name: 'custom:tenantName', Value: 'acme' },
        { Name: 'custom:userRole', Value: 'TenantUser' },
      ]),
    });
  });

  it('makes a TenantUser unless told otherwise', async () => {
    await post({ userName: 'Uwe', userEmail: 'uwe@example.com' });
    expect((await get('/users/uwe@example.com')).json().user_role).toBe('TenantUser');
  });

  it('an address that has an account, in any case and of any tenant: 409', async () => {
    await post(uwe);
    for (const userEmail of ['uwe@example.com', 'UWE@example.com', 'bea@example.com']) {
      const response = await post({ ...uwe, userEmail });
      expect([response.statusCode, response.json()]).toEqual([
        409,
        { message: 'userEmail has an account already' },
      ]);
    }
  });

  it.each([
    ['InvalidParameterException', 400],
    ['CodeDeliveryFailureException', 503],
    ['LimitExceededException', 503],
    ['NotAuthorizedException', 500],
  ])('%s of Cognito: %i', async (name, statusCode) => {
    pool.mock.on(AdminCreateUserCommand).rejects(Object.assign(new Error('x'), { name }));
    expect((await post(uwe)).statusCode).toBe(statusCode);
  });

  it.each([
    [{ userEmail: 'uwe' }, /^userEmail must match/],
    [{ userEmail: undefined }, /^userEmail is required$/],
    [{ userEmail: `${'x'.repeat(65)}@example.com` }, /^userEmail must match/],
    [{ userName: undefined }, /^userName is required$/],
    [{ userRole: 'SystemAdmin' }, /^userRole must be one of TenantAdmin, TenantUser$/],
    [{ tenantId: 'tenant-2' }, /^tenantId is not a known field$/],
    [{ 'custom:tenantId': 'tenant-2' }, /^custom:tenantId is not a known field$/],
    [{ tier: 'PREMIUM' }, /^tier is not a known field$/],
    [{ groups: ['SystemAdmin'] }, /^groups is not a known field$/],
    [{ userRole: 'CustomerSupport' }, /^userRole must be one of/],
    [{ userRole: 'tenantadmin' }, /^userRole must be one of/],
    [{ userRole: ['TenantAdmin'] }, /^userRole must be/],
  ])('%j is refused', async (change, message) => {
    const response = await post({ ...uwe, ...change });
    expect([response.statusCode, response.json().message]).toEqual([400, expect.stringMatching(message)]);
  });

  it('leaves no personal data in the log', async () => {
    await post(uwe);
    await get('/users/uwe@example.com');
    expect(built.lines().length).toBeGreaterThan(0);
    expect(JSON.stringify(built.lines())).not.toMatch(/uwe|Uwe|ann@/);
  });
});

describe('a user', () => {
  it('is shown as published', async () => {
    await post(uwe);
    expect((await get('/users/uwe@example.com')).json()).toEqual({
      username: 'uwe@example.com',
      email: 'uwe@example.com',
      user_role: 'TenantUser',
      status: 'CONFIRMED',
      enabled: true,
      created: '2026-01-02T03:04:05.000Z',
      modified: '2026-01-02T03:04:05.000Z',
    });
  });

  it('of another tenant does not exist, to read, change or remove', async () => {
    const answers = [
      await get('/users/bea@example.com'),
      await put('bea@example.com', { userRole: 'TenantUser' }),
      await remove('bea@example.com'),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect(pool.users.get('bea@example.com')?.Attributes).toContainEqual({
      Name: 'custom:userRole',
      Value: 'TenantAdmin',
    });
  });

  it('that nobody has: 404; whose name nobody can have: 400', async () => {
    expect((await get('/users/nobody@example.com')).statusCode).toBe(404);
    expect((await get('/users/a%00b')).statusCode).toBe(400);
    expect((await get('/users/a%20b')).statusCode).toBe(400);
  });

  it('gets another role', async () => {
    await post(uwe);
    const response = await put('uwe@example.com', { userRole: 'TenantAdmin' });
    expect([response.statusCode, response.json().user_role]).toEqual([200, 'TenantAdmin']);
  });

  it.each([
    { userRole: 'SystemAdmin' },
    { userRole: 'CustomerSupport' },
    { userRole: 'TenantAdmin', tenantId: 'tenant-2' },
    { userRole: 'TenantAdmin', 'custom:tenantId': 'tenant-2' },
    { userRole: 'TenantAdmin', tenantTier: 'PREMIUM' },
    { userRole: 'TenantAdmin', 'custom:tenantTier': 'PREMIUM' },
    { userRole: 'TenantAdmin', groups: ['SystemAdmin'] },
    { userRole: 'TenantAdmin', enabled: false },
    { userRole: 'TenantAdmin', UserAttributes: [{ Name: 'custom:tenantId', Value: 'tenant-2' }] },
  ])('is not raised out of its tenant or role by %j', async (change) => {
    await post(uwe);
    const before = structuredClone([...pool.users.values()]);
    for (const name of ['uwe@example.com', 'ann@example.com']) {
      expect((await put(name, change)).statusCode).toBe(400);
    }
    expect([...pool.users.values()]).toEqual(before);
  });

  it('sent back whole is accepted, with another address is not', async () => {
    await post(uwe);
    expect((await put('uwe@example.com', uwe)).statusCode).toBe(200);
    const response = await put('uwe@example.com', { ...uwe, userEmail: 'other@example.com' });
    expect([response.statusCode, response.json()]).toEqual([
      400,
      { message: 'userEmail is the login name and cannot be changed' },
    ]);
  });

  it('is removed', async () => {
    await post(uwe);
    expect((await remove('uwe@example.com')).statusCode).toBe(204);
    expect((await get('/users/uwe@example.com')).statusCode).toBe(404);
  });
});

describe('the last TenantAdmin', () => {
  it('can neither be removed nor demoted', async () => {
    await post(uwe);
    for (const response of [
      await remove('ann@example.com'),
      await put('ann@example.com', { userRole: 'TenantUser' }),
    ]) {
      expect([response.statusCode, response.json().message]).toEqual([
        409,
        expect.stringMatching(/^the last TenantAdmin/),
      ]);
    }
  });

  it('a disabled one beside, or one of another tenant, does not count', async () => {
    pool.add('off@example.com', 'tenant-1', 'TenantAdmin', false);
    expect((await remove('ann@example.com')).statusCode).toBe(409);
  });

  it('with another one beside may go', async () => {
    pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    expect((await remove('ann@example.com')).statusCode).toBe(204);
  });

  it('who removes another one stays, which needs no search through the pool', async () => {
    pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    expect((await remove('zoe@example.com')).statusCode).toBe(204);
    expect(pool.mock.commandCalls(ListUsersCommand)).toHaveLength(0);
  });

  it('cannot be removed by one who was demoted since the token was issued', async () => {
    pool.add('ann@example.com', 'tenant-1', 'TenantUser');
    pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    expect((await remove('zoe@example.com')).statusCode).toBe(403);
  });

  it('of two who leave at the same time one stays', async () => {
    pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    const answers = await Promise.all([remove('zoe@example.com'), remove('ann@example.com')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409]);
  });
});

describe('the list', () => {
  it("is a plain array of the own tenant's users", async () => {
    await post(uwe);
    const response = await get('/users');
    expect(response.json().map((user: { username: string }) => user.username)).toEqual([
      'ann@example.com',
      'uwe@example.com',
    ]);
    expect(response.headers.link).toBeUndefined();
  });

  it('gives every user once, scattered as they are in the shared pool', async () => {
    const own = ['ann@example.com'];
    for (let n = 0; n < 400; n += 1) {
      const name = `user-${n}@example.com`;
      pool.add(name, n % 7 === 0 ? 'tenant-1' : 'tenant-2');
      if (n % 7 === 0) own.push(name);
    }
    const seen: string[] = [];
    let url = '/users?limit=9';
    while (url) {
      const response = await get(url);
      const page = response.json();
      expect(page.length).toBeLessThanOrEqual(9);
      seen.push(...page.map((user: { username: string }) => user.username));
      const next = /^<(\?[^>]+)>/.exec(String(response.headers.link ?? ''))?.[1];
      url = next ? `/users${next}` : '';
    }
    expect(seen).toEqual(own);
  });

  it('looks through no more than 1,200 users for one answer, and goes on in the next', async () => {
    for (let n = 0; n < 1500; n += 1) pool.add(`user-${n}@example.com`, 'tenant-2');
    pool.add('last@example.com', 'tenant-1');
    const first = await get('/users');
    expect(first.json()).toHaveLength(1);
    expect(pool.mock.commandCalls(ListUsersCommand)).toHaveLength(20);
    const second = await get(`/users?next_token=${first.headers['x-next-token']}`);
    expect(second.json().map((user: { username: string }) => user.username)).toEqual(['last@example.com']);
    expect(second.headers['x-next-token']).toBeUndefined();
  });

  it('a token that Cognito does not know any more: 400', async () => {
    for (let n = 0; n < 100; n += 1) pool.add(`user-${n}@example.com`);
    const token = (await get('/users?limit=70')).headers['x-next-token'];
    pool.mock
      .on(ListUsersCommand)
      .rejects(Object.assign(new Error('x'), { name: 'InvalidParameterException' }));
    const response = await get(`/users?next_token=${token}`);
    expect([response.statusCode, response.json()]).toEqual([400, { message: 'next_token is too old' }]);
  });

  it('a made-up token: 400', async () => {
    expect((await get('/users?next_token=made-up')).json()).toEqual({
      message: 'next_token is not one that this list gave',
    });
  });
});
