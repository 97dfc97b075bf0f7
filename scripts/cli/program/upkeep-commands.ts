import { type Command, Option } from 'commander';
import { positiveInteger } from '../arguments';
import type { CommonOptions } from '../command-options';
import type { DiscardOptions, RedriveOptions, ShowOptions } from '../commands/dead-letters';
import type { ReconcileOptions } from '../commands/reconcile';
import { commands, newContext } from './lazily';
import { withCommonOptions, withExamples } from './shared';

/** What keeps a deployment whole: events that were given up, and what registry and AWS disagree about. */
export function addUpkeepCommands(program: Command): void {
  addDeadLetters(program);
  addReconcile(program);
}

function addDeadLetters(program: Command): void {
  const dlq = program.command('dlq').description('events that nobody could process, in dead-letter queues');
  withExamples(dlq, [['saas dlq list', 'what waits where']]);
  const list = dlq
    .command('list')
    .description('every dead-letter queue: how many messages, the age of the oldest, what it holds')
    .action(async (options: CommonOptions) => commands.deadLetters().list(newContext(options)));
  withExamples(withCommonOptions(list), [
    ['saas dlq list', 'as a table'],
    ['saas dlq list --json --profile prod', 'for a script'],
  ]);
  const show = dlq
    .command('show <queue>')
    .description('the messages of a queue, the 50 oldest at most: when, why, which event, whose; they stay')
    .addOption(new Option('--limit <number>', 'at most so many').argParser(positiveInteger).default(20))
    .action(async (queue: string, options: ShowOptions) =>
      commands.deadLetters().show(newContext(options), queue, options),
    );
  withExamples(withCommonOptions(show), [
    ['saas dlq show requests', 'requests that started no workflow'],
    ['saas dlq show rejected-events --limit 50 --json', 'for a script'],
  ]);
  const redrive = dlq
    .command('redrive <queue>')
    .description('send events again to where they failed, and delete their messages; asks before')
    .option('--message <id>', 'only this one')
    .option('--yes', 'do not ask')
    .action(async (queue: string, options: RedriveOptions) =>
      commands.deadLetters().redrive(newContext(options), queue, options),
    );
  withExamples(withCommonOptions(redrive), [
    ['saas dlq redrive requests', 'all of them, once the cause is mended'],
    ['saas dlq redrive results --message 6f2a0000-0000-4000-8000-000000000000 --yes', 'one'],
  ]);
  const discard = dlq
    .command('discard <queue>')
    .description('delete a message that can never be sent again, or that nobody needs; asks before')
    .requiredOption('--message <id>', 'which, as saas dlq show lists it')
    .option('--yes', 'do not ask')
    .action(async (queue: string, options: DiscardOptions) =>
      commands.deadLetters().discard(newContext(options), queue, options),
    );
  withExamples(withCommonOptions(discard), [
    ['saas dlq discard rejected-events --message 6f2a0000-0000-4000-8000-000000000000', 'for good'],
  ]);
}

function addReconcile(program: Command): void {
  const command = program
    .command('reconcile')
    .description(
      'compare registry, ledger and AWS: drift, ghosts, orphans, stuck operations; exit 1 when something stays',
    )
    .option('--fix', 'mend what is safe')
    .option('--tenant <tenant>', 'only this tenant')
    .action(async (options: ReconcileOptions) =>
      commands.reconcile().reconcile(newContext(options), options),
    );
  withExamples(withCommonOptions(command), [
    ['saas reconcile', 'look at all tenants, change nothing'],
    ['saas reconcile --fix --tenant acme', 'mend what is safe of one'],
    ['saas reconcile --json', 'for a script'],
  ]);
}
