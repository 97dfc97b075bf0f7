import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import type { Caller } from '../../app-services/shared/auth/caller';

export const REGION = 'eu-west-1';
export const USER_POOL_ID = 'eu-west-1_Pool1';
export const APP_CLIENT_ID = 'client-1';
export const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;

export interface TokenOptions {
  /** Overrides of the claims; undefined takes a claim away. */
  claims?: JWTPayload;
  kid?: string;
  alg?: 'RS256' | 'RS512';
}

/** A user pool's key pair, its key set and tokens of its users. */
export async function buildTokenIssuer(kid = 'key-1') {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig' };
  return {
    publicKey,
    jwks: { keys: [{ ...jwk, alg: 'RS256' }] },
    /** The same without `alg`, which RFC 7517 leaves optional. */
    jwksWithoutAlgorithm: { keys: [jwk] },
    /** An ID token of tenant-1's admin that expires in an hour. */
    idToken({ claims = {}, alg = 'RS256', ...options }: TokenOptions = {}): Promise<string> {
      const now = Math.floor(Date.now() / 1000);
      const all: JWTPayload = {
        iss: ISSUER,
        aud: APP_CLIENT_ID,
        iat: now,
        exp: now + 3600,
        token_use: 'id',
        'cognito:username': 'ann@example.com',
        'custom:tenantId': 'tenant-1',
        'custom:tenantTier': 'basic',
        'custom:tenantName': 'acme',
        'custom:userRole': 'TenantAdmin',
        ...claims,
      };
      return new SignJWT(JSON.parse(JSON.stringify(all)))
        .setProtectedHeader({ alg, kid: options.kid ?? kid })
        .sign(privateKey);
    },
  };
}

/** Who a token speaks for. */
export function buildCaller(overrides: Partial<Caller> = {}): Caller {
  return {
    tenantId: 'tenant-1',
    tenantName: 'acme',
    tier: 'BASIC',
    role: 'TenantAdmin',
    userName: 'ann@example.com',
    ...overrides,
  };
}
