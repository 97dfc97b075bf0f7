import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { listUsers, usersList } from '../../../lambdas/admin-api/tenants/list-users';
import type { OffboardingChoice } from '../../../lambdas/shared/contracts/registry-items';
import { nextToken, readPage } from '../../../lambdas/shared/http/paging';
import { buildCognitoPool } from '../../builders/cognito-pool';
import { buildEntry, rowsOf } from '../../builders/directory';
import { fakeRegistry } from '../../builders/fake-registry';
import { awsError } from '../../builders/onboarding';

const ADMIN = { type: 'User', name: 'ada', state: 'created', details: { userPoolId: 'pool-1' } };

/** Tenant `t-1`, registration `r-1`, and the pool that it shares with others. */
function stage(ledger: object[] = [ADMIN], offboarding?: OffboardingChoice) {
  const pool = buildCognitoPool();
  const rows = rowsOf(buildEntry(1), offboarding && { offboarding });
  const { context } = fakeRegistry({
    get: ({ Key }) => ({ Item: rows.find(({ pk }) => pk === (Key as { pk: string }).pk) }),
    query: () => ({ Items: ledger }),
  });
  const list = async (query: Record<string, string> = {}, id = 'r-1') => {
    const deps = { registry: context, cognito: pool.client };
    const { rows: users, nextToken: next } = await listUsers(deps, id, readPage(query, usersList(id), 60));
    return { users, names: users.map(({ username }) => username), next };
  };
  /** All pages, as a client reads them. */
  const listAll = async (limit: number) => {
    const pages: string[][] = [];
    let token: string | undefined;
    do {
      const { names, next } = await list({ limit: String(limit), ...(token && { next_token: token }) });
      pages.push(names);
      token = next;
    } while (token);
    return pages;
  };
  const reads = () => pool.mock.commandCalls(ListUsersCommand).map(({ args: [{ input }] }) => input);
  return { pool, list, listAll, reads };
}

describe("a tenant's users", () => {
  it('are told as its own API tells them, by the pool that the ledger names', async () => {
    const { pool, list, reads } = stage();
    pool.add('ada@acme.example', 't-1', 'TenantAdmin');
    pool.add('bob@acme.example', 't-1', 'TenantUser', false);

    const { users, next } = await list();

    const shown = { status: 'CONFIRMED', created: '2026-01-02T03:04:05.000Z' };
    const modified = '2026-01-02T03:04:05.000Z';
    const [ada, bob] = ['ada@acme.example', 'bob@acme.example'];
    expect(users).toEqual([
      { username: ada, email: ada, user_role: 'TenantAdmin', enabled: true, ...shown, modified },
      { username: bob, email: bob, user_role: 'TenantUser', enabled: false, ...shown, modified },
    ]);
    expect(next).toBeUndefined();
    expect(reads()).toEqual([{ UserPoolId: 'pool-1', Limit: 60, PaginationToken: undefined }]);
  });

  it('are all of them and nobody of another tenant, whatever the size of a page', async () => {
    const { pool, listAll } = stage();
    const own: string[] = [];
    for (let n = 0; n < 200; n++) {
      pool.add(`user-${n}`, n % 7 === 0 ? 't-1' : n % 7 === 1 ? 't-10' : '');
      if (n % 7 === 0) own.push(`user-${n}`);
    }

    for (const limit of [1, 4, 10, 60]) {
      const pages = await listAll(limit);

      expect(pages.flat()).toEqual(own);
      expect(pages.every((page) => page.length <= limit)).toBe(true);
    }
  });

  it('are looked for in 1,200 users a request: such a page is empty, and has a next one', async () => {
    const { pool, list, listAll, reads } = stage();
    for (let n = 0; n < 1_300; n++) pool.add(`user-${n}`, 't-2');
    pool.add('ada', 't-1');

    const first = await list();

    expect([first.names, reads().length]).toEqual([[], 20]);
    expect(first.next).toBeDefined();
    expect(await listAll(10)).toEqual([[], ['ada']]);
  });

  it.each([
    ['it is not provisioned', []],
    ['its pool is only planned', [{ ...ADMIN, state: 'planned', details: {} }]],
    ['its administrator is on the way', [{ ...ADMIN, state: 'planned' }]],
    ['it is gone', [{ ...ADMIN, state: 'deleted' }]],
  ])('are none while %s, and no pool is asked', async (_why, ledger) => {
    const { list, reads } = stage(ledger);

    expect(await list()).toEqual({ users: [], names: [], next: undefined });
    expect(reads()).toEqual([]);
  });

  it('are not found of an unknown registration', async () => {
    await expect(stage().list({}, 'r-2')).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it.each(['ResourceNotFoundException', 'AccessDeniedException'])(
    'are none when the pool has just gone (%s), and a fault when it has not',
    async (name) => {
      const removing = stage([ADMIN], { state: 'removing' });
      removing.pool.mock.on(ListUsersCommand).rejects(awsError(name));
      expect((await removing.list()).names).toEqual([]);

      const inService = stage();
      inService.pool.mock.on(ListUsersCommand).rejects(awsError(name));
      await expect(inService.list()).rejects.toMatchObject({ name });
    },
  );

  it.each([
    ['of another tenant', nextToken(usersList('r-2'), '{"skip":0}')],
    ['of no place', nextToken(usersList('r-1'), 'anywhere')],
    ['of a place before the first', nextToken(usersList('r-1'), '{"skip":-1}')],
    ['that Cognito has forgotten', nextToken(usersList('r-1'), '{"page":"of yesterday","skip":0}')],
    ['made up', 'made-up'],
  ])('are not listed on from a token %s', async (_which, token = '') => {
    await expect(stage().list({ next_token: token })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/^next_token: /),
    });
  });
});
