import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { useUsersService } from '../../builders/users-service';

const service = useUsersService();
const { get, put, remove, signOut } = service;

describe('signing out', () => {
  it('ends all sign-ins of the own account, by name or e-mail, whatever the role', async () => {
    service.pool.add('uwe@example.com');
    const response = await signOut('uwe@example.com', 'user-1');
    expect([response.statusCode, response.body]).toEqual([204, '']);
    expect(service.signedOut).toEqual(['tenant-1/sub-of-uwe@example.com']);
    expect(service.pool.mock.commandCalls(AdminUserGlobalSignOutCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool-1',
      Username: 'uwe@example.com',
    });
  });

  it("ends those of the tenant's other users for a TenantAdmin", async () => {
    service.pool.add('uwe@example.com');
    expect((await signOut('uwe@example.com')).statusCode).toBe(204);
    expect(service.signedOut).toEqual(['tenant-1/sub-of-uwe@example.com']);
  });

  it("does not end another tenant's, nor, for a TenantUser, anybody else's; nor does it tell who is there", async () => {
    service.pool.add('uwe@example.com');
    const answers = [
      await signOut('bea@example.com'),
      await signOut('nobody@example.com'),
      await signOut('ann@example.com', 'user-1'),
      await signOut('bea@example.com', 'user-1'),
      await signOut('nobody@example.com', 'user-1'),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 403, 403, 403]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(2);
    expect(service.signedOut).toEqual([]);
    expect(service.pool.mock.commandCalls(AdminUserGlobalSignOutCommand)).toEqual([]);
  });

  it.each([[{}], [{ action: 'disable' }], [{ action: 'sign-out', tenantId: 'tenant-2' }]])(
    'knows no %j',
    async (payload) => {
      expect((await signOut('ann@example.com', 'admin-1', payload)).statusCode).toBe(400);
    },
  );

  it('comes before who is removed or demoted, whose tokens claim otherwise for an hour', async () => {
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    service.pool.add('uwe@example.com');
    await put('zoe@example.com', { userRole: 'TenantUser' });
    await remove('uwe@example.com');
    expect(service.signedOut).toEqual(['tenant-1/sub-of-zoe@example.com', 'tenant-1/sub-of-uwe@example.com']);
  });

  it('that cannot be written keeps the account and the role, and says so', async () => {
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    const away = Object.assign(new Error('x'), { name: 'ThrottlingException' });
    const record = jest.spyOn(service.signOuts, 'record').mockRejectedValue(away);
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
