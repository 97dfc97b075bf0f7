import type { Product } from '../../builders/product';
import type { Holder } from '../credentials/holder';
import type { rolesOf } from '../credentials/keyring';
import type { Member } from '../requests/member';
import type { SOURCES } from '../sources';

/** A product whose controls are taken out while it runs. */
export interface World {
  product: Product;
  /** The account's administrator. */
  root: Holder;
  roles: Awaited<ReturnType<typeof rolesOf>>;
  cast: readonly Member[];
}

/** A control that is taken out of the running product, and the attempts that it alone refuses. */
export interface Withdrawal {
  /** What the product is then without. */
  without: string;
  source: keyof typeof SOURCES;
  /** Ids of the attempts that succeed then: some at least of each kind. */
  attempts: RegExp;
  takeOut(world: World, undo: Undo): Promise<void>;
}

/** How to put back what was changed. Said before each change, so that one that breaks off is undone as well. */
export class Undo {
  readonly #steps: (() => Promise<unknown>)[] = [];

  later(step: () => Promise<unknown>): void {
    this.#steps.unshift(step);
  }

  /** Undoes the last change first. A step that fails does not keep the others from their work. */
  async all(): Promise<void> {
    const failed: unknown[] = [];
    for (const step of this.#steps.splice(0)) await step().catch((error) => failed.push(error));
    if (failed.length > 0) throw new AggregateError(failed, `not put back: ${failed.join('; ')}`);
  }
}
