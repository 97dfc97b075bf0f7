import { JwtVerifier } from 'aws-jwt-verify';
import { JwksValidationError, JwkValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache, SimplePenaltyBox } from 'aws-jwt-verify/jwk';

export interface TenantPool {
  userPoolId: string;
  appClientId: string;
}

/** Tells whether a token is an ID token that a tenant's pool signed for the tenant's client. */
export type VerifyToken = (token: string, tenantId: string, pool: TenantPool) => Promise<boolean>;

/** Verifiers are 2 KB each and are rebuilt at no cost: 1,000 pools are all that Cognito gives an account. */
const MAX_VERIFIERS = 1000;
/** A token with a key id that the set lacks has the set fetched again, at most this often a pool. */
const UNKNOWN_KEY_WAIT_SECONDS = 10;

/**
 * @param jwksBaseUrl where the pools' keys are, if not at Cognito: `<base>/<pool id>/.well-known/jwks.json`
 * @throws what the fetcher throws: keys that cannot be had refuse nobody and admit nobody
 */
export function tokenVerifier(fetcher: Fetcher, jwksBaseUrl?: string): VerifyToken {
  const keySets = () =>
    new SimpleJwksCache({
      fetcher,
      penaltyBox: new SimplePenaltyBox({ waitSeconds: UNKNOWN_KEY_WAIT_SECONDS }),
    });
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
      return claims.token_use === 'id' && claims['custom:tenantId'] === tenantId;
    } catch (error) {
      const keysAreBroken = error instanceof JwksValidationError || error instanceof JwkValidationError;
      if (error instanceof JwtBaseError && !keysAreBroken) return false;
      throw error;
    }
  };
}

function verifierOf(pool: TenantPool, jwksBaseUrl: string | undefined, jwksCache: SimpleJwksCache) {
  // A pool's id begins with its region.
  const region = pool.userPoolId.split('_')[0];
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`;
  const keys = jwksBaseUrl ? `${jwksBaseUrl.replace(/\/$/, '')}/${pool.userPoolId}` : issuer;
  return JwtVerifier.create(
    {
      issuer,
      audience: pool.appClientId,
      jwksUri: `${keys}/.well-known/jwks.json`,
      // Cognito signs with this one only.
      customJwtCheck: ({ header }) => {
        if (header.alg !== 'RS256') throw new UnexpectedAlgorithm(`algorithm ${header.alg}`);
      },
    },
    { jwksCache },
  );
}

class UnexpectedAlgorithm extends JwtBaseError {}
