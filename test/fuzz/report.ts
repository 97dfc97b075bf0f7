import Table from 'cli-table3';
import type { Round } from './schemathesis';

/** Titles of schemathesis that are an answer of 5xx; all others are against the document. */
const SERVER_ERROR = /server error/i;

/** The figures of a run. */
export function figuresOf(rounds: Round[]) {
  const failures = rounds.flatMap((one) =>
    one.failures.map((failure) => ({ target: one.target, seed: one.seed, ...failure })),
  );
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const targets = [...new Set(rounds.map(({ target }) => target))];
  return {
    cases: sum(rounds.map(({ cases }) => cases)),
    seconds: Math.round(sum(rounds.map(({ seconds }) => seconds))),
    serverErrors: sum(failures.filter(({ title }) => SERVER_ERROR.test(title)).map(({ count }) => count)),
    violations: sum(failures.filter(({ title }) => !SERVER_ERROR.test(title)).map(({ count }) => count)),
    errors: rounds.flatMap(({ target, errors }) =>
      errors.map(({ title, count }) => `${target}: ${count} x ${title}`),
    ),
    targets: targets.map((target) => {
      const own = rounds.filter((one) => one.target === target);
      return {
        target,
        rounds: own.length,
        cases: sum(own.map(({ cases }) => cases)),
        failed: sum(own.flatMap((one) => one.failures.map(({ count }) => count))),
      };
    }),
    failures,
  };
}

export type Figures = ReturnType<typeof figuresOf>;

export const isClean = ({ serverErrors, violations, errors }: Figures): boolean =>
  serverErrors + violations + errors.length === 0;

export function textOf(figures: Figures, rounds: Round[]): string {
  const table = new Table({ head: ['target', 'rounds', 'cases', 'failed'] });
  for (const { target, rounds: count, cases, failed } of figures.targets)
    table.push([target, count, cases, failed]);
  const failures = figures.failures.map(
    ({ target, seed, title, count, operations }) =>
      `FAILED ${target} (seed ${seed}): ${count} x ${title}: ${operations.join(', ')}`,
  );
  const details = rounds.filter((one) => one.failures.length + one.errors.length > 0).map(({ text }) => text);
  return [
    table.toString(),
    ...details,
    ...failures,
    ...figures.errors,
    `${figures.cases} cases in ${figures.seconds} s: ${figures.serverErrors} answers of 5xx, ` +
      `${figures.violations} against the documents`,
  ].join('\n');
}
