import type { OffboardingPlan } from '../../shared/contracts/workflow';
import { FootprintRemainsError } from '../../shared/errors';
import { type Remaining, type Subject, subjectOf } from './remaining';

/** Asks one service of AWS, or one group of its resources. */
export type Look = (subject: Subject) => Promise<Remaining[]>;

/** Removals before somebody has to look; each redrive gets as many again. */
const ROUNDS = 3;

/**
 * Asks AWS, not the ledger, whether the tenant's footprint is gone. What is left is removed once more: a request that
 * was under way can write after the data was deleted. After three rounds it fails, and says what remains; a redrive
 * goes back to the removal.
 *
 * @param round 0 for the first look of an execution
 * @throws FootprintRemainsError
 */
export const verifyGone =
  (looks: readonly Look[]) =>
  async (input: {
    plan: OffboardingPlan;
    round: number;
    redriveCount: number;
  }): Promise<{ gone: boolean; remaining: Remaining[] }> => {
    const subject = subjectOf(input.plan);
    const remaining = (await Promise.all(looks.map((look) => look(subject)))).flat();
    const lastRound = (input.redriveCount + 1) * ROUNDS - 1;
    if (remaining.length > 0 && input.round >= lastRound) throw new FootprintRemainsError(remaining);
    return { gone: remaining.length === 0, remaining };
  };
