import { useUsersService, uwe } from '../../builders/users-service';

const service = useUsersService();
const { post, get, put, remove } = service;

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
    expect(service.pool.users.get('bea@example.com')?.Attributes).toContainEqual({
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
    const before = structuredClone([...service.pool.users.values()]);
    for (const name of ['uwe@example.com', 'ann@example.com']) {
      expect((await put(name, change)).statusCode).toBe(400);
    }
    expect([...service.pool.users.values()]).toEqual(before);
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
