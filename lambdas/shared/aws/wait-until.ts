import { setTimeout as sleep } from 'node:timers/promises';
import { NotReadyError } from '../errors';

/** How long to wait inside one invocation, in milliseconds. What takes longer is the state machine's to retry. */
export interface Patience {
  /** First pause. */
  first: number;
  /** How much longer each further pause is. @default 1.5 */
  growth?: number;
  longest: number;
  total: number;
}

/** What a wait needs of its surroundings; tests give a clock that jumps. */
export interface Clock {
  now: () => number;
  sleep: (milliseconds: number) => Promise<unknown>;
}

export const systemClock: Clock = { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) };

/**
 * Looks again and again, at growing intervals.
 *
 * @param look returns what was waited for, or a sentence that says what is missing
 * @throws NotReadyError with that sentence when patience ends
 */
export async function waitUntil<T extends object>(
  look: () => Promise<T | string>,
  patience: Patience,
  clock: Clock,
): Promise<T> {
  const end = clock.now() + patience.total;
  for (let pause = patience.first; ; pause = Math.min(pause * (patience.growth ?? 1.5), patience.longest)) {
    const seen = await look();
    if (typeof seen !== 'string') return seen;
    if (clock.now() + pause > end) throw new NotReadyError(seen);
    await clock.sleep(pause);
  }
}
