import { onlineManager, useQuery } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NotificationBar, useNotifications } from '../../../app-services/portal-shared/notices/notifications';
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

let asked = 0;

function Inside() {
  const session = useSession();
  const { notify } = useNotifications();
  const answer = useQuery({
    queryKey: ['answer'],
    queryFn: () => ++asked,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <p>inside</p>
      <p>answer {answer.data}</p>
      <NotificationBar online />
      <button type="button" onClick={() => notify({ type: 'info', content: 'of the user before' })}>
        notify
      </button>
      <button type="button" onClick={() => session.expire()}>
        expire
      </button>
      <button type="button" onClick={() => session.token('access')}>
        ask
      </button>
    </>
  );
}

function open(authenticator: Authenticator) {
  render(
    <SessionProvider authenticator={authenticator}>
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

it('says offline that signing in has to wait, and keeps what is typed', async () => {
  const user = open(pool());
  await user.type(await screen.findByLabelText('User name'), 'jane');
  act(() => onlineManager.setOnline(false));
  try {
    expect(await screen.findByText('You are offline')).toBeTruthy();
    expect(screen.getByDisplayValue('jane')).toBeTruthy();
  } finally {
    act(() => onlineManager.setOnline(true));
  }
  await waitFor(() => expect(screen.queryByText('You are offline')).toBeNull());
});

it('shows the sign-in when the session is over', async () => {
  const user = open(pool({ restore: async () => USER, token: async () => undefined }));
  await user.click(await screen.findByText('ask'));

  expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
});

it('shows the next user nothing of what the one before was shown or told', async () => {
  const signOut = jest.fn(async () => {});
  const user = open(pool({ restore: async () => USER, signOut }));
  const before = await screen.findByText(/^answer \d+$/);
  const shown = before.textContent;
  await user.click(screen.getByText('notify'));
  expect(screen.getByText('of the user before')).toBeTruthy();
  await user.click(screen.getByText('expire'));
  await screen.findByText(/Your session has ended/);
  await enter(user);

  expect((await screen.findByText(/^answer \d+$/)).textContent).not.toBe(shown);
  expect(screen.queryByText('of the user before')).toBeNull();
  expect(signOut).toHaveBeenCalled();
});
