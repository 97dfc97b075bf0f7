import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentType } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { AdminApiProvider } from '../../../app-services/admin-portal/api';
import {
  NotificationBar,
  NotificationsProvider,
} from '../../../app-services/portal-shared/notices/notifications';
import { createQueryClient } from '../../../app-services/portal-shared/queries/query-client';
import type { Authenticator, User } from '../../../app-services/portal-shared/session/authenticator';
import { SessionProvider } from '../../../app-services/portal-shared/session/session';

const USER: User = { name: 'jane', groups: [], claims: {} };
const authenticator: Authenticator = {
  restore: async () => USER,
  signIn: async () => USER,
  setNewPassword: async () => USER,
  signOut: async () => {},
  token: async () => 'token',
};

/** A refusal, as the API answers one. */
export const refusal = (status: number, message: string) => ({ status, message });

/** What was asked for, beside the route. */
export interface Asked {
  query: Record<string, string>;
  body: unknown;
}

/** By route, such as `GET /tenants`: the `data` of an answer, a whole body that has `data`, or a refusal. */
export type Answers = Record<string, (asked: Asked) => object | Promise<object>>;

/** Who looks: `GET /me`. */
export const me = (userRole: 'SystemAdmin' | 'CustomerSupport') => ({
  ...{ userName: 'jane', userRole, roles: [userRole] },
  may: { read: true, write: userRole === 'SystemAdmin' },
});

/** A page at an address, against an API that answers as told; what it is not told is a 404. */
export function openPage(Page: ComponentType, route: string, address: string, answers: Answers) {
  const asked: Record<string, Asked[]> = {};
  globalThis.fetch = (async (request: Request) => {
    const url = new URL(request.url);
    const name = `${request.method} ${url.pathname}`;
    const text = await request.text();
    const one = { query: Object.fromEntries(url.searchParams), body: text ? JSON.parse(text) : undefined };
    asked[name] = [...(asked[name] ?? []), one];
    const answer = (await answers[name]?.(one)) ?? refusal(404, `${name} is not known to this test`);
    const status = 'status' in answer && 'message' in answer ? (answer.status as number) : 200;
    const isWhole = status !== 200 || 'data' in answer;
    return new Response(JSON.stringify(isWhole ? answer : { data: answer }), {
      status,
      headers: { 'content-type': 'application/json' },
    });
  }) as typeof fetch;

  const router = createMemoryRouter(
    [
      { path: route, Component: Page },
      { path: '*', element: <p>another page</p> },
    ],
    { initialEntries: [address] },
  );
  const client = createQueryClient();
  render(
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={client}>
        <NotificationsProvider>
          <NotificationBar online />
          <SessionProvider authenticator={authenticator}>
            <AdminApiProvider url="https://api.example">
              <RouterProvider router={router} />
            </AdminApiProvider>
          </SessionProvider>
        </NotificationsProvider>
      </QueryClientProvider>
    </I18nProvider>,
  );
  return {
    user: userEvent.setup({ delay: null }),
    asked,
    last: (name: string) => asked[name]?.at(-1),
    address: () => `${router.state.location.pathname}${router.state.location.search}`,
    back: () => act(() => router.navigate(-1)),
  };
}
