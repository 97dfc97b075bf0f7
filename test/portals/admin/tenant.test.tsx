import { onlineManager } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import { TenantPage } from '../../../app-services/admin-portal/pages/tenant/tenant-page';
import type { Registration } from '../../../app-services/admin-portal/types';
import { type Answers, me, openPage, refusal } from './open-page';

const API = '/tenant-registrations/r-1';
const buildRegistration = (more: Partial<Registration> = {}): Registration => ({
  ...{ tenantRegistrationId: 'r-1', tenantId: 't-1', sbtaws_active: true, registrationStatus: 'Created' },
  ...{ createdAt: '2026-03-01T12:00:00.000Z', updatedAt: '2026-03-01T12:00:00.000Z' },
  ...more,
});

const execution = (number: number) => ({
  name: `acme-activation-${number}`,
  executionArn: `arn:aws:states:us-east-1:000000000000:execution:tenant-activation:acme-activation-${number}`,
  ...{ operation: 'activation', status: 'SUCCEEDED', redriveCount: 0, redrivable: false, consoleUrl: '#' },
  ...{ startedAt: '2026-03-01T12:00:00.000Z', stoppedAt: '2026-03-01T12:00:03.000Z' },
});

const usage = {
  plan: { tier: 'PREMIUM', rateLimit: 300, burstLimit: 300, quotaPerDay: 6_000 },
  today: { date: '2026-03-02', used: 1_500, throttled: 12, remaining: 4_500 },
  resetsAt: '2026-03-03T00:00:00.000Z',
  days: [{ date: '2026-03-02', used: 1_500, throttled: 12 }],
};

const tenantUser = (name: string, more: object = {}) => ({
  ...{ username: `id-of-${name}`, email: `${name}@acme.example`, user_role: 'TenantUser' },
  ...{ status: 'CONFIRMED', enabled: true },
  ...{ created: '2026-03-01T12:00:00.000Z', modified: '2026-03-01T12:00:00.000Z' },
  ...more,
});

const table = (name: string, more: object = {}) => ({
  ...{ type: 'Table', name, state: 'created', details: {}, executionName: 'acme-onboarding-1' },
  ...{ plannedAt: '2026-03-01T12:00:00.000Z', createdAt: '2026-03-01T12:00:05.000Z' },
  ...more,
});

function open(registration: () => Registration, more: Answers = {}) {
  return openPage(TenantPage, '/tenants/:tenantRegistrationId', '/tenants/r-1', {
    'GET /me': () => me('SystemAdmin'),
    'GET /tenants/t-1': () => ({ tenantId: 't-1', tenantName: 'acme', email: 'jane@acme.example' }),
    [`GET ${API}`]: registration,
    [`GET ${API}/footprint`]: () => ({
      ...{ tenantId: 't-1', tenantName: 'acme', tier: 'PREMIUM', cellId: 'cell-1', slot: 2 },
      apiGatewayUrl: 'https://gateway.example/prod',
      resources: [
        table('acme', { type: 'UsagePlanKey' }),
        table('acme-orders'),
        table('acme-products', { consoleUrl: 'https://aws.example/products' }),
      ],
    }),
    [`GET ${API}/executions`]: () => ({ data: [execution(1)] }),
    [`GET ${API}/usage`]: () => usage,
    [`GET ${API}/users`]: () => ({ data: [tenantUser('jane')] }),
    ...more,
  });
}

const choose = async (user: ReturnType<typeof open>['user'], action: string) => {
  await user.click(await screen.findByRole('button', { name: 'Actions' }));
  await user.click(await screen.findByRole('menuitem', { name: new RegExp(`^${action}`) }));
};

it('shows what a tenant has, where, its usage against its plan, and its executions', async () => {
  open(buildRegistration);

  expect(await screen.findByRole('heading', { name: 'acme', level: 1 })).toBeTruthy();
  expect(screen.getByText('https://gateway.example/prod')).toBeTruthy();
  expect(screen.getByText('cell-1, slot 2')).toBeTruthy();
  await waitFor(() => expect(screen.getAllByText('jane@acme.example')).toHaveLength(2));
  expect(await screen.findByText(/1,500 of 6,000 requests/)).toBeTruthy();
  const footprint = within(screen.getByRole('table', { name: 'Footprint' }));
  expect(footprint.getByText('acme-orders')).toBeTruthy();
  expect(footprint.getByRole('link', { name: /^acme-products/ }).getAttribute('href')).toBe(
    'https://aws.example/products',
  );
  const link = await screen.findByRole('link', { name: 'acme-activation-1' });
  expect(link.getAttribute('href')).toBe('/tenants/r-1/executions/acme-activation-1');
});

