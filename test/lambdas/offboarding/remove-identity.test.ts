import { AdminDeleteUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { sweepUsers } from '../../../lambdas/offboarding/remove-identity/pooled-users';
import { buildCognitoPool } from '../../builders/cognito-pool';
import { awsError } from '../../builders/onboarding';

const sweep = (pool: ReturnType<typeof buildCognitoPool>, next?: string, mayGoOn = () => true) => {
  const counts: number[] = [];
  const outcome = sweepUsers(pool.client, {
    userPoolId: 'shared',
    tenantId: 'tenant-1',
    next,
    mayGoOn,
    onDeleted: async (count) => void counts.push(count),
  });
  return { outcome, total: () => counts.reduce((sum, count) => sum + count, 0) };
};
const filled = () => {
  const pool = buildCognitoPool();
  for (let n = 0; n < 200; n++) pool.add(`user-${n}`, n % 2 ? 'tenant-1' : 'tenant-2');
  return pool;
};

describe('remove-identity in the shared pool', () => {
  it('deletes every user of the tenant and none of another, though the list moves as users go', async () => {
    const pool = filled();

    const { outcome, total } = sweep(pool);

    expect(await outcome).toEqual({ done: true });
    expect([pool.users.size, total()]).toEqual([100, 100]);
    expect([...pool.users.keys()].every((name) => Number(name.slice(5)) % 2 === 0)).toBe(true);
  });

  it('goes on where it was when its time is over', async () => {
    const pool = filled();
    let calls = 0;
    let page = await sweep(pool, undefined, () => false).outcome;
    while (!page.done && ++calls < 50) page = await sweep(pool, page.next, () => false).outcome;

    expect([page.done, pool.users.size, calls > 2]).toEqual([true, 100, true]);
  });

  it('begins again when a redrive brings a place that Cognito has forgotten', async () => {
    const pool = filled();

    const { outcome } = sweep(pool, JSON.stringify({ found: false, token: 'of yesterday' }));

    expect(await outcome).toEqual({ done: true });
    expect(pool.users.size).toBe(100);
  });

  it('passes a refusal on, and asks for no single attribute', async () => {
    const pool = filled();
    pool.mock.on(AdminDeleteUserCommand).rejects(awsError('NotAuthorizedException'));

    await expect(sweep(pool).outcome).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(pool.mock.commandCalls(ListUsersCommand)[0]?.args[0].input).not.toHaveProperty('AttributesToGet');
  });
});
