import { Command, Option } from 'commander';
import { version } from '../../../package.json';
import { moment, positiveInteger } from '../arguments';
import type { CommonOptions } from '../command-options';
import type { CallOptions } from '../commands/call';
import type { ListExecutionsOptions } from '../commands/executions';
import type { LoginOptions } from '../commands/login';
import type { LogsOptions } from '../commands/logs';
import { commands, newContext } from './lazily';
import { newPassword, repeatable, withCommonOptions, withExamples, withTenantUser } from './shared';
import { addTenantCommands } from './tenant-commands';
import { addUpkeepCommands } from './upkeep-commands';

const EXIT_CODES = `
Exit codes:
  0  done            3  a watched workflow failed     6    timed out
  1  failed          4  signing in needed or refused  130  interrupted
  2  wrong usage     5  not found

Works on a start of this checkout (scripts/start.sh) while there is one, else on AWS with the
environment's credentials; --outputs, --profile and --region choose.`;

/** All commands with their options and help. What a command needs is loaded when it runs: help is quick. */
export function buildProgram(): Command {
  const program = new Command('saas')
    .description('Operates the SaaS: tenants, their onboarding, their requests and logs')
    .version(version)
    // Errors are thrown and worded in one place, with --json as JSON.
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showHelpAfterError(false);
  withExamples(program, [
    ['saas tenant onboard acme --email ann@acme.test --tier basic --watch', 'onboard and watch'],
    ['saas call acme GET /orders', "a tenant's request"],
    ['saas status --profile prod --region eu-west-1', 'a deployment on AWS'],
  ]);
  program.addHelpText('after', EXIT_CODES);
  addSession(program);
  addTenantCommands(program);
  addExecutions(program);
  addCall(program);
  addLogs(program);
  addUpkeepCommands(program);
  return program;
}

function addSession(program: Command): void {
  const login = program
    .command('login')
    .description('sign in as an operator; the session is kept for this user alone and renewed by itself')
    .option('--user <name>', 'operator (default: admin)')
    .addOption(
      new Option('--password <password>', 'better in the variable: others can read a command line').env(
        'SAAS_PASSWORD',
      ),
    )
    .addOption(newPassword())
    .action(async (options: LoginOptions) => commands.login().login(newContext(options), options));
  withExamples(withCommonOptions(login), [
    ['saas login --profile prod --region eu-west-1', 'asks for the password'],
    ['SAAS_PASSWORD=… SAAS_NEW_PASSWORD=… saas login', 'first sign-in from a script'],
  ]);
  const logout = program
    .command('logout')
    .description('end and forget the sessions of the deployment')
    .action(async (options: CommonOptions) => commands.logout().logout(newContext(options)));
  withExamples(withCommonOptions(logout), [['saas logout', "the operator's and its tenants' sessions"]]);
  const status = program
    .command('status')
    .description('which deployment is worked on, whether it answers, and who is signed in')
    .action(async (options: CommonOptions) => commands.status().status(newContext(options)));
  withExamples(withCommonOptions(status), [
    ['saas status', 'the local start, or AWS'],
    ['saas status --region eu-west-1 --json', 'for a script'],
  ]);
}

function addExecutions(program: Command): void {
  const execution = program.command('execution').description("look at a tenant's workflow executions");
  withExamples(execution, [['saas execution show acme', "the newest execution's timeline"]]);
  const list = execution
    .command('list <tenant>')
    .description("a tenant's executions, newest first")
    .addOption(new Option('--limit <number>', 'at most so many').argParser(positiveInteger).default(20))
    .action(async (reference: string, options: ListExecutionsOptions) =>
      commands.executions().listExecutions(newContext(options), reference, options),
    );
  withExamples(withCommonOptions(list), [['saas execution list acme --limit 5', 'the last five']]);
  const show = execution
    .command('show <tenant> [name]')
    .description('every state of an execution with its seconds, and what failed; the newest unless named')
    .action(async (reference: string, name: string | undefined, options: CommonOptions) =>
      commands.executions().showExecution(newContext(options), reference, name),
    );
  withExamples(withCommonOptions(show), [
    ['saas execution show acme', 'the newest'],
    ['saas execution show acme acme-onboarding-6f2a --json', 'a named one, for a script'],
  ]);
}

function addCall(program: Command): void {
  const call = program
    .command('call <tenant> <method> <path>')
    .description("send a tenant's request with its token, and print the answer; exit 1 on 4xx and 5xx")
    .option('-d, --data <body>', 'body; @FILE reads a file, - standard input')
    .addOption(repeatable('-H, --header <line>', 'header, as "name: value"'))
    .option('-i, --include', 'print status and headers too')
    .action(async (reference: string, method: string, path: string, options: CallOptions) =>
      commands.call().call(newContext(options), reference, method, path, options),
    );
  withExamples(withTenantUser(withCommonOptions(call)), [
    ['saas call acme GET /orders', 'as the administrator'],
    [
      `saas call acme POST /products -d '{"name":"Cup","price":12,"sku":"C-1","category":"Kitchen"}'`,
      'create',
    ],
    ['saas call acme GET "/orders?limit=5" -i --user bo@acme.test', 'as a user, with headers'],
  ]);
}

function addLogs(program: Command): void {
  const logs = program
    .command('logs <function|service>')
    .description('log lines of a Lambda function (create-identity, admin-api/users) or a service (orders)')
    .option('--tenant <tenant>', 'only lines of this tenant')
    .option('-f, --follow', 'go on with new lines until Ctrl-C')
    .addOption(
      new Option('--since <time>', 'how far back, or from which instant on')
        .argParser(moment)
        .default(moment('10m'), '10m'),
    )
    .action(async (name: string, options: LogsOptions) =>
      commands.logs().logs(newContext(options), name, options),
    );
  withExamples(withCommonOptions(logs), [
    ['saas logs orders --tenant acme --follow', "a tenant's orders service"],
    ['saas logs create-identity --since 1h', 'a step of the workflow'],
    ['saas logs admin-api/users --json', 'the function, not the service of that name'],
  ]);
}
