/**
 * Stops executions after each state that an undisturbed one leaves, for every tier and both directions, and replays
 * each. Ends with exit code 1 when one did not end with the inventory of an undisturbed run by at most one replay.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/local/paths';
import { DIRECTIONS, TIERS } from './stop-life';
import { describeCase, type Outcome, type StopCase, StopRun } from './stop-run';

const HELP = `Usage: npm run test:stops [-- --only TEXT] [--sample N]

Stops an onboarding and an offboarding of every tier after each of its states, on a local AWS of its own, replays
each once and compares the inventory with the one of an undisturbed run.

  --only TEXT  cases whose tier, direction or state contains TEXT, such as "basic offboarding"
  --sample N   every N-th case only
  --help       this text`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    sample: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const step = Number(values.sample);
  if (!Number.isInteger(step) || step < 1) throw new Error('--sample takes a whole number from 1');
  console.log('deploying on a local AWS of its own');
  const run = await StopRun.start({ port: 4825, folder: join(root, '.local/test/stops') });
  try {
    const chosen = (await run.undisturbed())
      .filter((each) => describeCase(each).includes(values.only))
      .filter((_, index) => index % step === 0);
    if (chosen.length === 0) throw new Error(`no case contains "${values.only}"`);
    const outcomes = await run.run(chosen, (done) => console.log(`  ${done} of ${chosen.length}`));
    report(chosen, outcomes, run.problems);
  } finally {
    await run.stop();
  }
}

function report(chosen: StopCase[], outcomes: Outcome[], problems: readonly string[]): void {
  const failed = outcomes.filter(({ problem }) => problem);
  // A state that was not stopped after is no success, whatever else went well.
  const tried = new Set(outcomes.map((outcome) => describeCase(outcome.case)));
  const missing = chosen.map(describeCase).filter((name) => !tried.has(name));
  for (const { case: each, problem } of failed)
    console.log(`FAILED ${describeCase(each)}\n       ${problem}`);
  for (const name of missing) console.log(`FAILED not stopped: ${name}`);
  for (const problem of problems) console.log(`FAILED ${problem}`);
  for (const tier of TIERS) {
    for (const direction of DIRECTIONS) {
      const own = outcomes.filter(({ case: each }) => each.tier === tier && each.direction === direction);
      const replays = own.reduce((sum, outcome) => sum + outcome.replays, 0);
      const bad = own.filter(({ problem }) => problem).length;
      console.log(
        `${tier.padEnd(9)} ${direction.padEnd(12)} cases ${own.length}, replays ${replays}, failures ${bad}`,
      );
    }
  }
  const failures = failed.length + missing.length + problems.length;
  console.log(`cases: ${outcomes.length}, failures: ${failures}`);
  process.exitCode = failures > 0 ? 1 : 0;
}

if (values.help) console.log(HELP);
else void main();
