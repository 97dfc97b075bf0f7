import { type Command, Option } from 'commander';
import { retentionDays } from '../arguments';
import type { CommonOptions } from '../command-options';
import type { ExportOptions } from '../commands/export';
import type { OffboardOptions, OrderOptions } from '../commands/operations';
import type { WatchOptions } from '../commands/watch';
import { commands, newContext } from './lazily';
import { withCommonOptions, withExamples, withWatchOptions } from './shared';

/** What an operator orders for a tenant that exists. */
export function addOperationCommands(tenant: Command): void {
  addReplay(tenant);
  addOffboard(tenant);
  addOrder(tenant, 'cancel-offboarding', 'take an offboarding back while the data is retained');
  addOrder(tenant, 'suspend', "refuse a tenant's requests and stop its services; its data is kept");
  addOrder(tenant, 'resume', 'bring a suspended tenant back to service');
  addExport(tenant);
  addReceipt(tenant);
}

function addReplay(tenant: Command): void {
  const command = tenant
    .command('replay <tenant>')
    .description(
      'continue the onboarding, offboarding, suspension or resumption that failed where it failed, live; exit 0 when it ends well',
    )
    .action(async (reference: string, options: WatchOptions) =>
      commands.operations().replay(newContext(options), reference, options),
    );
  withWatchOptions(withCommonOptions(command));
  withExamples(command, [
    ['saas tenant replay acme', 'once the cause is mended'],
    ['saas tenant replay acme --json', 'one JSON object a line; the first says redriven or started'],
  ]);
}

function addOffboard(tenant: Command): void {
  const command = tenant
    .command('offboard <tenant>')
    .description('delete a tenant with all it has; asks for its name')
    .addOption(
      new Option(
        '--retain-days <number>',
        'keep its data so long, 0: not at all; can be cancelled until then (default: as configured)',
      ).argParser(retentionDays),
    )
    .option('--export', 'export its data first (default: as configured)')
    .option('--no-export', 'delete its data without an export')
    .option('--watch', 'wait and show every state, as saas tenant watch does')
    .option('--yes', 'do not ask')
    .action(async (reference: string, options: OffboardOptions) =>
      commands.operations().offboard(newContext(options), reference, options),
    );
  withWatchOptions(withCommonOptions(command));
  withExamples(command, [
    ['saas tenant offboard acme --watch', 'asks, then shows every state'],
    ['saas tenant offboard acme --retain-days 30 --export', 'refused at once, deleted in 30 days'],
    ['saas tenant offboard acme --retain-days 0 --no-export', 'all is gone at once'],
    ['saas tenant offboard acme --yes --json', 'for a script'],
  ]);
}

function addOrder(tenant: Command, name: 'cancel-offboarding' | 'suspend' | 'resume', description: string) {
  const command = tenant
    .command(`${name} <tenant>`)
    .description(description)
    .option('--watch', 'wait and show every state, as saas tenant watch does')
    .action(async (reference: string, options: OrderOptions) =>
      commands.operations().order(newContext(options), reference, name, options),
    );
  withWatchOptions(withCommonOptions(command));
  withExamples(command, [
    [`saas tenant ${name} acme --watch`, 'and see every state'],
    [`saas tenant ${name} acme --json`, 'for a script'],
  ]);
}

function addExport(tenant: Command): void {
  const command = tenant
    .command('export <tenant>')
    .description("export a tenant's items and users as JSON Lines; links to them expire after 15 minutes")
    .option('--out <folder>', 'fetch all of it into this folder and compare the checksums')
    .option(
      '--from <execution>',
      'an export that was made before, also by the offboarding of a tenant that is gone',
    )
    .action(async (reference: string, options: ExportOptions) =>
      commands.export().exportTenant(newContext(options), reference, options),
    );
  withWatchOptions(withCommonOptions(command));
  withExamples(command, [
    ['saas tenant export acme', 'links to each file and to the manifest'],
    ['saas tenant export acme --out acme-data', 'fetched and verified'],
    ['saas tenant export acme --from acme-offboarding-4f1c --out acme-data', 'what its offboarding kept'],
    ['saas tenant export acme --json', 'for a script'],
  ]);
}

function addReceipt(tenant: Command): void {
  const command = tenant
    .command('receipt <tenant>')
    .description('what was deleted of a tenant that is gone, and when')
    .action(async (reference: string, options: CommonOptions) =>
      commands.receipt().receipt(newContext(options), reference),
    );
  withExamples(withCommonOptions(command), [
    ['saas tenant receipt acme', 'as a table'],
    ['saas tenant receipt acme --json > receipt.json', 'to keep'],
  ]);
}
