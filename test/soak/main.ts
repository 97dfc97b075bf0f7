/**
 * Onboards and offboards tenants of all tiers, 8 at a time, on a local AWS of its own whose every answer to a function
 * or a service passes a proxy that throttles, fails and loses. Prints times, retries, replays and what the proxy did;
 * ends with exit code 1 unless each tenant ended as Deleted and the account is as it was before.
 *
 * Usage: npm run test:soak [-- --tenants 300] [--seed 1] [--json]
 */
import { join } from 'node:path';
import { Command } from 'commander';
import { root } from '../../scripts/local/paths';
import { figuresOf, isClean, textOf } from './report';
import { withSoak } from './soak';

const [PORT, PROXY_PORT] = [5210, 5211];
const note = (text: string) => process.stderr.write(`${text}\n`);

async function main({ tenants, seed, json }: { tenants: string; seed: string; json?: true }): Promise<void> {
  if (!(Number.isInteger(Number(tenants)) && Number(tenants) > 0))
    throw new Error('--tenants takes a whole number from 1');
  note('deploying on a local AWS of its own, behind the proxy');
  const options = {
    tenants: Number(tenants),
    seed: Number(seed),
    port: PORT,
    proxyPort: PROXY_PORT,
    folder: join(root, '.local/soak'),
    note,
  };
  const result = await withSoak(options, (soak) => soak.run());
  if (json) console.log(JSON.stringify(figuresOf(result), null, 2));
  else console.log(textOf(result));
  process.exitCode = isClean(result) ? 0 : 1;
}

new Command('test:soak')
  .description(
    'Onboards and offboards tenants of all tiers, 8 at a time, while AWS throttles and fails 30 % of all calls and ' +
      'loses the replies of 2 %; each must end as Deleted, and leave the account as it was.',
  )
  .option('--tenants <number>', 'how many', '300')
  .option('--seed <number>', 'decides the order of the tiers', '1')
  .option('--json', 'prints the figures as JSON')
  .action(main)
  .parseAsync()
  .catch((error: Error) => {
    note(error.message);
    process.exitCode = 1;
  });
