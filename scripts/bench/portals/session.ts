import type { BrowserContext } from 'playwright-core';

/** A pool that nobody is asked about: sessions begin signed in, and their tokens outlast the benchmark. */
export const POOL = { userPoolId: 'us-east-1_madeup', userPoolClientId: 'made-up-client' };
export const TENANT_NAME = 'corner-bakery';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const token = (use: 'access' | 'id', userName: string): string => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    sub: userName,
    token_use: use,
    iat: now,
    exp: now + 86_400,
    ...(use === 'access'
      ? { username: userName, client_id: POOL.userPoolClientId, 'cognito:groups': ['SystemAdmin'] }
      : {
          'cognito:username': userName,
          aud: POOL.userPoolClientId,
          email: `${userName}@example.com`,
          'custom:userRole': 'TenantAdmin',
        }),
  };
  return `${encode({ alg: 'RS256', kid: 'made-up' })}.${encode(claims)}.${encode('nobody verifies it')}`;
};

/**
 * Puts into each tab's session storage what a sign-in leaves there: the portal restores that session as after a
 * reload. The pages that ask for a password are measured without.
 */
export async function startSignedIn(context: BrowserContext, userName = 'admin'): Promise<void> {
  const prefix = `CognitoIdentityServiceProvider.${POOL.userPoolClientId}`;
  const stored = {
    [`${prefix}.LastAuthUser`]: userName,
    [`${prefix}.${userName}.accessToken`]: token('access', userName),
    [`${prefix}.${userName}.idToken`]: token('id', userName),
    [`${prefix}.${userName}.refreshToken`]: 'made-up',
    [`${prefix}.${userName}.clockDrift`]: '0',
    tenant: TENANT_NAME,
  };
  await context.addInitScript({
    content: `for (const [key, value] of Object.entries(${JSON.stringify(stored)})) sessionStorage.setItem(key, value);`,
  });
}
