/**
 * Harms every AWS call in the code of the workflows' steps in every way that AWS can fail, one at a time, in the life of
 * a tenant of its own, and tells whether each life came to its end: by retries alone or by one replay, with the footprint
 * of an undisturbed one. Ends with exit code 1 when one did not, or when a call in the code is not in the table.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/local/paths';
import { type Case, FaultRun, type Outcome } from './fault-run';
import {
  abandonedCases,
  casesAfterHarm,
  casesOf,
  ELSEWHERE,
  rowOf,
  rowsOf,
  TABLE_FAULTS,
  timedOutCases,
} from './fault-table';

const HELP = `Usage: npm run test:faults [-- --sample N] [--only TEXT] [--list]

Every AWS call in the steps' code x {throttle, server error, timeout, reply lost}, one tenant's life each, on a local
AWS of its own behind microburst; the last call of each function timing out in all tries of the SDK, so that the state
machine repeats the invocation; and onboardings that fail for good before a step could record what it made, whose tenant
is then offboarded. Calls that none of these makes are left to other tests, and counted. About half an hour in full.

  --sample N   every N-th case only
  --only TEXT  cases whose function, call or fault contains TEXT
  --list       print the table's rows, run nothing but the undisturbed lives
  --help       this text`;

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const describe = ({ seen, fault, tier, after }: Case) =>
  `${rowOf(seen.bundle.path, seen.site.id)} x ${fault} (${tier}${after ? `, after ${after.seen.site.id} of ${after.seen.bundle.path} x ${after.fault}` : ''})`;

async function main(): Promise<void> {
  const step = Number(values.sample);
  const chosen = (cases: Case[]) =>
    cases.filter((each) => describe(each).includes(values.only)).filter((_, index) => index % step === 0);
  console.log('deploying on a local AWS of its own, behind microburst');
  const run = await FaultRun.start({
    port: 14750,
    proxyPort: 14751,
    folder: join(root, '.local/test/faults'),
  });
  try {
    const rows = rowsOf(run.bundles);
    const sites = new Set(run.bundles.flatMap((bundle) => bundle.sites.map(({ id }) => id)));
    const undisturbed = await run.undisturbed();
    const first = [...casesOf(undisturbed), ...timedOutCases(undisturbed), ...abandonedCases(undisturbed)];
    const known = new Set(first.map(({ seen }) => rowOf(seen.bundle.path, seen.site.id)));
    console.log(
      `${sites.size} calls in the code, ${rows.length} with the functions that make them; ${known.size} in undisturbed lives`,
    );
    const whole = step === 1 && values.only === '';
    const stale = whole && !values.list ? superfluous(rows, known) : [];
    // Half an hour later it would say the same.
    if (stale.length > 0) return report([], [], stale, rows.length);
    if (values.list)
      return void console.log(rows.map((row) => `${known.has(row) ? '*' : ' '} ${row}`).join('\n'));
    const one = await run.run(chosen(first), progressOf(chosen(first).length));
    const second = casesAfterHarm(known, one.seen);
    for (const { seen } of second) known.add(rowOf(seen.bundle.path, seen.site.id));
    console.log(
      `\n${second.length / TABLE_FAULTS.length} more calls after lost replies and abandoned onboardings`,
    );
    const two = await run.run(chosen(second), progressOf(chosen(second).length));
    report(
      [...one.outcomes, ...two.outcomes],
      await run.difference(),
      whole ? missing(rows, known) : [],
      rows.length,
    );
  } finally {
    await run.stop();
  }
}

/** What is wrong with the table itself. */
const missing = (rows: string[], known: Set<string>): string[] => [
  ...rows.filter((row) => !known.has(row) && !ELSEWHERE[row]).map((row) => `no case makes this call: ${row}`),
  ...superfluous(rows, known),
];

/** Of that, what is known before any harm is done: calls that are not in the code, or that a life makes after all. */
const superfluous = (rows: string[], known: Set<string>): string[] =>
  Object.keys(ELSEWHERE)
    .filter((row) => known.has(row) || !rows.includes(row))
    .map((row) => `needs no explanation any more: ${row}`);

const progressOf = (all: number) => (done: number) => {
  if (done % 20 === 0 || done === all) console.log(`  ${done} of ${all}`);
};

function report(outcomes: Outcome[], left: string[], gaps: string[], rows: number): void {
  const failed = outcomes.filter(({ problem }) => problem);
  for (const { case: each, problem } of failed) console.log(`FAILED ${describe(each)}\n       ${problem}`);
  for (const line of left) console.log(`FAILED the account differs from before: ${line}`);
  for (const line of gaps) console.log(`FAILED ${line}`);
  const replayed = outcomes.filter(({ replays }) => replays > 0).length;
  const struck = outcomes.reduce((sum, outcome) => sum + outcome.struck, 0);
  console.log(`calls x faults: ${outcomes.length}, faults struck: ${struck}`);
  console.log(
    `converged by retries alone: ${outcomes.length - replayed - failed.length}, by one replay: ${replayed}`,
  );
  console.log(
    `calls left to other tests, which ELSEWHERE names: ${Object.keys(ELSEWHERE).length} of ${rows}`,
  );
  console.log(`failures: ${failed.length + left.length + gaps.length}`);
  process.exitCode = failed.length + left.length + gaps.length > 0 ? 1 : 0;
}

if (values.help) console.log(HELP);
else void main();
