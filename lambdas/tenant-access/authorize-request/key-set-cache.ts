import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache, SimplePenaltyBox } from 'aws-jwt-verify/jwk';

/** Age from which a key set is fetched anew, so that a key that its pool has withdrawn admits nobody for longer. */
const FRESH_MS = 5 * 60 * 1000;
/** Age up to which a set still serves when it cannot be fetched anew; then its pool's tokens are refused. */
const USABLE_MS = 15 * 60 * 1000;
/** A fetch that failed, and one for a key id that a set lacks, is not repeated sooner, however many tokens come. */
const WAIT_SECONDS = 10;

/**
 * Key sets by their address. aws-jwt-verify's own cache keeps a set for the life of the process and looks again only
 * for a key id that it lacks: a withdrawn key would be trusted until then.
 */
export class KeySetCache extends SimpleJwksCache {
  readonly #fetchedAt = new Map<string, number>();
  readonly #triedAt = new Map<string, number>();

  constructor(
    fetcher: Fetcher,
    private readonly now: () => number = Date.now,
  ) {
    super({ fetcher, penaltyBox: new SimplePenaltyBox({ waitSeconds: WAIT_SECONDS }) });
  }

  /** @throws what the fetcher throws, when there is no set that is young enough and none can be had */
  override async getJwk(...[uri, token]: Parameters<SimpleJwksCache['getJwk']>) {
    await this.#renew(uri);
    return super.getJwk(uri, token);
  }

  override async getJwks(uri: string) {
    const keySet = await super.getJwks(uri);
    this.#fetchedAt.set(uri, this.now());
    return keySet;
  }

  async #renew(uri: string): Promise<void> {
    const fetchedAt = this.#fetchedAt.get(uri);
    // The first token of a pool has its set fetched by the lookup itself.
    if (fetchedAt === undefined) return;
    const age = this.now() - fetchedAt;
    const usable = age < USABLE_MS;
    const waiting = this.now() - (this.#triedAt.get(uri) ?? 0) < WAIT_SECONDS * 1000;
    if (age < FRESH_MS || (usable && waiting)) return;
    this.#triedAt.set(uri, this.now());
    try {
      await this.getJwks(uri);
    } catch (error) {
      if (!usable) throw error;
    }
  }
}
