import { findTenant } from '../admin-api/find-tenant';
import { ask, canAsk } from '../auth/prompt';
import type { Context } from '../context';
import { CliFailure, wrongUsage } from '../failure';
import { onOneLine } from '../output/text';
import { newestChange } from '../watch/follow';
import { type WatchOptions, watchRegistration } from './watch';

/** Continues the tenant's newest execution, and shows it live to its end. @throws CliFailure unless it ends well */
export async function replay(context: Context, reference: string, options: WatchOptions): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const tenant = await findTenant(api, reference);
  const replayed = await api.replay(tenant.tenantRegistrationId);
  if (terminal.json) terminal.event({ event: 'replay', ...replayed });
  else terminal.line(`${replayed.replay}: ${onOneLine(replayed.message)}`);
  await watchRegistration(context, api, tenant, options);
}

export interface OffboardOptions extends WatchOptions {
  retainDays?: number;
  /** Absent: as configured. */
  export?: boolean;
  watch?: boolean;
  yes?: boolean;
}

/** Orders a tenant's deletion, once its name has been typed. */
export async function offboard(context: Context, reference: string, options: OffboardOptions): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const tenant = await findTenant(api, reference);
  if (!options.yes) await confirm(tenant.tenantName, options);
  const { message } = await api.offboard(tenant.tenantRegistrationId, {
    ...(options.retainDays === undefined ? {} : { retainDays: String(options.retainDays) }),
    ...(options.export === undefined
      ? {}
      : { export: options.export ? ('true' as const) : ('false' as const) }),
  });
  const { tenantName, tenantId, tenantRegistrationId } = tenant;
  if (options.watch) {
    if (terminal.json) terminal.event({ event: 'accepted', tenantName, tenantId, tenantRegistrationId });
    else terminal.line(`offboarding ${onOneLine(tenantName)}, registration ${tenantRegistrationId}`);
    return watchRegistration(context, api, tenant, options);
  }
  terminal.result({ tenantName, tenantId, tenantRegistrationId, message }, () =>
    [
      `${message}: ${onOneLine(tenantName)}`,
      // Of a tenant that is deleted already nothing begins.
      ...(tenant.sbtaws_active ? [terminal.facts([['watch it', `saas tenant watch ${tenantName}`]])] : []),
    ].join('\n'),
  );
}

/** What is to happen with the data. Only the deployment knows what is configured; the defaults are those of cdk/config.ts. */
function fateOfData({ retainDays, export: exported }: OffboardOptions): string {
  const when =
    retainDays === undefined
      ? 'after the days that are configured (7 by default, 0 on a local start)'
      : (['at once', 'after 1 day'][retainDays] ?? `after ${retainDays} days`);
  const how =
    exported === undefined
      ? 'exported first where that is configured (by default, not on a local start)'
      : exported
        ? 'exported first'
        : 'not exported';
  return `Its data is deleted ${when}, ${how}.`;
}

async function confirm(tenantName: string, options: OffboardOptions): Promise<void> {
  if (!canAsk()) throw wrongUsage('nobody can be asked here', 'add --yes to offboard without a question');
  const typed = await ask(
    `${onOneLine(tenantName)} is refused at once. ${fateOfData(options)} Type its name to go on: `,
  );
  if (typed.trim() !== tenantName) throw new CliFailure('the name does not fit; nothing was done');
}

/** Orders that the API takes and a workflow carries out. */
const ORDERS = {
  'cancel-offboarding': { send: 'cancelOffboarding', leadsTo: 'created' },
  suspend: { send: 'deactivate', leadsTo: 'suspended' },
  resume: { send: 'activate', leadsTo: 'created' },
} as const;

export interface OrderOptions extends WatchOptions {
  watch?: boolean;
}

export async function order(
  context: Context,
  reference: string,
  name: keyof typeof ORDERS,
  options: OrderOptions,
): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const tenant = await findTenant(api, reference);
  const { tenantName, tenantId, tenantRegistrationId } = tenant;
  const { send, leadsTo } = ORDERS[name];
  // Looked up before the order: whatever comes after it is the order's own.
  const after = options.watch ? (await newestChange(api, tenantRegistrationId))?.name : undefined;
  const { message } = await api[send](tenantRegistrationId);
  if (options.watch) {
    if (terminal.json) terminal.event({ event: 'accepted', tenantName, tenantId, tenantRegistrationId });
    else terminal.line(`${onOneLine(message)}: ${onOneLine(tenantName)}`);
    return watchRegistration(context, api, tenant, options, { leadsTo, after });
  }
  terminal.result(
    { tenantName, tenantId, tenantRegistrationId, message },
    () => `${onOneLine(message)}: ${onOneLine(tenantName)}`,
  );
}
