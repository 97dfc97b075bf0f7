import { screen, waitFor } from '@testing-library/react';
import { OperatorNotice } from '../../../app-services/admin-portal/operator-notice';
import { OperatorsPage } from '../../../app-services/admin-portal/pages/operators/operators-page';
import { me, openPage, refusal } from './open-page';

const Page = () => (
  <>
    <OperatorNotice />
    <OperatorsPage />
  </>
);

it('who cannot be told what they may do is told that, and has the actions after another try', async () => {
  let refused = true;
  const { user } = openPage(Page, '/operators', '/operators', {
    'GET /me': () => (refused ? refusal(404, 'not here') : me('SystemAdmin')),
    'GET /users': () => [],
  });

  expect(await screen.findByText('What you may do could not be loaded')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Create an operator' })).toBeNull();

  refused = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('button', { name: 'Create an operator' })).toBeTruthy();
  await waitFor(() => expect(screen.queryByText('What you may do could not be loaded')).toBeNull());
});
