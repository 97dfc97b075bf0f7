import { BoundedCache } from '../shared/bounded-cache';
import { CircuitBreaker } from './circuit-breaker';

/** What an order takes from a product. */
export interface CatalogueEntry {
  name: string;
  price: number;
}

/** A product's entry; `unknown`: there is no such product; `unavailable`: the products service did not say. */
export type LookUp = CatalogueEntry | 'unknown' | 'unavailable';

/** Asks for one product with the caller's own token. */
export type AskProducts = (token: string, tenantId: string, productId: string) => Promise<LookUp>;

/** How long a change of name or price may go unnoticed by new orders, in exchange for a round trip by order line. */
const REMEMBERED_MS = 10_000;
/** 10,000 products in use at once in one task, some 3 MB. */
const REMEMBERED_PRODUCTS = 10_000;
/** Questions of one order under way at once: a burst of orders stays within what products takes of one tenant. */
const AT_ONCE = 4;

/**
 * The products service as orders see it: answers are remembered for ten seconds by tenant and product, the same
 * question is asked once however many orders wait for it, and a service that is down is left alone for a while.
 */
export class Catalogue {
  readonly #remembered = new BoundedCache<{ answer: LookUp; untilMs: number }>(REMEMBERED_PRODUCTS);
  readonly #underway = new Map<string, Promise<LookUp>>();
  readonly #breaker: CircuitBreaker;

  constructor(
    private readonly ask: AskProducts,
    private readonly now: () => number = Date.now,
  ) {
    this.#breaker = new CircuitBreaker(now);
  }

  /** Answers by product id, of products of one tenant. Never fails: the answer `unavailable` says so. */
  async lookUp(token: string, tenantId: string, productIds: string[]): Promise<Map<string, LookUp>> {
    const answers = new Map<string, LookUp>();
    const open: string[] = [];
    for (const id of new Set(productIds)) {
      const remembered = this.#remembered.get(`${tenantId}:${id}`);
      if (remembered && remembered.untilMs > this.now()) answers.set(id, remembered.answer);
      else open.push(id);
    }
    for (let i = 0; i < open.length; i += AT_ONCE) {
      const ids = open.slice(i, i + AT_ONCE);
      const found = await Promise.all(ids.map((id) => this.#one(token, tenantId, id)));
      ids.forEach((id, place) => {
        answers.set(id, found[place] ?? 'unavailable');
      });
    }
    return answers;
  }

  #one(token: string, tenantId: string, productId: string): Promise<LookUp> {
    const key = `${tenantId}:${productId}`;
    const underway = this.#underway.get(key);
    if (underway) return underway;
    if (!this.#breaker.allows()) return Promise.resolve('unavailable');
    const asked = this.ask(token, tenantId, productId)
      .then(
        (answer) => {
          this.#breaker.succeeded();
          if (answer !== 'unavailable')
            this.#remembered.set(key, { answer, untilMs: this.now() + REMEMBERED_MS });
          return answer;
        },
        () => {
          this.#breaker.failed();
          return 'unavailable' as const;
        },
      )
      .finally(() => this.#underway.delete(key));
    this.#underway.set(key, asked);
    return asked;
  }
}
