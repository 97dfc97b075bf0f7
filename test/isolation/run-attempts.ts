import { concurrently } from '../../lambdas/shared/aws/concurrently';
import type { Attempt } from './attempts';

/** What became of an attempt and its control: `uncertain` is neither, with the reason. */
export type Outcome = 'allowed' | 'refused' | { uncertain: string };

export interface Done {
  attempt: Attempt;
  run: Outcome;
  control: Outcome;
}

/** Makes attempts, each followed by its control, some at once. One that throws does not end the others. */
export async function runAttempts(
  attempts: readonly Attempt[],
  { atOnce = 4, onDone = () => {} }: { atOnce?: number; onDone?: (done: Done) => void } = {},
): Promise<Done[]> {
  const results: Done[] = [];
  await concurrently(attempts, atOnce, async (attempt) => {
    const run = await outcomeOf(() => attempt.run());
    const done = { attempt, run, control: await outcomeOf(() => attempt.control()) };
    results.push(done);
    onDone(done);
  });
  return results;
}

const outcomeOf = async (work: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work();
  } catch (error) {
    return { uncertain: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
};
