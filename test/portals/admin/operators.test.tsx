import { focusManager } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import { OperatorsPage } from '../../../app-services/admin-portal/pages/operators/operators-page';
import { type Answers, me, openPage, refusal } from './open-page';

// As in a tab that nobody looks at, nothing polls: what changes on the page was asked for by it.
beforeEach(() => focusManager.setFocused(false));
afterEach(() => focusManager.setFocused(undefined));

const operator = (userName: string, changes: object = {}) => ({
  ...{ userName, userRole: 'SystemAdmin', email: `${userName}@example.com`, status: 'CONFIRMED' },
  ...{ enabled: true, created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' },
  ...changes,
});

function open(answers: Answers = {}) {
  const rows = [operator('jane'), operator('bob'), operator('eve', { enabled: false })];
  return openPage(OperatorsPage, '/operators', '/operators', {
    'GET /me': () => me('SystemAdmin'),
    'GET /users': () => rows,
    'POST /users': ({ body }) => {
      rows.push(operator((body as { userName: string }).userName, { status: 'FORCE_CHANGE_PASSWORD' }));
      return { userName: (body as { userName: string }).userName };
    },
    'PUT /users/bob': () => ({ message: 'User updated' }),
    ...answers,
  });
}
const rowOf = async (name: string) => within(await screen.findByRole('row', { name: new RegExp(name) }));
const dialog = () => within(screen.getByRole('dialog'));

const choose = async (user: ReturnType<typeof open>['user'], name: string, action: string) =>
  user.click(await screen.findByRole('button', { name: `${action} ${name}` }));

it('shows who can sign in, and who was only invited or is shut out', async () => {
  const { last } = open({
    'GET /users': () => [
      operator('ann', { status: 'FORCE_CHANGE_PASSWORD' }),
      operator('eve', { enabled: false }),
    ],
  });

  expect((await rowOf('ann')).getByText('Invited')).toBeTruthy();
  expect((await rowOf('eve')).getByText('Disabled')).toBeTruthy();
  expect(last('GET /users')?.query).toEqual({ limit: '60' });
});

it('a CustomerSupport sees operators and no action', async () => {
  const { asked } = open({ 'GET /me': () => me('CustomerSupport') });
  await rowOf('bob');
  await waitFor(() => expect(asked['GET /me']).toHaveLength(1));

  expect(screen.queryByText('Create an operator')).toBeNull();
  expect(screen.queryByRole('button', { name: /bob$/ })).toBeNull();
});

it('creates an operator, who appears at once', async () => {
  const { user, last } = open();
  await user.click(await screen.findByRole('button', { name: 'Create an operator' }));
  await user.type(dialog().getByLabelText('User name'), 'ann');
  await user.type(dialog().getByLabelText('E-mail'), 'ann@example.com');
  await user.click(dialog().getByRole('button', { name: 'Create' }));

  expect((await dialog().findAllByText('Choose a role.')).length).toBeGreaterThan(0);
  await user.click(dialog().getByRole('radio', { name: /CustomerSupport/ }));
  await user.click(dialog().getByRole('button', { name: 'Create' }));

  expect(await screen.findByText('ann is invited')).toBeTruthy();
  expect((await rowOf('ann@')).getByText('Invited')).toBeTruthy();
  expect(last('POST /users')?.body).toEqual({
    ...{ userName: 'ann', email: 'ann@example.com', userRole: 'CustomerSupport' },
  });
});

it('a name that is taken is told at its field, and the form stays', async () => {
  const { user } = open({ 'POST /users': () => refusal(409, 'userName: a user of this name exists') });
  await user.click(await screen.findByRole('button', { name: 'Create an operator' }));
  await user.type(dialog().getByLabelText('User name'), 'bob');
  await user.type(dialog().getByLabelText('E-mail'), 'bob@example.com');
  await user.click(dialog().getByRole('radio', { name: /SystemAdmin/ }));
  await user.click(dialog().getByRole('button', { name: 'Create' }));

  expect((await dialog().findAllByText('A user of this name exists')).length).toBeGreaterThan(0);
});

it('disables an operator after asking', async () => {
  const { user, asked, last } = open();
  await choose(user, 'bob', 'Disable');
  expect(dialog().getByText(/loses access within a minute/)).toBeTruthy();
  expect(asked['PUT /users/bob']).toBeUndefined();
  await user.click(dialog().getByRole('button', { name: 'Disable' }));

  expect(await screen.findByText('bob is disabled')).toBeTruthy();
  expect(last('PUT /users/bob')?.body).toEqual({ enabled: false });
});

it('says why the API refuses a change', async () => {
  const { user } = open({ 'PUT /users/bob': () => refusal(409, 'this is the last SystemAdmin') });
  await choose(user, 'bob', 'Disable');
  await user.click(dialog().getByRole('button', { name: 'Disable' }));

  expect(await dialog().findByText('this is the last SystemAdmin')).toBeTruthy();
});

it('changes a role', async () => {
  const { user, last } = open();
  await choose(user, 'bob', 'Change');
  await user.click(dialog().getByRole('radio', { name: /CustomerSupport/ }));
  await user.click(dialog().getByRole('button', { name: 'Save' }));

  expect(await screen.findByText('bob is changed')).toBeTruthy();
  expect(last('PUT /users/bob')?.body).toEqual({ userRole: 'CustomerSupport', email: 'bob@example.com' });
});

it('nobody is offered to take their own power, and who is shut out can be let in', async () => {
  open();

  expect(await (await rowOf('jane@')).findByText('This is you')).toBeTruthy();
  expect((await rowOf('jane@')).queryByRole('button')).toBeNull();
  expect(screen.getByRole('button', { name: 'Enable eve' })).toBeTruthy();
});
