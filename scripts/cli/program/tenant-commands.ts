import { Argument, type Command, Option } from 'commander';
import { mailbox, newTenantName, tier } from '../arguments';
import type { TenantCredentials } from '../auth/tenant-user';
import type { CommonOptions } from '../command-options';
import type { OnboardOptions } from '../commands/onboard';
import type { ListOptions } from '../commands/tenants';
import type { WatchOptions } from '../commands/watch';
import { commands, newContext } from './lazily';
import { addOperationCommands } from './operation-commands';
import { repeatable, withCommonOptions, withExamples, withTenantUser, withWatchOptions } from './shared';

export function addTenantCommands(program: Command): void {
  const tenant = program.command('tenant').description('onboard, look at, replay and offboard tenants');
  withExamples(tenant, [
    ['saas tenant list', 'all tenants'],
    ['saas tenant show acme', 'one tenant whole'],
  ]);
  addOnboard(tenant);
  addList(tenant);
  addShow(tenant);
  addUsers(tenant);
  addWatch(tenant);
  addOperationCommands(tenant);
}

function addOnboard(tenant: Command): void {
  const command = tenant
    .command('onboard')
    .description('onboard a new tenant')
    .addArgument(new Argument('<name>').argParser(newTenantName))
    .requiredOption(
      '--email <address>',
      "mailbox of the tenant's administrator, who gets an invitation there",
      mailbox,
    )
    .requiredOption('--tier <tier>', 'basic, advanced or premium', tier)
    .addOption(repeatable('--price <metric=id>', 'price of a metric in the billing system'))
    .option('--watch', 'wait and show every state, as saas tenant watch does')
    .action(async (name: string, options: OnboardOptions) =>
      commands.onboard().onboard(newContext(options), name, options),
    );
  withWatchOptions(withCommonOptions(command));
  withExamples(command, [
    ['saas tenant onboard acme --email ann@acme.test --tier basic --watch', 'and see every state'],
    ['saas tenant onboard beta --email bo@beta.test --tier premium --json', 'ids for a script'],
    ['saas tenant onboard gama --email c@gama.test --tier basic --price calls=price_1A', 'with a price'],
  ]);
}

function addList(tenant: Command): void {
  const command = tenant
    .command('list')
    .description('all tenants')
    .addOption(new Option('--tier <tier>', 'only of this tier').argParser(tier))
    .option('--state <state>', 'only in this state, for example created or "failed to provision"')
    .action(async (options: ListOptions) => commands.tenants().listTenants(newContext(options), options));
  withCommonOptions(command);
  withExamples(command, [
    ['saas tenant list', 'all tenants'],
    ['saas tenant list --tier premium --state created', 'some of them'],
    ['saas tenant list --json | jq -r ".tenants[].tenantName"', 'names for a script'],
  ]);
}

function addShow(tenant: Command): void {
  const command = tenant
    .command('show <tenant>')
    .description('a tenant, how its users sign in, and its executions; by name, id or registration id')
    .action(async (reference: string, options: CommonOptions) =>
      commands.tenants().showTenant(newContext(options), reference),
    );
  withCommonOptions(command);
  withExamples(command, [
    ['saas tenant show acme', 'by name'],
    ['saas tenant show 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed --json', 'by id, for a script'],
  ]);
}

function addUsers(tenant: Command): void {
  const command = tenant
    .command('users <tenant>')
    .description("a tenant's users, as its administrator sees them")
    .action(async (reference: string, options: CommonOptions & TenantCredentials) =>
      commands.users().tenantUsers(newContext(options), reference, options),
    );
  withTenantUser(withCommonOptions(command));
  withExamples(command, [
    ['saas tenant users acme', "as the tenant's administrator"],
    ['saas tenant users acme --user bo@acme.test', 'as another administrator'],
  ]);
}

function addWatch(tenant: Command): void {
  const command = tenant
    .command('watch <tenant>')
    .description(
      'show the states of an onboarding or offboarding live, until the tenant is Created or Deleted (exit 0) or it has failed (exit 3)',
    )
    .action(async (reference: string, options: WatchOptions) =>
      commands.watch().watch(newContext(options), reference, options),
    );
  withWatchOptions(withCommonOptions(command));
  withExamples(command, [
    ['saas tenant watch acme', 'live'],
    ['saas tenant watch acme --timeout 5m && echo ready', 'the exit code says how it ended'],
    ['saas tenant watch acme --json', 'one JSON object a line'],
  ]);
}
