import type { Clock } from '../../shared/aws/wait-until';
import { PAGE_TIME, type PagedInput } from '../../shared/contracts/pages';
import { FootprintRemainsError } from '../../shared/errors';
import { type Remaining, type Subject, subjectOf } from './remaining';

/** Asks one service of AWS, or one group of its resources. */
export type Look = (subject: Subject) => Promise<Remaining[]>;

/** A look at more than one invocation may have time for: it says where the next one goes on. */
export type PagedLook = (
  subject: Subject,
  pages: { from?: string; mayGoOn: () => boolean },
) => Promise<{ remaining: Remaining[]; next?: string }>;

export interface Looks {
  atOnce: readonly Look[];
  inPages: PagedLook;
}

/** Removals before somebody has to look; each redrive gets as many again. */
const ROUNDS = 3;

/**
 * Asks AWS, not the ledger, whether the tenant's footprint is gone. What is left is removed once more: a request that
 * was under way can write after the data was deleted. After three rounds it fails, and says what remains; a redrive
 * goes back to the removal.
 *
 * @param round 0 for the first look of an execution
 * @returns `next` when the paged look, which comes last, has to go on in another call of the same round
 * @throws FootprintRemainsError
 */
export const verifyGone =
  ({ atOnce, inPages }: Looks, clock: Pick<Clock, 'now'>) =>
  async ({
    plan,
    next: from,
    round,
    redriveCount,
  }: PagedInput & { round: number; redriveCount: number }): Promise<{
    gone: boolean;
    remaining: Remaining[];
    next?: string;
  }> => {
    const end = clock.now() + PAGE_TIME;
    const subject = subjectOf(plan);
    const remaining = from ? [] : (await Promise.all(atOnce.map((look) => look(subject)))).flat();
    if (remaining.length === 0) {
      const paged = await inPages(subject, { from, mayGoOn: () => clock.now() < end });
      if (paged.next) return { gone: false, remaining, next: paged.next };
      remaining.push(...paged.remaining);
    }
    const lastRound = (redriveCount + 1) * ROUNDS - 1;
    if (remaining.length > 0 && round >= lastRound) throw new FootprintRemainsError(remaining);
    return { gone: remaining.length === 0, remaining };
  };
