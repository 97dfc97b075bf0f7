import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

/** Age from which a key set is fetched anew, so that a key that its pool has withdrawn admits nobody for longer. */
const FRESH_MS = 5 * 60 * 1000;
/** Age up to which a set still serves when it cannot be fetched anew; then tokens are refused. */
const USABLE_MS = 15 * 60 * 1000;
/** A fetch that failed is not repeated sooner, however many tokens come. */
const WAIT_MS = 10_000;

/**
 * The key set of the pool. aws-jwt-verify's own cache keeps a set for the life of the process, which are weeks for a
 * task, and looks again only for a key id that it lacks: a withdrawn key would be trusted until then.
 */
export class KeySetCache extends SimpleJwksCache {
  #fetchedAt: number | undefined;
  #triedAt = 0;

  constructor(
    fetcher: Fetcher,
    private readonly now: () => number,
  ) {
    super({ fetcher });
  }

  /** @throws what the fetcher throws, when there is no set that is young enough and none can be had */
  override async getJwk(...[uri, token]: Parameters<SimpleJwksCache['getJwk']>) {
    const age = this.#fetchedAt === undefined ? 0 : this.now() - this.#fetchedAt;
    const usable = age < USABLE_MS;
    if (age >= FRESH_MS && (!usable || this.now() - this.#triedAt >= WAIT_MS)) {
      this.#triedAt = this.now();
      await this.getJwks(uri).catch((error: unknown) => {
        if (!usable) throw error;
      });
    }
    return super.getJwk(uri, token);
  }

  override async getJwks(uri: string) {
    const keySet = await super.getJwks(uri);
    this.#fetchedAt = this.now();
    return keySet;
  }
}
