import { screen, waitFor, within } from '@testing-library/react';
import { answer, FakeGateway } from './fake-gateway';
import { OWN, openPortal } from './open-portal';

const userNamed = (email: string, user_role: string, more = {}) => ({
  ...{ username: email, email, user_role, status: 'CONFIRMED', enabled: true },
  ...{ created: '2026-11-01T10:00:00Z', modified: '2026-11-01T10:00:00Z' },
  ...more,
});

let gateway: FakeGateway;
beforeEach(() => {
  gateway = new FakeGateway();
  gateway.users = [
    userNamed(OWN, 'TenantAdmin'),
    userNamed('uwe@example.com', 'TenantUser', { status: 'FORCE_CHANGE_PASSWORD' }),
  ];
});

async function choose(user: ReturnType<typeof openPortal>['user'], email: string, action: string) {
  await user.click(await screen.findByRole('button', { name: `Actions for ${email}` }));
  await user.click(await screen.findByRole('menuitem', { name: action }));
  return within(await screen.findByRole('dialog'));
}

it('a TenantUser finds no page of users in the menu, and an explanation at its address', async () => {
  const { user } = openPortal('/users', 'TenantUser');
  await user.click(await screen.findByRole('button', { name: 'Open the navigation' }));

  expect(await screen.findByText('Only a TenantAdmin manages users')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Orders' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Users' })).toBeNull();
  expect(gateway.of('GET', '/users')).toEqual([]);
});

it('whom the pool does not know as TenantAdmin any more gets the same explanation', async () => {
  gateway.instead = ({ path }) =>
    path === '/users' ? answer(403, { message: 'only a TenantAdmin may do this' }) : undefined;
  openPortal('/users');

  expect(await screen.findByText('Only a TenantAdmin manages users')).toBeTruthy();
  expect(screen.queryByText(/is suspended/)).toBeNull();
});

it('changes a role after a question', async () => {
  const { user } = openPortal('/users');
  expect(await screen.findByRole('row', { name: /uwe@example.com.*Invited/ })).toBeTruthy();
  expect(screen.getByText(`${OWN} (you)`)).toBeTruthy();
  const dialog = await choose(user, 'uwe@example.com', 'Make TenantAdmin');
  await user.click(dialog.getByRole('button', { name: 'Make TenantAdmin' }));

  expect(await screen.findByText('uwe@example.com is a TenantAdmin now.')).toBeTruthy();
  expect(gateway.of('PUT', '/users/uwe@example.com')[0]?.body).toEqual({ userRole: 'TenantAdmin' });
  await waitFor(() => expect(gateway.of('GET', '/users').length).toBeGreaterThan(1));
});

it('tells the refusal for the last TenantAdmin as what it is', async () => {
  gateway.instead = ({ method }) =>
    method === 'DELETE'
      ? answer(409, { message: 'the last TenantAdmin cannot be removed or demoted' })
      : undefined;
  const { user } = openPortal('/users');
  const dialog = await choose(user, OWN, 'Delete');
  expect(dialog.getByText(/Your own account will be deleted/)).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Delete' }));

  expect(await dialog.findByText('This is the last TenantAdmin')).toBeTruthy();
  await user.click(dialog.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
  expect(screen.queryByText(`${OWN} is deleted.`)).toBeNull();
});

it('invites a user, and says at the address that it has an account already', async () => {
  gateway.instead = ({ method, body }) =>
    method === 'POST' && (body as { userEmail: string }).userEmail === 'uwe@example.com'
      ? answer(409, { message: 'userEmail has an account already' })
      : undefined;
  const { user } = openPortal('/users/new');
  await user.type(await screen.findByLabelText('Name'), 'Zoe');
  await user.type(screen.getByLabelText('E-mail address'), 'uwe@example');
  await user.click(screen.getByRole('button', { name: 'Invite' }));
  expect(await screen.findByText(/Enter an e-mail address, for instance/)).toBeTruthy();
  await user.type(screen.getByLabelText('E-mail address'), '.com');
  await user.click(screen.getByRole('button', { name: 'Invite' }));
  expect(await screen.findByText(/userEmail has an account already/)).toBeTruthy();

  await user.clear(screen.getByLabelText('E-mail address'));
  await user.type(screen.getByLabelText('E-mail address'), 'zoe@example.com');
  await user.click(screen.getByRole('radio', { name: /TenantAdmin/ }));
  await user.click(screen.getByRole('button', { name: 'Invite' }));

  expect(await screen.findByText(/zoe@example.com is invited/)).toBeTruthy();
  expect(gateway.of('POST', '/users').at(-1)?.body).toEqual({
    ...{ userName: 'Zoe', userEmail: 'zoe@example.com', userRole: 'TenantAdmin' },
  });
});

it('whom the API refuses with a new token too has to sign in again', async () => {
  gateway.instead = () => answer(401, { message: 'Unauthorized' }, {});
  openPortal('/users');

  expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
});
