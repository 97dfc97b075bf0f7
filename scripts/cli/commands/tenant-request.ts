import { findTenant } from '../admin-api/find-tenant';
import { type TenantCredentials, tenantSession } from '../auth/tenant-user';
import type { Context } from '../context';
import { CliFailure } from '../failure';

export interface TenantCaller {
  tenantName: string;
  userName: string;
  /** A request to the tenant's API with its user's token. */
  send(method: string, path: string, init?: { headers?: Headers; body?: string | Buffer }): Promise<Response>;
}

/** API Gateway gives up after 29 s; a little more for the way. */
const TIMEOUT_MS = 35_000;

/**
 * Signs in as a user of a tenant. The deployment's public configuration names pool and API, so that a tenant's
 * name and password are enough: an operator's session is needed only to look up what is not given.
 */
export async function tenantCaller(
  context: Context,
  reference: string,
  credentials: TenantCredentials,
): Promise<TenantCaller> {
  const [deployment, sessions, api] = await Promise.all([
    context.deployment(),
    context.sessions(),
    context.api(),
  ]);
  const lookUp = () => findTenant(api, reference);
  const byName = await api.tenantConfig({ tenantName: reference });
  const row = byName ? undefined : await lookUp();
  const config = byName ?? (await api.tenantConfig({ tenantId: (row as { tenantId: string }).tenantId }));
  if (!config) {
    const status = row?.registrationStatus;
    throw new CliFailure(
      `tenant ${reference} cannot be called: it is "${status}"`,
      status === 'In progress'
        ? `saas tenant watch ${reference} waits until it is Created`
        : `saas tenant show ${reference} tells more`,
    );
  }
  const tenantName = row?.tenantName ?? reference;
  const adminName = async (): Promise<string> => {
    const { email } = row ?? (await lookUp());
    if (email) return email;
    throw new CliFailure(`tenant ${tenantName} has no administrator's e-mail`, 'name the user with --user');
  };
  const key = { tenantName, config };
  const session = await tenantSession(deployment, sessions, key, credentials, adminName);
  const base = config.apiGatewayUrl.replace(/\/+$/, '');
  return {
    tenantName,
    userName: session.userName,
    send: (method, path, { headers = new Headers(), body } = {}) => {
      headers.set('authorization', `Bearer ${session.idToken}`);
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      // Redirects are shown, not followed: the token is for this API alone.
      return fetch(`${base}${path}`, { method, headers, body, signal, redirect: 'manual' });
    },
  };
}
