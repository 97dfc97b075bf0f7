import type { TenantConfig } from '../admin-api/types';
import type { Deployment } from '../target/deployment';
import { newPasswordOf, passwordOf } from './passwords';
import type { Session } from './session-store';
import type { Sessions } from './sessions';

export interface TenantCredentials {
  user?: string;
  password?: string;
  newPassword?: string;
}

/**
 * A tenant user's session: with the password that was given; else the kept session; else the password of a local
 * start's outputs, or the invitation that it cannot mail; else a question.
 * @param adminName asked for the tenant's administrator, when no user is named and the outputs know none
 */
export async function tenantSession(
  deployment: Deployment,
  sessions: Sessions,
  tenant: { tenantName: string; config: TenantConfig },
  given: TenantCredentials,
  adminName: () => Promise<string>,
): Promise<Session> {
  const known = deployment.tenants.find(({ tenantName }) => tenantName === tenant.tenantName);
  // Login names are e-mail addresses in lower case.
  const userName = (given.user ?? known?.userName ?? (await adminName())).trim().toLowerCase();
  const clientId = tenant.config.appClientId;
  const key = sessions.tenantUserKey(clientId, userName);
  if (!given.password) {
    const kept = await sessions.current(key, clientId);
    if (kept) return kept;
  }
  // Loaded with the SDK only when somebody signs in.
  const { acceptLocalInvitation } = require('./local-invitation') as typeof import('./local-invitation');
  const fromOutputs = known?.userName.toLowerCase() === userName ? known.password : undefined;
  const password =
    given.password ??
    fromOutputs ??
    (await acceptLocalInvitation(deployment, tenant.config.userPoolId, userName));
  return sessions.signIn(key, {
    clientId,
    userName,
    password: await passwordOf(userName, password, 'SAAS_TENANT_PASSWORD'),
    newPassword: () => newPasswordOf(userName, given.newPassword),
  });
}
