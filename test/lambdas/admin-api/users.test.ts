import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { ADMIN, caller } from '../../builders/admin-api';
import { useControlPlane } from '../../builders/control-plane';
import { claimsOf } from '../../builders/operators';

const PORT = 15023;

describe('operators', () => {
  const plane = useControlPlane(PORT);
  let cognito: CognitoIdentityProviderClient;
  let pool: string;
  let call: ReturnType<typeof caller>;
  beforeEach(async () => {
    jest.resetModules();
    cognito = new CognitoIdentityProviderClient(plane.aws.config);
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'operators' }));
    pool = UserPool?.Id ?? '';
    for (const GroupName of ['SystemAdmin', 'CustomerSupport']) {
      await cognito.send(new CreateGroupCommand({ UserPoolId: pool, GroupName }));
    }
    process.env.USER_POOL_ID = pool;
    call = caller((await import('../../../lambdas/admin-api/users/handler')).handler);
  });
  afterEach(() => cognito.destroy());

  /** The handler's own copy of the client, since modules are read anew for each test. */
  const mockCognito = async () => {
    // The caller is looked up before Cognito is away.
    await call('GET /users');
    return mockClient(
      (await import('@aws-sdk/client-cognito-identity-provider')).CognitoIdentityProviderClient,
    );
  };
  const user = (userName: string, userRole = 'SystemAdmin') => ({
    userName,
    userRole,
    email: `${userName}@example.com`,
  });
  const create = (...sent: Parameters<typeof user>) => call('POST /users', { body: user(...sent) });
  const get = (userId: string) => call('GET /users/{userId}', { params: { userId } });
  const put = (userId: string, body: object) => call('PUT /users/{userId}', { params: { userId }, body });
  const remove = (userId: string) => call('DELETE /users/{userId}', { params: { userId } });

  it('makes an operator whom others then see, and tells no password', async () => {
    const created = await create('jane', 'CustomerSupport');

    expect(created).toMatchObject({ status: 201, body: { data: { userName: 'jane' } } });
    expect((await get('jane')).body.data).toEqual({
      userName: 'jane',
      userRole: 'CustomerSupport',
      email: 'jane@example.com',
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: true,
      created: expect.any(String),
      modified: expect.any(String),
    });
  });

  it('refuses a name that is taken', async () => {
    await create('jane');

    const again = await create('jane', 'CustomerSupport');

    expect(again).toMatchObject({ status: 409, body: { message: expect.stringContaining('userName') } });
    expect((await get('jane')).body.data.userRole).toBe('SystemAdmin');
  });

  it('leaves no operator without a role when the role cannot be given', async () => {
    const mocked = await mockCognito();
    const calls: string[] = [];
    mocked.callsFake(async (input) => {
      calls.push(JSON.stringify(input));
      if ('GroupName' in input) throw new Error('groups are away');
      return {};
    });

    const answer = await create('jane');
    mocked.restore();

    expect(answer).toMatchObject({ status: 500, body: { message: 'Internal server error' } });
    // Made, not put into the group, taken back.
    expect(calls).toHaveLength(3);
    expect(calls[2]).toBe(JSON.stringify({ UserPoolId: pool, Username: 'jane' }));
  });

  it('lists operators with their roles, page by page', async () => {
    await create('jane', 'CustomerSupport');
    await create('john');
    await cognito.send(new AdminCreateUserCommand({ UserPoolId: pool, Username: 'nobody' }));

    const seen: { userName: string; userRole?: string }[] = [];
    let token: string | undefined;
    do {
      const { body } = await call('GET /users', {
        query: { limit: '2', ...(token ? { next_token: token } : {}) },
      });
      seen.push(...body.data);
      token = body.next_token;
    } while (token);

    const roles = seen.map(({ userName, userRole }) => [userName, userRole]).sort();
    expect(roles).toEqual([
      ['jane', 'CustomerSupport'],
      ['john', 'SystemAdmin'],
      ['nobody', undefined],
    ]);
  });

  it('changes role and e-mail', async () => {
    await create('jane', 'CustomerSupport');

    const answer = await put('jane', { userName: 'jane', userRole: 'SystemAdmin', email: 'new@example.com' });

    expect(answer).toMatchObject({ status: 200, body: { data: { message: 'User updated' } } });
    expect((await get('jane')).body.data).toMatchObject({
      userRole: 'SystemAdmin',
      email: 'new@example.com',
    });
  });

  it('keeps an operator out and lets them in again, with their role', async () => {
    await create('jane');
    await create('john');

    const out = await put('jane', { enabled: false });
    const shut = (await get('jane')).body.data;
    const again = await put('jane', { enabled: true });

    expect([out.status, again.status]).toEqual([200, 200]);
    expect(shut).toMatchObject({ enabled: false, userRole: 'SystemAdmin' });
    expect((await get('jane')).body.data).toMatchObject({ enabled: true, userRole: 'SystemAdmin' });
  });

  it('keeps the last SystemAdmin who may sign in, and the caller', async () => {
    await create('jane');
    await create('john');
    await put('john', { enabled: false });

    const last = await put('jane', { enabled: false });
    const oneself = await call('PUT /users/{userId}', {
      params: { userId: 'jane' },
      body: { enabled: false },
      claims: claimsOf('jane'),
    });

    expect([last.status, oneself.status]).toEqual([409, 409]);
    expect((await get('jane')).body.data).toMatchObject({ enabled: true });
  });

  it('leaves a SystemAdmin when two disable each other at once', async () => {
    await create('jane');
    await create('john');

    await Promise.all([put('jane', { enabled: false }), put('john', { enabled: false })]);

    const { data } = (await call('GET /users')).body;
    expect(data.filter(({ enabled }: { enabled: boolean }) => enabled)).not.toEqual([]);
  });

  it('does not rename an operator', async () => {
    await create('jane');

    expect(await put('jane', { userName: 'john', userRole: 'SystemAdmin' })).toMatchObject({
      status: 400,
      body: { message: 'userName: cannot change' },
    });
  });

  it('deletes an operator', async () => {
    await create('jane');
    await create('john');

    const answer = await remove('jane');

    expect(answer).toMatchObject({ status: 200, body: { data: { message: 'User deleted' } } });
    expect((await get('jane')).status).toBe(404);
  });

  it('keeps the last SystemAdmin and its role', async () => {
    await create('jane');
    await create('john', 'CustomerSupport');

    const answers = [await remove('jane'), await put('jane', { userRole: 'CustomerSupport' })];

    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect((await get('jane')).body.data.userRole).toBe('SystemAdmin');
  });

  it.each([
    ['an access token', ADMIN],
    ['an ID token', { 'cognito:username': 'admin', 'cognito:groups': '[SystemAdmin]' }],
  ])('lets nobody with %s delete or demote themselves', async (_which, claims) => {
    await create('admin');
    await create('jane');
    const params = { userId: 'admin' };

    const answers = [
      await call('DELETE /users/{userId}', { params, claims }),
      await call('PUT /users/{userId}', { params, claims, body: { userRole: 'CustomerSupport' } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
  });

  it('leaves a SystemAdmin when two delete each other at once', async () => {
    await create('jane');
    await create('john');
    const as = (userName: string) => ({ username: userName, 'cognito:groups': '[SystemAdmin]' });

    const answers = await Promise.all([
      call('DELETE /users/{userId}', { params: { userId: 'jane' }, claims: as('john') }),
      call('DELETE /users/{userId}', { params: { userId: 'john' }, claims: as('jane') }),
    ]);

    const { body } = await call('GET /users');
    const left = body.data.filter(({ userRole }: { userRole?: string }) => userRole === 'SystemAdmin');
    expect(answers.map(({ status }) => status)).toContain(409);
    expect(left.length).toBe(answers.filter(({ status }) => status === 409).length);
  });

  it('leaves exactly one SystemAdmin when each of four functions demotes another at once', async () => {
    const names = ['jane', 'john', 'june', 'jack'];
    for (const name of names) await create(name);

    await Promise.all(
      names.map(async (name) => {
        jest.resetModules();
        const { handler } = await import('../../../lambdas/admin-api/users/handler');
        const demote = () =>
          caller(handler)('PUT /users/{userId}', {
            params: { userId: name },
            body: { userRole: 'CustomerSupport' },
          });
        // Again as long as one gives up waiting for another, which a slow machine may hold up.
        while (/another change/.test((await demote()).body.message ?? ''));
      }),
    );

    const { body } = await call('GET /users');
    expect(
      body.data.filter(({ userRole }: { userRole?: string }) => userRole === 'SystemAdmin'),
    ).toHaveLength(1);
  });

  it('does not count a SystemAdmin who was demoted a moment ago, whatever the list of Cognito shows', async () => {
    await create('jane');
    await create('john');
    const before = await new CognitoIdentityProviderClient(plane.aws.config).send(
      new ListUsersInGroupCommand({ UserPoolId: pool, GroupName: 'SystemAdmin' }),
    );
    const demoted = await put('john', { userRole: 'CustomerSupport' });
    expect([demoted.status, before.Users?.length]).toEqual([200, 2]);
    const sdk = await import('@aws-sdk/client-cognito-identity-provider');
    const real = sdk.CognitoIdentityProviderClient.prototype.send as (command: object) => unknown;
    const stale = jest
      .spyOn(sdk.CognitoIdentityProviderClient.prototype, 'send')
      .mockImplementation(function (this: never, command: object) {
        return command instanceof sdk.ListUsersInGroupCommand
          ? Promise.resolve(before)
          : real.call(this, command);
      } as never);

    const answer = await remove('jane');
    expect(stale).toHaveBeenCalled();
    stale.mockRestore();

    expect([answer.status, answer.body.message]).toEqual([409, expect.stringContaining('last SystemAdmin')]);
  });

  it('answers 404 to an unknown operator', async () => {
    const answers = [
      await get('nobody'),
      await put('nobody', { userRole: 'SystemAdmin' }),
      await remove('nobody'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it.each([
    ['TooManyRequestsException', 429],
    ['InternalErrorException', 500],
  ])('answers to %s of Cognito with %i, and tells nothing of it', async (name, status) => {
    const mocked = await mockCognito();
    mocked.rejects(Object.assign(new Error('arn:aws:secret'), { name }));

    const answer = await call('GET /users');
    mocked.restore();

    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});
