import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { lazy, useState } from 'react';
import { connectUserPool } from '../portal-shared/session/cognito';
import { SessionProvider } from '../portal-shared/session/session';
import { SessionGate } from '../portal-shared/session/session-gate';
import { startPortal } from '../portal-shared/start-portal';
import { TenantApiProvider } from './api';
import { type PortalConfig, portalConfig } from './config';
import { PRODUCT } from './navigation';
import type { Tenant } from './tenant/tenant';
import { TenantGate } from './tenant/tenant-gate';

/** Asked for at once, beside the session: it is there when somebody has typed a password. */
const signedIn = import('./signed-in');
const SignedIn = lazy(() => signedIn);

function OfTenant(props: { tenant: Tenant; config: PortalConfig; leave: () => void }) {
  const { tenant, config, leave } = props;
  const [authenticator] = useState(() =>
    connectUserPool({
      userPoolId: tenant.userPoolId,
      userPoolClientId: tenant.appClientId,
      userPoolEndpoint: config.userPoolEndpoint,
    }),
  );
  const introduction = (
    <Box variant="p">
      to <b>{tenant.name}</b> ·{' '}
      <Button variant="inline-link" formAction="none" onClick={leave}>
        Another organisation
      </Button>
    </Box>
  );
  return (
    <SessionProvider authenticator={authenticator}>
      <SessionGate product={PRODUCT} introduction={introduction}>
        <TenantApiProvider tenant={tenant}>
          <SignedIn />
        </TenantApiProvider>
      </SessionGate>
    </SessionProvider>
  );
}

void startPortal(portalConfig, (config) => (
  <TenantGate adminApiUrl={config.adminApiUrl}>
    {(tenant, leave) => <OfTenant key={tenant.name} tenant={tenant} config={config} leave={leave} />}
  </TenantGate>
));
