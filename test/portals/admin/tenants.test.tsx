import { screen, waitFor, within } from '@testing-library/react';
import { TenantsPage } from '../../../app-services/admin-portal/pages/tenants/tenants-page';
import { type Answers, me, openPage } from './open-page';

const tenant = (number: number) => ({
  ...{ tenantId: `t-${number}`, tenantRegistrationId: `r-${number}`, tenantName: `tenant-${number}` },
  ...{ email: `a${number}@example.com`, tier: 'BASIC', registrationStatus: 'Created' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', sbtaws_active: true },
});

/** An API with so many tenants, which pages as ours does: its tokens tell how many rows were before. */
const withTenants = (total: number, role: Parameters<typeof me>[0] = 'SystemAdmin'): Answers => ({
  'GET /me': () => me(role),
  'GET /tenants': ({ query }) => {
    const [start, limit] = [Number(query.next_token ?? 0), Number(query.limit)];
    const data = Array.from({ length: Math.max(0, Math.min(limit, total - start)) }, (_, row) =>
      tenant(start + row + 1),
    );
    const more = start + limit < total;
    return { data, total, ...(more && { next_token: String(start + limit) }) };
  },
});

const open = (address: string, answers: Answers) => openPage(TenantsPage, '/tenants', address, answers);

afterEach(() => localStorage.clear());

it('asks for what the address says', async () => {
  const { last } = open(
    '/tenants?search=acme&tier=BASIC,PREMIUM&state=Created&sort=tenantName&order=asc',
    withTenants(1),
  );
  expect(await screen.findByRole('link', { name: 'tenant-1' })).toBeTruthy();

  expect(last('GET /tenants')?.query).toEqual({
    ...{ search: 'acme', tier: 'BASIC,PREMIUM', registrationStatus: 'Created' },
    ...{ sort: 'tenantName', order: 'asc', limit: '20' },
  });
  expect(screen.getByRole('link', { name: 'tenant-1' }).getAttribute('href')).toBe('/tenants/r-1');
});

it('shows the latest first and no deleted ones, unless told otherwise', async () => {
  const { last } = open('/tenants', withTenants(1));
  await screen.findByText('tenant-1');

  expect(last('GET /tenants')?.query).toEqual({
    ...{ active: 'true', sort: 'createdAt', order: 'desc', limit: '20' },
  });
});

it('asks for those whose last operation failed, and keeps that in the address', async () => {
  const { user, last, address } = open('/tenants?page=2', withTenants(45));
  await screen.findByText('tenant-21');
  await user.click(screen.getByRole('checkbox', { name: 'Only those whose last operation failed' }));

  await waitFor(() => expect(last('GET /tenants')?.query).toMatchObject({ active: 'true', failed: 'true' }));
  expect(address()).toBe('/tenants?failed=true');
});

it('searches when typing pauses, and begins at the first page', async () => {
  const { user, asked, address } = open('/tenants?page=2', withTenants(45));
  await screen.findByText('tenant-21');
  const before = asked['GET /tenants']?.length ?? 0;
  await user.type(screen.getByRole('searchbox'), 'acme');

  const searches = () => asked['GET /tenants']?.slice(before).flatMap(({ query }) => query.search ?? []);
  await waitFor(() => expect(new Set(searches())).toEqual(new Set(['acme'])));
  expect(address()).toBe('/tenants?search=acme');
});

it('sorts by a column through the API, and keeps that in the address', async () => {
  const { user, last, address } = open('/tenants', withTenants(1));
  await screen.findByText('tenant-1');
  const [sort] = within(screen.getByRole('columnheader', { name: /^Name/ })).getAllByRole('button');
  await user.click(sort as HTMLElement);

  await waitFor(() =>
    expect(last('GET /tenants')?.query).toMatchObject({ sort: 'tenantName', order: 'asc' }),
  );
  expect(address()).toBe('/tenants?sort=tenantName&order=asc');
});

it('goes to a page by its token, and back with the history', async () => {
  const { user, asked, address, back } = open('/tenants', withTenants(45));
  await screen.findByText('tenant-1');
  await user.click(screen.getByRole('button', { name: 'Next page' }));

  expect(await screen.findByText('tenant-21')).toBeTruthy();
  expect(address()).toBe('/tenants?page=2');
  expect(asked['GET /tenants']?.at(-1)?.query).toMatchObject({ next_token: '20', limit: '20' });

  await back();
  expect(await screen.findByText('tenant-1')).toBeTruthy();
});

it('an address beyond the last page shows the last one', async () => {
  const { address } = open('/tenants?page=9', withTenants(45));

  expect(await screen.findByText('tenant-45')).toBeTruthy();
  expect(address()).toBe('/tenants?page=3');
});

it('an address of a further page says how many rows a page has, whatever its reader likes', async () => {
  localStorage.setItem('table-tenants', JSON.stringify({ pageSize: 10 }));
  const { user, address } = open('/tenants?page=2', withTenants(45));
  expect(await screen.findByText('tenant-21')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Previous page' }));
  await screen.findByText('tenant-1');
  expect(screen.queryByText('tenant-11')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Next page' }));

  expect(await screen.findByText('tenant-11')).toBeTruthy();
  expect(address()).toBe('/tenants?page=2&size=10');
});

it('offers onboarding to who may, and to nobody else', async () => {
  open('/tenants', withTenants(1));

  expect(await screen.findByRole('link', { name: 'Onboard a tenant' })).toBeTruthy();
});

it('a CustomerSupport sees tenants and no action', async () => {
  const { asked } = open('/tenants', withTenants(1, 'CustomerSupport'));
  await screen.findByText('tenant-1');
  await waitFor(() => expect(asked['GET /me']).toHaveLength(1));

  expect(screen.queryByText('Onboard a tenant')).toBeNull();
});

it('says that nothing fits the filter, and clears it', async () => {
  const { user, address } = open('/tenants?search=nobody', withTenants(0));
  await user.click(await screen.findByRole('button', { name: 'Clear the filter' }));

  expect(address()).toBe('/tenants');
});
