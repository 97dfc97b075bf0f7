/**
 * Judges the policies of the templates, and of the roles that the workflow makes, by two evaluators that share no code:
 * the local AWS's and @cloud-copilot/iam-simulate. Ends with exit code 1 unless they agree, every explained difference
 * is one, and credentials of a tenant reach something of its own and nothing else.
 *
 * Usage: npm run test:policies [-- --count 5000] [--seed 1]
 */
import { Command } from 'commander';
import { judge, type Verdicts } from './matrix';

const SHOWN = 40;

async function main({ count, seed }: { count?: string; seed: string }): Promise<void> {
  const began = Date.now();
  const judged = await judge({ seed: Number(seed), ...(count && { count: Number(count) }) });
  const { asked, principals, allowed, locked, unexplained, explained, breaches } = judged;
  const stale = explained.filter((each) => each.count === 0);
  show('not explained', unexplained);
  show('reaches what is not its own', breaches);
  for (const { why, count: times } of explained) console.log(`explained ${times} times: ${why}`);
  console.log(
    `${asked} questions by ${principals} principals, ${allowed} allowed; differences not explained ${unexplained.length}, explanations that explain nothing ${stale.length}, breaches ${breaches.length}, owners refused all of their own ${locked.length}; in ${Math.round((Date.now() - began) / 1000)} s`,
  );
  process.exitCode = unexplained.length + stale.length + breaches.length + locked.length === 0 ? 0 : 1;
}

function show(what: string, cells: readonly Verdicts[]): void {
  for (const { id, request, engine, second } of cells.slice(0, SHOWN)) {
    console.log(
      `${what}: ${id}\n  ${JSON.stringify(request.context)}; local AWS ${engine}, iam-simulate ${second}`,
    );
  }
}

const command = new Command('test:policies')
  .description('Judges the policies by two evaluators; they must agree, and no tenant may reach another.')
  .option('--count <number>', 'as many questions of each principal and service in turn; all without it')
  .option('--seed <number>', 'decides which', '1')
  .action(main);

void command.parseAsync();
