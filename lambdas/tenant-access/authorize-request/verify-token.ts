import { JwtVerifier } from 'aws-jwt-verify';
import { JwksValidationError, JwkValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { KeySetCache } from './key-set-cache';

export interface TenantPool {
  userPoolId: string;
  appClientId: string;
}

/** Tells who speaks by an ID token that a tenant's pool signed for the tenant's client; undefined for any other. */
export type VerifyToken = (token: string, tenantId: string, pool: TenantPool) => Promise<Session | undefined>;

/** A user's sign-in, from a verified token. */
export interface Session {
  /** Cognito's id of the user. */
  userId: string;
  /** When the user signed in, in seconds since 1970. A token that is refreshed keeps it. */
  signedInAt: number;
}

/** Verifiers are 2 KB each and are rebuilt at no cost: 1,000 pools are all that Cognito gives an account. */
const MAX_VERIFIERS = 1000;

/**
 * @param jwksBaseUrl where the pools' keys are, if not at Cognito: `<base>/<pool id>/.well-known/jwks.json`
 * @throws what the fetcher throws: keys that cannot be had refuse nobody and admit nobody
 */
export function tokenVerifier(
  fetcher: Fetcher,
  jwksBaseUrl?: string,
  now: () => number = Date.now,
): VerifyToken {
  const keySets = () => new KeySetCache(fetcher, now);
  let cache = keySets();
  let verifiers = new Map<string, ReturnType<typeof verifierOf>>();
  return async (token, tenantId, pool) => {
    const id = `${pool.userPoolId}/${pool.appClientId}`;
    if (verifiers.size >= MAX_VERIFIERS && !verifiers.has(id)) {
      verifiers = new Map();
      cache = keySets();
    }
    const verifier = verifiers.get(id) ?? verifierOf(pool, jwksBaseUrl, cache);
    verifiers.set(id, verifier);
    try {
      const claims = await verifier.verify(token);
      if (claims.token_use !== 'id' || claims['custom:tenantId'] !== tenantId) return undefined;
      if (typeof claims.sub !== 'string' || typeof claims.auth_time !== 'number') return undefined;
      return { userId: claims.sub, signedInAt: claims.auth_time };
    } catch (error) {
      const keysAreBroken = error instanceof JwksValidationError || error instanceof JwkValidationError;
      if (error instanceof JwtBaseError && !keysAreBroken) return undefined;
      throw error;
    }
  };
}

function verifierOf(pool: TenantPool, jwksBaseUrl: string | undefined, jwksCache: KeySetCache) {
  // A pool's id begins with its region.
  const region = pool.userPoolId.split('_')[0];
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`;
  const keys = jwksBaseUrl ? `${jwksBaseUrl.replace(/\/$/, '')}/${pool.userPoolId}` : issuer;
  return JwtVerifier.create(
    {
      issuer,
      audience: pool.appClientId,
      jwksUri: `${keys}/.well-known/jwks.json`,
      customJwtCheck: ({ header, payload }) => {
        // Cognito signs with this one only.
        if (header.alg !== 'RS256') throw new NotOfCognito(`algorithm ${header.alg}`);
        // The library accepts a token without expiry.
        if (typeof payload.exp !== 'number') throw new NotOfCognito('no expiry');
      },
    },
    { jwksCache },
  );
}

class NotOfCognito extends JwtBaseError {}
