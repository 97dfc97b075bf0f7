import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const REGION = 'us-east-1';
export const USER_POOL_ID = 'us-east-1_bench';
export const APP_CLIENT_ID = 'bench-client';

const KEY_ID = 'bench-key';

export interface Identity {
  /** The key set as Cognito serves it. */
  jwks: string;
  /** An ID token of a tenant's user, valid for an hour. */
  token(tenantId: string, userName?: string): Promise<string>;
}

/** A Cognito stand-in: a key pair, its key set, and ID tokens with the claims of the tenant user pool. */
export async function makeIdentity(): Promise<Identity> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  return {
    jwks: JSON.stringify({ keys: [jwk] }),
    token: (tenantId, userName = 'admin@example.com') =>
      new SignJWT({
        token_use: 'id',
        'cognito:username': userName,
        'custom:tenantId': tenantId,
        'custom:tenantTier': 'BASIC',
        'custom:tenantName': 'bench',
        'custom:userRole': 'TenantAdmin',
        email: userName,
      })
        .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
        .setIssuer(`https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`)
        .setAudience(APP_CLIENT_ID)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
  };
}
