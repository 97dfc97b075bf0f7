import type { Done, Outcome } from './run-attempts';

/** Counts of a set of attempts. All but the first must be 0. */
export interface Counts {
  attempts: number;
  allowed: number;
  /** Neither allowed nor refused for certain. */
  uncertain: number;
  controlsFailed: number;
}

export interface Tally extends Counts {
  byKind: Record<string, Counts>;
  byPair: Record<string, Counts>;
  failures: { id: string; kind: string; pair: string; attempt: string; control: string }[];
}

/** Counts attempts by kind and by pair of tiers, and lists what is not as it must be. */
export function tallyOf(all: readonly Done[]): Tally {
  return {
    ...countsOf(all),
    byKind: grouped(all, ({ attempt }) => attempt.kind),
    byPair: grouped(all, ({ attempt }) => attempt.pair),
    failures: all.filter(isFailure).map(({ attempt: { id, kind, pair }, run, control }) => ({
      ...{ id, kind, pair },
      attempt: wordsFor(run),
      control: wordsFor(control),
    })),
  };
}

/** Every attempt was refused, and every owner was not. */
export const isClean = ({ attempts, allowed, uncertain, controlsFailed }: Counts): boolean =>
  attempts > 0 && allowed + uncertain + controlsFailed === 0;

const isFailure = ({ run, control }: Done): boolean => run !== 'refused' || control !== 'allowed';

const countsOf = (all: readonly Done[]): Counts => ({
  attempts: all.length,
  allowed: all.filter(({ run }) => run === 'allowed').length,
  uncertain: all.filter(({ run }) => typeof run === 'object').length,
  controlsFailed: all.filter(({ control }) => control !== 'allowed').length,
});

function grouped(all: readonly Done[], by: (done: Done) => string): Record<string, Counts> {
  const names = [...new Set(all.map(by))].sort();
  return Object.fromEntries(names.map((name) => [name, countsOf(all.filter((done) => by(done) === name))]));
}

const wordsFor = (outcome: Outcome): string => (typeof outcome === 'object' ? outcome.uncertain : outcome);
