import { act, screen, waitFor } from '@testing-library/react';
import { OnboardPage } from '../../../app-services/admin-portal/pages/onboard/onboard-page';
import { type Answers, type Asked, me, openPage, refusal } from './open-page';

type Body = Record<'tenantName' | 'email' | 'tier', string>;

/** "taken" is another tenant's name. */
const preflight = ({ body }: Asked) => {
  const { tenantName, email, tier } = body as Body;
  const free = tenantName !== '' && tenantName !== 'taken';
  return {
    ready: free && email !== '',
    checks: [
      {
        check: 'tenantName',
        ok: free,
        message: free ? 'the name is free' : `"${tenantName}" belongs to another tenant`,
      },
      { check: 'email', ok: email !== '', message: 'no tenant has this address for its administrator' },
      { check: 'apiKeys', ok: true, message: '4 of 10000 API keys are in use', used: 4, limit: 10_000 },
      { check: 'cell', ok: true, message: '1022 of 1031 places are free', used: 9, limit: 1_031 },
    ],
    resources: [{ type: 'ApiKey', name: `tenant-${tenantName}-????????` }],
    monthlyCost: { currency: 'USD', amount: tier === 'BASIC' ? 0 : 27.5, items: [], basis: 'us-east-1' },
  };
};

const ANSWERS: Answers = {
  'GET /me': () => me('SystemAdmin'),
  'POST /tenant-registrations/preflight': preflight,
  'POST /tenant-registrations': () => ({ tenantRegistrationId: 'r-1', tenantId: 't-1', message: 'begun' }),
  'GET /tenant-registrations/r-1/executions': () => [{ name: 'acme-onboarding-1' }],
};

afterEach(() => jest.useRealTimers());

const open = (answers: Answers = {}, address = '/onboard') =>
  openPage(OnboardPage, '/onboard', address, { ...ANSWERS, ...answers });

async function enter(user: ReturnType<typeof open>['user'], name: string, email: string) {
  await user.type(await screen.findByLabelText('Name'), name);
  await user.type(screen.getByLabelText('E-mail of the administrator'), email);
  await user.tab();
}
/** An error of a field stands beside it, and a moment later in its live region too. */
const told = async (text: string | RegExp) =>
  expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
const submit = (user: ReturnType<typeof open>['user']) =>
  user.click(screen.getByRole('button', { name: 'Onboard' }));

it('tells what is wrong as it is typed, and registers nothing then', async () => {
  const { user, asked } = open();
  await enter(user, 'Acme', 'jane');

  await told(/Use lower-case letters, digits and hyphens/);
  await told(/Enter an e-mail address, such as/);
  await submit(user);
  expect(asked['POST /tenant-registrations']).toBeUndefined();
});

it('asks for what is missing', async () => {
  const { user, asked } = open();
  await screen.findByLabelText('Name');
  await submit(user);

  await told('Enter a name.');
  expect(screen.getByLabelText('Name')).toBe(document.activeElement);
  expect(asked['POST /tenant-registrations']).toBeUndefined();
});

it('shows what would be made and its cost before anything is', async () => {
  const { user } = open();
  await enter(user, 'acme', 'jane@example.com');
  await user.click(screen.getByRole('radio', { name: /Advanced/ }));

  expect(await screen.findByText(/the name is free/)).toBeTruthy();
  expect(await screen.findByText(/27\.50/)).toBeTruthy();
  expect(screen.getByText(/4 of 10,000 are in use/)).toBeTruthy();
  expect(screen.getByText(/1,022 of 1,031 places are free/)).toBeTruthy();
  expect(screen.getByText('tenant-acme-????????')).toBeTruthy();
  expect(screen.getByText('API key')).toBeTruthy();
});

it('what the preflight refuses stands at its field, and is not registered', async () => {
  const { user, asked } = open();
  await enter(user, 'taken', 'jane@example.com');

  await told('"taken" belongs to another tenant.');
  await submit(user);
  await told(/cannot be onboarded as things stand/);
  expect(asked['POST /tenant-registrations']).toBeUndefined();
});

it('registers the tenant, and goes on to its execution', async () => {
  const { user, last, address } = open();
  await enter(user, 'acme', 'jane@example.com');
  await submit(user);

  await waitFor(() => expect(address()).toBe('/tenants/r-1/executions/acme-onboarding-1'));
  expect(last('POST /tenant-registrations')?.body).toEqual({
    tenantData: { tenantName: 'acme', email: 'jane@example.com', tier: 'BASIC' },
  });
});

it('waits for an execution that has not begun', async () => {
  let looks = 0;
  const { address } = open(
    { 'GET /tenant-registrations/r-1/executions': () => (looks++ < 1 ? [] : [{ name: 'e-1' }]) },
    '/onboard?registration=r-1&name=acme',
  );

  expect(await screen.findByText('acme is registered; its onboarding begins')).toBeTruthy();
  await waitFor(() => expect(address()).toBe('/tenants/r-1/executions/e-1'));
});

it('what the API refuses after all stands at its field', async () => {
  const { user } = open({
    'POST /tenant-registrations': () => refusal(409, 'email: this address is taken'),
  });
  await enter(user, 'acme', 'jane@example.com');
  await submit(user);

  await told('This address is taken.');
  expect(screen.getByLabelText('E-mail of the administrator')).toBe(document.activeElement);
});

it('is not for who may change nothing', async () => {
  open({ 'GET /me': () => me('CustomerSupport') });

  expect(await screen.findByText('You may not onboard tenants')).toBeTruthy();
  expect(screen.queryByLabelText('Name')).toBeNull();
});

describe('while nobody knows what the operator may do, there is no form', () => {
  it('as long as it loads', async () => {
    let tell: (answer: object) => void = () => {};
    open({
      'GET /me': () =>
        new Promise<object>((resolve) => {
          tell = resolve;
        }),
    });

    expect(await screen.findByText('Loading what you may do')).toBeTruthy();
    expect(screen.queryByLabelText('Name')).toBeNull();
    tell(me('SystemAdmin'));
    expect(await screen.findByLabelText('Name')).toBeTruthy();
  });

  it('when it could not be loaded, until another try', async () => {
    let refused = true;
    const { user } = open({ 'GET /me': () => (refused ? refusal(403, 'not now') : me('SystemAdmin')) });

    expect(await screen.findByText('Whether you may onboard tenants is not known')).toBeTruthy();
    expect(screen.queryByLabelText('Name')).toBeNull();
    refused = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByLabelText('Name')).toBeTruthy();
  });
});

it('goes within a minute from who is no SystemAdmin any more', async () => {
  jest.useFakeTimers();
  let role: 'SystemAdmin' | 'CustomerSupport' = 'SystemAdmin';
  open({ 'GET /me': () => me(role) });
  expect(await screen.findByLabelText('Name')).toBeTruthy();

  role = 'CustomerSupport';
  await act(() => jest.advanceTimersByTimeAsync(60_000));

  expect(await screen.findByText('You may not onboard tenants')).toBeTruthy();
  expect(screen.queryByLabelText('Name')).toBeNull();
});
