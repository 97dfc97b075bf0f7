import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { onlineManager } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { ApiError } from '../../../app-services/portal-shared/api/errors';
import {
  NotificationBar,
  NotificationsProvider,
  useNotifications,
} from '../../../app-services/portal-shared/notices/notifications';
import { PortalLink } from '../../../app-services/portal-shared/shell/portal-link';
import { PageFailed } from '../../../app-services/portal-shared/states/page-failed';

it('a link to a page of the portal changes the page without a reload', async () => {
  const router = createMemoryRouter([
    { path: '/', element: <PortalLink href="/tenants?tier=BASIC">Basic tenants</PortalLink> },
    { path: '/tenants', element: <p>the tenants</p> },
  ]);
  render(<RouterProvider router={router} />);
  await userEvent.click(screen.getByRole('link', { name: 'Basic tenants' }));

  expect(screen.getByText('the tenants')).toBeTruthy();
  expect(router.state.location.search).toBe('?tier=BASIC');
});

const failedImport = new TypeError(
  'Failed to fetch dynamically imported module: https://portal.example/a.js',
);

const Nothing = () => null;

function Asker() {
  const { notify, notifyFailure } = useNotifications();
  return (
    <>
      <button type="button" onClick={() => notify({ type: 'in-progress', header: 'Suspending' }, 'one')}>
        begin
      </button>
      <button type="button" onClick={() => notify({ type: 'success', header: 'Suspended' }, 'one')}>
        end
      </button>
      <button
        type="button"
        onClick={() => notifyFailure(new ApiError(429, 'Too Many Requests', 3), 'Not suspended')}
      >
        fail
      </button>
    </>
  );
}

it('a notice takes the place of the one with its id, says what an API refused, and can be dismissed', async () => {
  render(
    <I18nProvider locale="en" messages={[messages]}>
      <NotificationsProvider>
        <NotificationBar online />
        <Asker />
      </NotificationsProvider>
    </I18nProvider>,
  );
  await userEvent.click(screen.getByText('begin'));
  await userEvent.click(screen.getByText('end'));

  expect(screen.queryByText('Suspending')).toBeNull();
  expect(screen.queryByText('Notifications')).toBeNull(); // the heading of a stack of several
  expect(screen.getByText('Suspended')).toBeTruthy();

  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  await waitFor(() => expect(screen.queryByText('Suspended')).toBeNull());

  await userEvent.click(screen.getByText('fail'));
  expect(screen.getByText('Not suspended')).toBeTruthy();
  expect(screen.getByText('Too Many Requests. Try again in 3 s.')).toBeTruthy();
});

it.each([
  ['an error of its own', new Error('no such column'), 'This page has an error', true, true],
  ['a build that is gone', failedImport, 'This page could not be loaded', true, true],
  ['no network', failedImport, 'This page has not been loaded yet', false, false],
])('a page that cannot be shown for %s has a heading, and a reload where that helps', async (...given) => {
  const [, error, title, online, reloads] = given;
  const noise = jest.spyOn(console, 'error').mockImplementation(() => {});
  onlineManager.setOnline(online);
  try {
    const loader = () => {
      throw error;
    };
    const router = createMemoryRouter([
      { path: '/', loader, element: null, ErrorBoundary: PageFailed, HydrateFallback: Nothing },
    ]);
    render(<RouterProvider router={router} />);

    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Reload' }) !== null).toBe(reloads);
  } finally {
    onlineManager.setOnline(true);
    noise.mockRestore();
  }
});

it('says that the browser is offline as long as it is', async () => {
  const { rerender } = render(
    <NotificationsProvider>
      <NotificationBar online={false} />
    </NotificationsProvider>,
  );
  expect(screen.getByText('You are offline')).toBeTruthy();

  rerender(
    <NotificationsProvider>
      <NotificationBar online />
    </NotificationsProvider>,
  );
  await waitFor(() => expect(screen.queryByText('You are offline')).toBeNull());
});
