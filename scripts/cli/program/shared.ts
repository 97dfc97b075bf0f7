import { type Command, Option } from 'commander';
import { collect, duration } from '../arguments';

/** Options that every command has: where to work and how to answer. */
export function withCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--outputs <file>',
        "a local start's outputs (default: .local/outputs.json of this checkout)",
      ).conflicts(['profile', 'region']),
    )
    .option('--profile <name>', 'AWS profile of the deployment')
    .option('--region <name>', 'AWS region of the deployment')
    .option('--json', 'print JSON and nothing else on standard output');
}

/** How a tenant's user signs in, where it is not known from the outputs or an earlier sign-in. */
export function withTenantUser(command: Command): Command {
  return command
    .option('--user <e-mail>', "who calls (default: the tenant's administrator)")
    .addOption(
      new Option('--password <password>', 'better in the variable: others can read a command line').env(
        'SAAS_TENANT_PASSWORD',
      ),
    )
    .addOption(newPassword());
}

export const newPassword = (): Option =>
  new Option('--new-password <password>', 'replaces a temporary password, when Cognito asks for that').env(
    'SAAS_NEW_PASSWORD',
  );

export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, `${description}; may be repeated`).argParser(collect).default([], 'none');

/** Examples below a command's help: what it does, and the line to type. */
export function withExamples(command: Command, examples: [line: string, does: string][]): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, does]) => `  $ ${line.padEnd(width)}  # ${does}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** How a command watches that ends when a workflow does. */
export function withWatchOptions(command: Command): void {
  command
    .addOption(
      new Option('--interval <time>', 'between two looks, when watching')
        .argParser(duration)
        .default(1_000, '1s'),
    )
    .addOption(
      new Option('--timeout <time>', 'how long to watch; exit 6 after it')
        .argParser(duration)
        .default(1_800_000, '30m'),
    );
}
