import { listReceipts } from '../../../lambdas/admin-api/tenants/list-receipts';
import { isSearch, searchList, searchTenants } from '../../../lambdas/admin-api/tenants/search-tenants';
import { tenantsQuerySchema } from '../../../lambdas/shared/contracts/tenant-pages';
import { readPage } from '../../../lambdas/shared/http/paging';
import { buildEntry, rowsOf } from '../../builders/directory';
import { batchOf, fakeRegistry } from '../../builders/fake-registry';

const on = (entries: ReturnType<typeof buildEntry>[], more = {}) => {
  const rows = entries.flatMap((entry) => rowsOf(entry, more));
  const { context, sent } = fakeRegistry({ batchGet: batchOf(rows) });
  return { registry: context, directory: async () => entries, sent };
};
const search = async (deps: ReturnType<typeof on>, query: Record<string, string>) => {
  const wanted = tenantsQuerySchema.parse(query);
  return searchTenants(deps, wanted, readPage(query, searchList(wanted)));
};
const names = ({ rows }: { rows: { tenantName: unknown }[] }) => rows.map(({ tenantName }) => tenantName);

describe('the search for tenants', () => {
  const five = [1, 2, 3, 4, 5].map((number) =>
    buildEntry(number, number === 3 ? { placement: { cellId: 'cell-2' } } : {}),
  );

  it.each([
    ['part of a name, in any case', { search: 'NANT-0002' }, ['tenant-0002']],
    ['part of an e-mail', { search: 'owner-3@' }, ['tenant-0003']],
    ['an id', { search: 't-4' }, ['tenant-0004']],
    ["a registration's id", { search: 'R-5' }, ['tenant-0005']],
    ['a cell', { search: 'cell-2' }, ['tenant-0003']],
    ['a tier, in any case', { tier: 'premium' }, ['tenant-0002', 'tenant-0005']],
    ['several tiers', { tier: 'BASIC,PREMIUM' }, ['tenant-0002', 'tenant-0003', 'tenant-0005']],
    ['nobody', { search: 'nobody' }, []],
  ])('finds by %s', async (_what, query, expected) => {
    const found = await search(on(five), query as Record<string, string>);

    expect(names(found)).toEqual(expected);
    expect(found.total).toBe(expected.length);
  });

  it('finds by status, and leaves out who is gone', async () => {
    const deps = on([
      buildEntry(1, { registrationStatus: 'Failed to provision' }),
      buildEntry(2, { registrationStatus: 'Deleted', sbtaws_active: false }),
      buildEntry(3),
    ]);

    expect(names(await search(deps, { registrationStatus: 'Failed to provision,Deleted' }))).toEqual([
      'tenant-0001',
      'tenant-0002',
    ]);
    expect(names(await search(deps, { active: 'true' }))).toEqual(['tenant-0001', 'tenant-0003']);
    expect(names(await search(deps, { active: 'false' }))).toEqual(['tenant-0002']);
  });

  it('finds those whose last operation failed, by status or by what a suspension left, and the others', async () => {
    const failure = { state: 'Scale', error: 'E', cause: 'c', executionArn: 'arn' };
    const deps = on([
      buildEntry(1, { registrationStatus: 'Failed to deprovision' }),
      buildEntry(2, { failure }),
      buildEntry(3),
      buildEntry(4, { registrationStatus: 'Deleted', sbtaws_active: false, failure }),
    ]);

    expect(names(await search(deps, { failed: 'true' }))).toEqual(['tenant-0001', 'tenant-0002']);
    expect(names(await search(deps, { failed: 'false' }))).toEqual(['tenant-0003', 'tenant-0004']);
  });

  it.each([
    ['tenantName', 'desc', [5, 4, 3, 2, 1]],
    ['createdAt', 'asc', [1, 2, 3, 4, 5]],
    // Basic, Advanced, Premium; then by id.
    ['tier', 'asc', [3, 1, 4, 2, 5]],
    ['tier', 'desc', [5, 2, 4, 1, 3]],
  ])('sorts by %s %s, page by page', async (sort, order, expected) => {
    const deps = on(five);
    const seen: unknown[] = [];
    let next_token: string | undefined;
    do {
      const page = await search(deps, { sort, order, limit: '2', ...(next_token ? { next_token } : {}) });
      seen.push(...names(page));
      expect(page.total).toBe(5);
      next_token = page.nextToken;
    } while (next_token);

    expect(seen).toEqual(expected.map((number) => `tenant-000${number}`));
  });

  it('goes on after a tenant that has left the list meanwhile', async () => {
    const first = await search(on(five), { sort: 'tenantName', limit: '2' });

    const second = await search(on(five.filter((_, index) => index !== 1)), {
      sort: 'tenantName',
      limit: '2',
      next_token: first.nextToken ?? '',
    });

    expect(names(second)).toEqual(['tenant-0003', 'tenant-0004']);
  });

  it('takes no token of another search', async () => {
    const { nextToken = '' } = await search(on(five), { sort: 'tenantName', limit: '2' });

    await expect(search(on(five), { sort: 'tier', limit: '2', next_token: nextToken })).rejects.toMatchObject(
      {
        field: 'next_token',
      },
    );
  });

  it('shows rows as they are now, not as the directory had them', async () => {
    const deps = {
      ...on([buildEntry(1, { registrationStatus: 'Suspended' })]),
      directory: async () => [buildEntry(1)],
    };

    expect((await search(deps, { search: 'tenant-0001' })).rows[0]?.registrationStatus).toBe('Suspended');
  });

  it.each([
    ['tier', { tier: 'gold' }],
    ['sort', { sort: 'email' }],
    ['order', { order: 'up' }],
    ['active', { active: 'yes' }],
    ['failed', { failed: 'yes' }],
    ['search', { search: '' }],
    ['registrationStatus', { registrationStatus: ',' }],
  ])('names %s when it does not fit', (field, query) => {
    expect(tenantsQuerySchema.safeParse(query).error?.issues[0]?.path[0]).toBe(field);
  });

  it('leaves the plain list to itself', () => {
    expect(isSearch(tenantsQuerySchema.parse({ limit: '5', next_token: 'x', other: 'y' }))).toBe(false);
  });

  it('finds a page among 1,000 tenants within 50 ms', async () => {
    const deps = on(Array.from({ length: 1_000 }, (_, number) => buildEntry(number)));
    const query = { search: 'owner', sort: 'tenantName', order: 'desc', limit: '100' };
    await search(deps, query);

    const took: number[] = [];
    for (let run = 0; run < 20; run++) {
      const began = process.cpuUsage();
      await search(deps, query);
      const { user, system } = process.cpuUsage(began);
      took.push((user + system) / 1_000);
    }

    // Of the processor's time, so that other tests beside it do not count.
    expect(took.sort((a, b) => a - b)[18]).toBeLessThan(50);
  });
});

describe('the list of deletion receipts', () => {
  it('has who is gone, latest first, with the proof', async () => {
    const receipt = { executionArn: 'arn', completedAt: '2026-03-05T00:00:00.000Z', resources: [] };
    const gone = [1, 2, 3].map((number) => buildEntry(number, { sbtaws_active: false }));
    const deps = on([...gone, buildEntry(4)], { receipt });

    const first = await listReceipts(deps, { limit: 2 });
    const second = await listReceipts(
      deps,
      readPage({ limit: '2', next_token: first.nextToken }, 'deletion-receipts'),
    );

    expect(names(first)).toEqual(['tenant-0003', 'tenant-0002']);
    expect(names(second)).toEqual(['tenant-0001']);
    expect(first.rows[0]).toMatchObject({ deletedAt: '2026-03-05T00:00:00.000Z', receipt });
    expect(second.nextToken).toBeUndefined();
  });
});
