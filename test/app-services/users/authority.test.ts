import { useUsersService, uwe } from '../../builders/users-service';

const service = useUsersService();
const { post, get, put, remove, signOut, request } = service;

describe('only a TenantAdmin', () => {
  it.each(['GET', 'POST'] as const)('may %s users', async (method) => {
    const response = await request(method, '/users', 'user-1');
    expect([response.statusCode, response.json()]).toEqual([
      403,
      { message: 'only a TenantAdmin may do this' },
    ]);
  });

  it.each(['GET', 'PUT', 'DELETE'] as const)('may %s a user', async (method) => {
    const response = await request(method, '/users/ann@example.com', 'user-1');
    expect(response.statusCode).toBe(403);
  });
});

it('a token that says TenantUser manages nobody before its user has signed in anew, nor is the pool asked', async () => {
  service.pool.add('uwe@example.com', 'tenant-1', 'TenantAdmin');
  const response = await request('GET', '/users', 'user-1');

  expect(response.statusCode).toBe(403);
  expect(service.pool.mock.calls()).toHaveLength(0);
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
    ['was demoted since', () => service.pool.add('ann@example.com', 'tenant-1', 'TenantUser')],
    ['was disabled since', () => service.pool.add('ann@example.com', 'tenant-1', 'TenantAdmin', false)],
    ['was removed since', () => void service.pool.users.delete('ann@example.com')],
    ['moved to another tenant', () => service.pool.add('ann@example.com', 'tenant-2', 'TenantAdmin')],
  ])('manages nobody once its user %s', async (_what, change) => {
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantUser');
    change();
    const before = structuredClone([...service.pool.users.values()]);

    for (const [what, attempt] of every()) {
      expect([what, (await attempt()).statusCode]).toEqual([what, 403]);
    }

    expect([...service.pool.users.values()]).toEqual(before);
    expect(service.signedOut).toEqual([]);
  });

  it('manages others while its user is one', async () => {
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantUser');

    for (const [what, attempt] of every()) {
      // The last two: removed before it is signed out.
      const expected = { invite: 201, remove: 204, 'sign out': 404 }[what] ?? 200;
      expect([what, (await attempt()).statusCode]).toEqual([what, expected]);
    }
  });
});
