import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Authenticator, User } from '../../../app-services/portal-shared/session/authenticator';
import { SessionProvider, useSession } from '../../../app-services/portal-shared/session/session';
import { SessionGate } from '../../../app-services/portal-shared/session/session-gate';

const USER: User = { name: 'jane', groups: ['SystemAdmin'], claims: {} };

/** A pool with one invited user. */
const pool = (changes: Partial<Authenticator> = {}): Authenticator => ({
  restore: async () => undefined,
  signIn: async () => USER,
  setNewPassword: async () => USER,
  signOut: async () => {},
  token: async () => 'token',
  ...changes,
});

function Inside() {
  const session = useSession();
  return (
    <>
      <p>inside</p>
      <button type="button" onClick={() => session.token('access')}>
        ask
      </button>
    </>
  );
}

function open(authenticator: Authenticator, onSignOut = () => {}) {
  render(
    <SessionProvider authenticator={authenticator} onSignOut={onSignOut}>
      <SessionGate product="Test">
        <Inside />
      </SessionGate>
    </SessionProvider>,
  );
  return userEvent.setup({ delay: null });
}

async function enter(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByLabelText('User name'), 'jane');
  await user.type(screen.getByLabelText('Password'), 'secret');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

it('goes straight in with the session of the tab', async () => {
  open(pool({ restore: async () => USER }));

  expect(await screen.findByText('inside')).toBeTruthy();
});

it('asks for what is missing before it asks the pool', async () => {
  const signIn = jest.fn();
  const user = open(pool({ signIn }));
  await user.click(await screen.findByRole('button', { name: 'Sign in' }));

  expect(await screen.findByText('Enter your user name.')).toBeTruthy();
  expect(signIn).not.toHaveBeenCalled();
});

it('has an invited user choose a password before it lets them in', async () => {
  const setNewPassword = jest.fn(async () => USER);
  const user = open(pool({ signIn: async () => 'new-password-required', setNewPassword }));
  await enter(user);
  await user.type(await screen.findByLabelText('New password'), 'one');
  await user.type(screen.getByLabelText('New password, again'), 'two');
  await user.click(screen.getByRole('button', { name: 'Save and sign in' }));

  expect(await screen.findByText('The two passwords differ.')).toBeTruthy();
  expect(setNewPassword).not.toHaveBeenCalled();

  await user.clear(screen.getByLabelText('New password, again'));
  await user.type(screen.getByLabelText('New password, again'), 'one');
  await user.click(screen.getByRole('button', { name: 'Save and sign in' }));

  expect(await screen.findByText('inside')).toBeTruthy();
  expect(setNewPassword).toHaveBeenCalledWith('one');
});

it('says why a sign-in was refused', async () => {
  const refusal = Object.assign(new Error('Incorrect username or password.'), {
    name: 'NotAuthorizedException',
  });
  const user = open(pool({ signIn: () => Promise.reject(refusal) }));
  await enter(user);

  expect((await screen.findAllByText(/The user name or the password is wrong/)).length).toBeGreaterThan(0);
});

it('shows the sign-in when the session is over, and forgets what was seen', async () => {
  const onSignOut = jest.fn();
  const user = open(pool({ restore: async () => USER, token: async () => undefined }), onSignOut);
  await user.click(await screen.findByText('ask'));

  expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
  expect(onSignOut).toHaveBeenCalled();
});
