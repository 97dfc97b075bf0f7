import { hash } from 'node:crypto';
import { JwtVerifier } from 'aws-jwt-verify';
import { JwksValidationError, JwkValidationError } from 'aws-jwt-verify/error';
import { BoundedCache } from '../bounded-cache';
import { Forbidden, HttpError, Unauthenticated, Unavailable } from '../http/errors';
import { type Caller, callerOf } from './caller';
import { JwksFetcher } from './jwks-fetcher';
import { KeySetCache } from './key-set-cache';

/** A verified token is remembered for at most this long; then the key that signed it must still be in the set. */
const REMEMBERED_MS = 5 * 60 * 1000;
/** 10,000 tokens in use at once in one task, some 5 MB. */
const REMEMBERED_TOKENS = 10_000;

export interface TokenVerifierConfig {
  region: string;
  userPoolId: string;
  appClientId: string;
  /** Base of the key set's address; the issuer is Cognito's all the same. */
  jwksBaseUrl?: string | undefined;
  /** Set in a silo: a token of any other tenant is refused. */
  onlyTenantId?: string | undefined;
}

interface Remembered {
  caller: Caller;
  untilMs: number;
}

/**
 * Verifies Cognito ID tokens: RS256 signature by a key of the pool, issuer, audience, `token_use`, expiry; then the
 * tenant. Verifying costs about 0.15 ms; a token comes with every request of its hour, so the outcome is remembered,
 * under the token's hash, as a heap dump should hold no tokens.
 *
 * A key set is fetched again when it is five minutes old, and for an unknown key id, at most every 10 s, however many
 * forgeries arrive. So a token that a withdrawn key has signed is refused within ten minutes.
 */
export class TokenVerifier {
  readonly #remembered = new BoundedCache<Remembered>(REMEMBERED_TOKENS);
  readonly #verifier;
  readonly #onlyTenantId: string | undefined;
  readonly #now: () => number;

  constructor(config: TokenVerifierConfig, fetcher = new JwksFetcher(), now: () => number = Date.now) {
    const issuer = `https://cognito-idp.${config.region}.amazonaws.com/${config.userPoolId}`;
    const base =
      config.jwksBaseUrl?.replace(/\/+$/, '') ?? `https://cognito-idp.${config.region}.amazonaws.com`;
    this.#onlyTenantId = config.onlyTenantId;
    this.#now = now;
    this.#verifier = JwtVerifier.create(
      {
        issuer,
        audience: config.appClientId,
        jwksUri: `${base}/${config.userPoolId}/.well-known/jwks.json`,
        customJwtCheck: ({ header, payload }) => {
          if (header.alg !== 'RS256') throw new Unauthenticated('token: algorithm must be RS256');
          if (payload.token_use !== 'id') throw new Unauthenticated('token: must be an ID token');
          // The library accepts a token without expiry; Cognito issues none.
          if (typeof payload.exp !== 'number') throw new Unauthenticated('token: no expiry');
        },
      },
      { jwksCache: new KeySetCache(fetcher, now) },
    );
  }

  /** Fetches the key set ahead of the first request. A failure is no matter: the first request tries again. */
  async warm(): Promise<void> {
    await this.#verifier.hydrate().catch(() => undefined);
  }

  /**
   * @throws Unauthenticated (401) for a token that is not valid, Forbidden (403) for one of the wrong tenant or without
   *   a role, Unavailable (503) when the key set cannot be had
   */
  verify(token: string): Caller | Promise<Caller> {
    const key = hash('sha256', token, 'base64');
    const remembered = this.#remembered.get(key);
    if (remembered && remembered.untilMs > this.#now()) return remembered.caller;
    return this.#verifyAnew(token, key);
  }

  async #verifyAnew(token: string, key: string): Promise<Caller> {
    const payload = await this.#verifier.verify(token).catch((error: unknown) => {
      if (error instanceof HttpError) throw error;
      if (error instanceof JwksValidationError || error instanceof JwkValidationError)
        throw new Unavailable('tokens cannot be verified at the moment', error);
      throw new Unauthenticated('token is not valid', error);
    });
    const caller = callerOf(payload);
    if (this.#onlyTenantId !== undefined && caller.tenantId !== this.#onlyTenantId) {
      throw new Forbidden('token belongs to another tenant');
    }
    const untilMs = Math.min((payload.exp as number) * 1000, this.#now() + REMEMBERED_MS);
    this.#remembered.set(key, { caller, untilMs });
    return caller;
  }
}