it('finds resources by their name', async () => {
  const { user } = open(buildRegistration);
  await user.type(await screen.findByRole('searchbox', { name: 'Find resources' }), 'products');

  const footprint = within(screen.getByRole('table', { name: 'Footprint' }));
  expect(footprint.queryByText('acme-orders')).toBeNull();
  expect(footprint.getByText('acme-products')).toBeTruthy();
});

it('offers no action to an operator who may only look', async () => {
  const { asked } = open(buildRegistration, { 'GET /me': () => me('CustomerSupport') });
  await screen.findByText(/1,500 of 6,000 requests/);
  await waitFor(() => expect(asked['GET /me']).toBeDefined());

  expect(screen.queryByRole('button', { name: 'Actions' })).toBeNull();
});

it('suspends a tenant, and shows its new state without a reload', async () => {
  let status = 'Created';
  const { user } = open(() => buildRegistration({ registrationStatus: status }), {
    [`POST ${API}/deactivate`]: () => {
      status = 'Suspended';
      return { message: 'Tenant suspension initiated' };
    },
  });
  await choose(user, 'Suspend');
  await user.click(await screen.findByRole('button', { name: 'Suspend' }));

  expect(await screen.findByText('Tenant suspension initiated')).toBeTruthy();
  expect(await screen.findByText('Suspended')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('offboards only once its name is typed, as it was chosen', async () => {
  const { user, last } = open(buildRegistration, { [`DELETE ${API}`]: () => ({ message: 'initiated' }) });
  await choose(user, 'Offboard');
  const dialog = within(await screen.findByRole('dialog'));
  const submit = dialog.getByRole('button', { name: 'Offboard' });
  expect(submit.getAttribute('aria-disabled') ?? submit.hasAttribute('disabled')).toBeTruthy();

  await user.type(dialog.getByLabelText('Days to keep its data'), '400');
  expect(await dialog.findByText('Type a whole number from 0 to 350.')).toBeTruthy();
  await user.clear(dialog.getByLabelText('Days to keep its data'));
  await user.type(dialog.getByLabelText('Days to keep its data'), '30');
  await user.click(dialog.getByRole('radio', { name: /^Export it first/ }));
  await user.type(dialog.getByLabelText('Type acme to confirm'), 'acme');
  await user.click(submit);

  await waitFor(() => expect(last(`DELETE ${API}`)?.query).toEqual({ retainDays: '30', export: 'true' }));
});

it("leaves how a tenant leaves to the configuration, unless chosen, and tells the API's refusal", async () => {
  const { user, last } = open(buildRegistration, {
    [`DELETE ${API}`]: () => refusal(409, 'the deletion is being ordered by another request'),
  });
  await choose(user, 'Offboard');
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('Type acme to confirm'), 'acme');
  await user.click(dialog.getByRole('button', { name: 'Offboard' }));

  expect(await dialog.findByText('the deletion is being ordered by another request')).toBeTruthy();
  expect(last(`DELETE ${API}`)?.query).toEqual({});
});

it("extends today's quota", async () => {
  let remaining = 4_500;
  const { user, last, asked } = open(buildRegistration, {
    [`GET ${API}/usage`]: () => ({ ...usage, today: { ...usage.today, remaining } }),
    [`POST ${API}/usage/extension`]: () => {
      remaining = 5_000;
      return { date: '2026-03-02', remaining, message: '5000 requests are left today' };
    },
  });
  await choose(user, "Extend today's quota");
  await user.type(await screen.findByLabelText('Requests to add'), '500{Enter}');

  expect(await screen.findByText('5000 requests are left today')).toBeTruthy();
  expect(last(`POST ${API}/usage/extension`)?.body).toEqual({ requests: 500 });
  expect(await screen.findByText(/1,500 of 6,500 requests/)).toBeTruthy();
  // All that is shown is asked anew, also what is not looked at again by itself.
  await waitFor(() => expect(asked['GET /me']).toHaveLength(2));
});

it('exports, waits for the end, and shows the files', async () => {
  let looks = 0;
  const links = {
    ...{ executionName: 'acme-export-1', exportedAt: '2026-03-02T12:00:00.000Z', items: 3 },
    files: [
      {
        table: 'orders',
        key: 'orders.jsonl',
        items: 3,
        bytes: 300,
        sha256: '0',
        url: 'https://s3.example/o',
      },
    ],
    ...{ manifestUrl: 'https://s3.example/m', expiresAt: '2026-03-02T12:15:00.000Z' },
  };
  const runs = { executionName: 'acme-export-1', message: 'The export runs' };
  const { user } = open(buildRegistration, {
    [`POST ${API}/export`]: () => runs,
    [`GET ${API}/exports/acme-export-1`]: () => (++looks < 2 ? runs : links),
  });
  await choose(user, 'Export data');
  await user.click(await screen.findByRole('button', { name: 'Export' }));

  const download = await screen.findByRole('link', { name: /^Download orders/ });
  expect(download.getAttribute('href')).toBe('https://s3.example/o');
});

it('tells a failure with a way to its state, and a deletion that can still be cancelled', async () => {
  const failure = {
    ...{ state: 'Verify that all is gone', error: 'FootprintRemainsError', cause: 'a table is left' },
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:tenant-offboarding:acme-offboarding-1',
  };
  let registration = buildRegistration({ registrationStatus: 'Failed to deprovision', failure });
  const { user } = open(() => registration, {
    [`POST ${API}/cancel-offboarding`]: () => ({ message: 'Offboarding cancelled' }),
  });
  expect(await screen.findByText('FootprintRemainsError: a table is left')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Look at the execution' }).getAttribute('href')).toBe(
    '/tenants/r-1/executions/acme-offboarding-1?state=Verify%20that%20all%20is%20gone',
  );

  registration = buildRegistration({
    ...{
      registrationStatus: 'Deleting',
      offboarding: { state: 'waiting', retainUntil: '2026-04-01T00:00:00.000Z' },
    },
  });
  expect(await screen.findByText('The tenant leaves')).toBeTruthy();
  await choose(user, 'Cancel the offboarding');
  expect(await screen.findByText('Offboarding cancelled')).toBeTruthy();
});

it('shows the rest of a tenant anew as soon as its state is another', async () => {
  let gone = false;
  open(() => buildRegistration({ registrationStatus: gone ? 'Deleted' : 'Deleting' }), {
    [`GET ${API}/users`]: () => ({ data: gone ? [] : [tenantUser('ada')] }),
  });
  expect(await screen.findByText('ada@acme.example')).toBeTruthy();

  gone = true;
  expect(await screen.findByText('Deleted')).toBeTruthy();
  expect(await screen.findByText('No users')).toBeTruthy();
});

it('of what was done the last is told', async () => {
  let status = 'Created';
  const { user } = open(() => buildRegistration({ registrationStatus: status }), {
    [`POST ${API}/deactivate`]: () => {
      status = 'Suspended';
      return { message: 'Tenant suspension initiated' };
    },
    [`POST ${API}/activate`]: () => ({ message: 'Tenant resumption initiated' }),
  });
  await choose(user, 'Suspend');
  await user.click(await screen.findByRole('button', { name: 'Suspend' }));
  expect(await screen.findByText('acme is being suspended')).toBeTruthy();

  await screen.findByText('Suspended');
  await choose(user, 'Resume');
  expect(await screen.findByText('acme is being resumed')).toBeTruthy();
  // There is no stack of notices to be opened.
  expect(screen.queryByRole('heading', { name: 'Notifications' })).toBeNull();
});

it('turns the pages of the executions, forth and back', async () => {
  const { user } = open(buildRegistration, {
    [`GET ${API}/executions`]: ({ query }) =>
      query.next_token ? { data: [execution(2)] } : { data: [execution(1)], next_token: 'next' },
  });
  await screen.findByRole('link', { name: 'acme-activation-1' });

  await user.click(screen.getByRole('button', { name: 'Next page' }));
  expect(await screen.findByRole('link', { name: 'acme-activation-2' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Previous page' }));
  expect(await screen.findByRole('link', { name: 'acme-activation-1' })).toBeTruthy();
});

const users = async () => within(await screen.findByRole('table', { name: 'Users' }));

it('shows who may sign in for the tenant, and whether they can', async () => {
  open(buildRegistration, {
    [`GET ${API}/users`]: () => ({
      data: [
        tenantUser('ada', { user_role: 'TenantAdmin' }),
        tenantUser('bob', { status: 'FORCE_CHANGE_PASSWORD' }),
        tenantUser('cy', { enabled: false }),
        { ...tenantUser('dee', { status: 'UNKNOWN' }), email: undefined, user_role: undefined },
      ],
    }),
  });
  await screen.findByText('ada@acme.example');

  const rows = (await users()).getAllByRole('row').slice(1);
  expect(
    rows.map((row) =>
      within(row)
        .getAllByRole('cell')
        .slice(0, 2)
        .map((cell) => cell.textContent),
    ),
  ).toEqual([
    ['TenantAdmin', 'Active'],
    ['TenantUser', 'Invited'],
    ['TenantUser', 'Disabled'],
    ['–', 'UNKNOWN'],
  ]);
  expect(within(rows[3] as HTMLElement).getByRole('rowheader').textContent).toBe('id-of-dee');
});

it('says so when the tenant has no users yet', async () => {
  open(buildRegistration, { [`GET ${API}/users`]: () => ({ data: [] }) });
  expect(await screen.findByText('No users')).toBeTruthy();
});

it('goes on over short and empty pages of users until one is full, and turns to the next', async () => {
  const numbered = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => tenantUser(`user-${from + index}`));
  const parts: Record<string, object> = {
    '': { data: numbered(0, 4), next_token: 'a' },
    a: { data: [], next_token: 'b' },
    b: { data: numbered(4, 6), next_token: 'c' },
    c: { data: [], next_token: 'd' },
    d: { data: numbered(10, 1) },
  };
  const { user, asked } = open(buildRegistration, {
    [`GET ${API}/users`]: ({ query }) => parts[query.next_token ?? ''] ?? refusal(400, 'next_token: unknown'),
  });
  expect(await screen.findByText('user-9@acme.example')).toBeTruthy();
  expect(asked[`GET ${API}/users`]?.map(({ query }) => query.limit)).toEqual(['10', '6', '6']);

  await user.click(screen.getByRole('button', { name: 'Next page' }));
  expect(await screen.findByText('user-10@acme.example')).toBeTruthy();
  expect(screen.queryByText('user-9@acme.example')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Previous page' }));
  expect(await screen.findByText('user-9@acme.example')).toBeTruthy();
});

it('tells that users could not be listed, and lists them on another try', async () => {
  let refused = true;
  const { user } = open(buildRegistration, {
    [`GET ${API}/users`]: () => (refused ? refusal(500, 'no list of users') : { data: [tenantUser('ada')] }),
  });
  expect(await screen.findByText('no list of users')).toBeTruthy();
  expect(screen.getByRole('table', { name: 'Footprint' })).toBeTruthy();

  refused = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('ada@acme.example')).toBeTruthy();
});

it('begins the list of users anew when the place of a page is forgotten', async () => {
  const { user } = open(buildRegistration, {
    [`GET ${API}/users`]: ({ query }) =>
      query.next_token
        ? refusal(400, 'next_token: is no longer valid')
        : { data: Array.from({ length: 10 }, (_, n) => tenantUser(`user-${n}`)), next_token: 'old' },
  });
  await user.click(await screen.findByRole('button', { name: 'Next page' }));
  expect(await screen.findByText('next_token: is no longer valid')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('user-0@acme.example')).toBeTruthy();
});

it('does not ask for the usage of a tenant that has no key yet', async () => {
  const { asked } = open(buildRegistration, {
    [`GET ${API}/footprint`]: () => ({
      ...{ tenantId: 't-1', tenantName: 'acme', tier: 'BASIC' },
      resources: [],
    }),
  });

  expect(await screen.findByText('Nothing yet')).toBeTruthy();
  expect(screen.queryByText('Usage')).toBeNull();
  expect(asked[`GET ${API}/usage`]).toBeUndefined();
});

it('says so when the key has just gone', async () => {
  open(buildRegistration, { [`GET ${API}/usage`]: () => refusal(409, 'the tenant has no API key') });
  expect(await screen.findByText('the tenant has no API key')).toBeTruthy();
});

it('says so when there is no such tenant', async () => {
  open(buildRegistration, { [`GET ${API}`]: () => refusal(404, 'Tenant registration not found') });

  expect(await screen.findByText('There is no such tenant')).toBeTruthy();
  expect(screen.getByText('Tenant registration not found')).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Tenant', level: 1 })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to the tenants' }).getAttribute('href')).toBe('/tenants');
});

it('has its heading, and a way to try again, where it could not be asked for', async () => {
  let refused = true;
  const { user } = open(buildRegistration, {
    [`GET ${API}`]: () => (refused ? refusal(500, 'the service has a fault') : buildRegistration()),
  });
  expect(await screen.findByText('the service has a fault')).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Tenant', level: 1 })).toBeTruthy();

  refused = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'acme', level: 1 })).toBeTruthy();
});

it('an order that is given offline is refused at once, and not sent later', async () => {
  const { user, asked } = open(buildRegistration, {
    [`POST ${API}/deactivate`]: () => {
      if (!onlineManager.isOnline()) throw new TypeError('Failed to fetch');
      return { message: 'Tenant suspension initiated' };
    },
  });
  await choose(user, 'Suspend');
  onlineManager.setOnline(false);
  try {
    await user.click(await screen.findByRole('button', { name: 'Suspend' }));
    expect(await screen.findByText('The service cannot be reached')).toBeTruthy();
  } finally {
    onlineManager.setOnline(true);
  }
  await user.click(screen.getByRole('button', { name: 'Cancel' }));

  expect(asked[`POST ${API}/deactivate`]).toHaveLength(1);
  expect(screen.queryByText('Tenant suspension initiated')).toBeNull();
});
