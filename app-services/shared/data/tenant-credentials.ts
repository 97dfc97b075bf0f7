import { BoundedCache } from '../bounded-cache';

/** How long before expiry new credentials are fetched. They live an hour. */
const REFRESH_BEFORE_MS = 5 * 60 * 1000;
/** Tenants whose credentials one task holds. */
const TENANTS = 1000;

/** Credentials of an assumed role. */
export interface TenantSession {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
  expiration: Date;
}

/** Obtains credentials that reach one tenant's keys and nobody else's. */
export type AssumeTenantRole = (tenantId: string) => Promise<TenantSession>;

/**
 * Credentials by tenant: fetched once for all callers that wait, kept until shortly before expiry. In the last five
 * minutes requests go on with the current ones while new ones are fetched, so no request waits for STS but a tenant's
 * first, and an STS outage of minutes goes unnoticed.
 */
export class TenantCredentials {
  readonly #held: BoundedCache<TenantSession>;
  readonly #underway = new Map<string, Promise<TenantSession>>();

  constructor(
    private readonly assume: AssumeTenantRole,
    private readonly now: () => number = Date.now,
    tenants = TENANTS,
  ) {
    this.#held = new BoundedCache(tenants);
  }

  async get(tenantId: string): Promise<TenantSession> {
    const held = this.#held.get(tenantId);
    const leftMs = (held?.expiration.getTime() ?? 0) - this.now();
    if (held && leftMs > REFRESH_BEFORE_MS) return held;
    const fetched = this.#fetch(tenantId);
    if (!held || leftMs <= 0) return fetched;
    // Still valid: a failure to refresh is the next request's chance to try again, and this one's no concern.
    fetched.catch(() => undefined);
    return held;
  }

  #fetch(tenantId: string): Promise<TenantSession> {
    const underway = this.#underway.get(tenantId);
    if (underway) return underway;
    const fetched = this.assume(tenantId)
      .then((credentials) => {
        this.#held.set(tenantId, credentials);
        return credentials;
      })
      .finally(() => this.#underway.delete(tenantId));
    this.#underway.set(tenantId, fetched);
    return fetched;
  }
}
