import { lazy } from 'react';
import { connectUserPool } from '../portal-shared/session/cognito';
import { SessionProvider } from '../portal-shared/session/session';
import { SessionGate } from '../portal-shared/session/session-gate';
import { startPortal } from '../portal-shared/start-portal';
import { AdminApiProvider } from './api';
import { adminConfig } from './config';
import { PRODUCT } from './navigation';

/** Asked for at once, beside the session: it is there when somebody has typed a password. */
const signedIn = import('./signed-in');
const SignedIn = lazy(() => signedIn);

void startPortal(adminConfig, (config) => (
  <SessionProvider authenticator={connectUserPool(config)}>
    <SessionGate product={PRODUCT}>
      <AdminApiProvider url={config.adminApiUrl}>
        <SignedIn />
      </AdminApiProvider>
    </SessionGate>
  </SessionProvider>
));
