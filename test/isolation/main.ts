/**
 * Attacks the walls between tenants on a local AWS of its own, and prints attempts, allowed, and controls that failed,
 * by kind and by pair of tiers. Ends with exit code 1 unless all were refused and all controls passed.
 *
 * Usage: npm run test:isolation [-- --attempts 12000] [--seed 1] [--kind <text>] [--only <id>] [--json]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { root } from '../../scripts/local/paths';
import { startStack, stopRun } from '../../scripts/local/stack';
import { Product } from '../builders/product';
import { raisePlans } from '../builders/usage-plans';
import type { Choice } from './choice';
import { reportOf } from './report';
import { type Done, runAttempts } from './run-attempts';
import { SOURCES } from './sources';
import { isClean, tallyOf } from './tally';

interface Options {
  attempts: string;
  seed: string;
  only?: string;
  kind?: string;
  port: string;
  folder?: string;
  json?: true;
}

const note = (text: string) => process.stderr.write(`${text}\n`);
/** Attempts between two lines of progress. */
const PROGRESS = 500;

async function main(options: Options): Promise<void> {
  const choice = {
    seed: Number(options.seed),
    count: Number(options.attempts),
    only: options.only,
    kind: options.kind,
  };
  const folder = options.folder ?? join(root, '.local/isolation');
  const at = { port: Number(options.port), folder };
  if (options.folder) return attack(await Product.open(at), choice, options);
  note('deploying on a local AWS of its own');
  await stopRun(folder);
  rmSync(folder, { recursive: true, force: true });
  try {
    await startStack(at);
    await attack(await Product.open(at), choice, options);
  } finally {
    await stopRun(folder);
  }
}

/** Every source makes an even share of the attempts; with `only`, whichever knows the id makes that one. */
async function attack(product: Product, choice: Choice, { json }: Options): Promise<void> {
  const began = Date.now();
  await raisePlans(product.port);
  const results: Done[] = [];
  for (const [name, attemptsOf] of Object.entries(SOURCES)) {
    note(`${name}: assembling tenants of every tier`);
    const count = Math.ceil(choice.count / Object.keys(SOURCES).length);
    const attempts = await attemptsOf(product, { ...choice, count });
    const chosen = attempts.filter(
      ({ id, kind }) => (!choice.only || id === choice.only) && kind.includes(choice.kind ?? ''),
    );
    let done = 0;
    const onDone = () => {
      done += 1;
      if (done % PROGRESS === 0) note(`${name}: ${done} of ${chosen.length}`);
    };
    results.push(...(await runAttempts(chosen, { onDone })));
  }
  const tally = tallyOf(results);
  if (choice.only) for (const { attempt } of results) note(attempt.trace?.() ?? '');
  if (json) console.log(JSON.stringify({ ...tally, seed: choice.seed }, null, 2));
  else console.log(reportOf(tally, choice));
  note(`in ${Math.round((Date.now() - began) / 1000)} s`);
  process.exitCode = isClean(tally) ? 0 : 1;
}

const command = new Command('test:isolation')
  .description('Attacks the walls between tenants; every attempt must be refused and its owner must not.')
  .option('--attempts <count>', 'how many attempts', '12000')
  .option('--seed <number>', 'decides which attempts, and what is made up in them', '1')
  .option('--kind <text>', 'attempts whose kind holds this text')
  .option('--only <id>', 'one attempt, with what was sent and answered')
  .option('--port <port>', 'port of the local AWS', '14750')
  .option('--folder <folder>', 'attack the product that runs from this folder, and leave it running')
  .option('--json', 'print the figures as JSON')
  .action(main);

void command.parseAsync();
