/**
 * Sends made-up requests of every kind to both APIs of a product of its own, and holds each answer against the OpenAPI
 * documents. Ends with exit code 1 when one was a 5xx, or not as described.
 *
 * Usage: npm run test:fuzz [-- --cases 50000] [--seed 1] [--only admin] [--json]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { root } from '../../scripts/local/paths';
import { startStack, stopRun } from '../../scripts/local/stack';
import { Product } from '../builders/product';
import { fuzz } from './fuzz';
import { figuresOf, isClean, textOf } from './report';

// Node.js 20 is our floor; the SDK's advice to move on would stand between the figures.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

interface Options {
  cases: string;
  seed: string;
  only?: string;
  port: string;
  build: boolean;
  json?: true;
}

const note = (text: string) => process.stderr.write(`${text}\n`);

async function main({ json, build, ...options }: Options): Promise<void> {
  const [cases, seed, port] = [options.cases, options.seed, options.port].map(Number) as [
    number,
    number,
    number,
  ];
  if (!(cases > 0) || !Number.isInteger(seed) || !Number.isInteger(port))
    throw new Error('--cases, --seed and --port are numbers');
  const at = { port, folder: join(root, '.local/fuzz') };
  note('deploying on a local AWS of its own');
  await stopRun(at.folder);
  rmSync(at.folder, { recursive: true, force: true });
  try {
    await startStack({ ...at, build });
    const rounds = await fuzz(await Product.open(at), { cases, seed, only: options.only, note });
    const figures = figuresOf(rounds);
    console.log(json ? JSON.stringify({ seed, ...figures }, null, 2) : textOf(figures, rounds));
    process.exitCode = isClean(figures) ? 0 : 1;
  } finally {
    await stopRun(at.folder);
  }
}

new Command('test:fuzz')
  .description(
    'Made-up requests to the Admin API and, as a tenant of each tier, to the tenant API; all checks of schemathesis ' +
      'against the OpenAPI documents. No answer may be a 5xx, or other than described.',
  )
  .option('--cases <count>', 'how many at least, in all', '50000')
  .option('--seed <number>', 'decides what is made up', '1')
  .option('--only <text>', 'targets whose name holds this text: admin, tenant-basic, …')
  .option('--port <port>', 'port of the local AWS', '4850')
  .option('--no-build', 'takes dist/ as it is')
  .option('--json', 'prints the figures as JSON')
  .action(main)
  .parseAsync()
  .catch((error: Error) => {
    note(error.message);
    process.exitCode = 1;
  });
