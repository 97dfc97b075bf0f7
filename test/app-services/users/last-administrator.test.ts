import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { useUsersService, uwe } from '../../builders/users-service';

const service = useUsersService();
const { post, put, remove } = service;

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
    service.pool.add('off@example.com', 'tenant-1', 'TenantAdmin', false);
    expect((await remove('ann@example.com')).statusCode).toBe(409);
  });

  it('with another one beside may go', async () => {
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    expect((await remove('ann@example.com')).statusCode).toBe(204);
  });

  it('who removes another one stays, which needs no search through the pool', async () => {
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    expect((await remove('zoe@example.com')).statusCode).toBe(204);
    expect(service.pool.mock.commandCalls(ListUsersCommand)).toHaveLength(0);
  });

  it('cannot be removed by one who was demoted since the token was issued', async () => {
    service.pool.add('ann@example.com', 'tenant-1', 'TenantUser');
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    expect((await remove('zoe@example.com')).statusCode).toBe(403);
  });

  it('of two who leave at the same time one stays', async () => {
    service.pool.add('zoe@example.com', 'tenant-1', 'TenantAdmin');
    const answers = await Promise.all([remove('zoe@example.com'), remove('ann@example.com')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409]);
  });
});
