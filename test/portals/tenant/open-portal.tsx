import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import type { Authenticator } from '../../../app-services/portal-shared/session/authenticator';
import { SessionProvider } from '../../../app-services/portal-shared/session/session';
import { SessionGate } from '../../../app-services/portal-shared/session/session-gate';
import { TenantApiProvider } from '../../../app-services/tenant-portal/api';
import type { Role } from '../../../app-services/tenant-portal/role';
import { routes } from '../../../app-services/tenant-portal/routes';

/** Who is signed in. */
export const OWN = 'ann@example.com';

const signedInAs = (role: Role): Authenticator => {
  const user = { name: OWN, email: OWN, groups: [], claims: { 'custom:userRole': role } };
  return {
    restore: async () => user,
    signIn: async () => user,
    setNewPassword: async () => user,
    signOut: async () => {},
    token: async () => 'token',
  };
};

const TENANT = {
  name: 'corner-bakery',
  userPoolId: 'pool-1',
  appClientId: 'client-1',
  apiGatewayUrl: 'https://tenant-api.example.com',
};

/** The whole portal at a path, with its pages, menus and notices. */
export function openPortal(path: string, role: Role = 'TenantAdmin') {
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  render(
    <I18nProvider locale="en" messages={[messages]}>
      <SessionProvider authenticator={signedInAs(role)}>
        <SessionGate product="Shop">
          <TenantApiProvider tenant={TENANT}>
            <RouterProvider router={router} />
          </TenantApiProvider>
        </SessionGate>
      </SessionProvider>
    </I18nProvider>,
  );
  return { user: userEvent.setup({ delay: null }), router };
}
