import { findTenant } from '../admin-api/find-tenant';
import type { Registration, TenantRow } from '../admin-api/types';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { localTime } from '../output/text';
import { failureText } from '../output/timeline';
import { executionTable } from './executions';

export interface ListOptions extends CommonOptions {
  tier?: string;
  state?: string;
}

/** `In progress`, `in-progress` and `inprogress` are one state. */
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

export async function listTenants(context: Context, options: ListOptions): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const tenants: TenantRow[] = [];
  for await (const row of api.tenants()) {
    if (options.tier && plain(row.tier) !== plain(options.tier)) continue;
    if (options.state && plain(row.registrationStatus) !== plain(options.state)) continue;
    tenants.push(row);
  }
  const table = await terminal.table(
    ['NAME', 'TIER', 'STATE', 'E-MAIL', 'TENANT ID', 'SINCE'],
    tenants.map((row) => [
      row.tenantName,
      row.tier,
      row.registrationStatus,
      row.email,
      row.tenantId,
      localTime(row.createdAt),
    ]),
  );
  const none =
    options.tier || options.state ? 'no tenant matches' : 'no tenants yet: saas tenant onboard --help';
  terminal.result({ tenants }, () => (tenants.length > 0 ? table : none));
}

const SHOWN = new Set([
  ...['tenantName', 'tenantId', 'tenantRegistrationId', 'tier', 'email', 'registrationStatus'],
  ...['sbtaws_active', 'createdAt', 'tenantConfig', 'failure'],
]);

export async function showTenant(context: Context, reference: string): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const tenant = await findTenant(api, reference);
  const [config = null, executions, registration] = await Promise.all([
    api.tenantConfig({ tenantId: tenant.tenantId }),
    api.executions(tenant.tenantRegistrationId, 10),
    api.findRegistration(tenant.tenantRegistrationId),
  ]);
  const { offboarding = null, receipt } = registration ?? {};
  const table = await executionTable(terminal, executions);
  const others = Object.entries(tenant).filter(([key]) => !SHOWN.has(key));
  terminal.result({ tenant, config, executions, offboarding }, () =>
    [
      terminal.facts([
        ['name', tenant.tenantName],
        ['tier', tenant.tier],
        ['state', tenant.registrationStatus],
        ['e-mail', tenant.email],
        ['tenant', tenant.tenantId],
        ['registration', tenant.tenantRegistrationId],
        ['since', localTime(tenant.createdAt)],
        ['data kept', keptText(offboarding, tenant.tenantName)],
        ['receipt', receipt && `saas tenant receipt ${tenant.tenantName}`],
        ['API', config?.apiGatewayUrl],
        ['user pool', config?.userPoolId],
        ['app client', config?.appClientId],
        ...others.map(([key, value]): [string, string] => [
          key,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ]),
      ...(tenant.failure ? ['', failureText(tenant.failure, terminal.colours)] : []),
      '',
      executions.length > 0 ? table : 'no executions',
    ].join('\n'),
  );
}

/** Only while the deletion waits: then it can be taken back. */
const keptText = (offboarding: Registration['offboarding'] | null, tenantName: string): string | undefined =>
  offboarding?.retainUntil && (offboarding.state === 'ordered' || offboarding.state === 'waiting')
    ? `until ${localTime(offboarding.retainUntil)}; saas tenant cancel-offboarding ${tenantName} takes the deletion back`
    : undefined;
