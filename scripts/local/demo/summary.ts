import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import Table from 'cli-table3';
import pc from 'picocolors';
import { clientConfig } from '../engine';
import type { Outputs, TenantOutput } from '../outputs';
import type { FailedOnboarding } from './failure';

/** What the operator can do now, with the tenants of the demo when there are any. */
export async function summary(outputs: Outputs, failed?: FailedOnboarding): Promise<string> {
  const sites = outputs.stacks['shared-infra-stack'];
  const rows = await Promise.all(outputs.tenants.map((tenant) => row(outputs, tenant)));
  const table = new Table({
    head: ['tenant', 'tier', 'URL', 'user', 'password', 'compute', 'data'],
    style: { head: process.stdout.isTTY ? ['cyan'] : [], border: [] },
  });
  table.push(...rows);
  return [
    '',
    ...(rows.length > 0 ? [table.toString(), ''] : []),
    `operators' portal  ${sites?.adminSiteUrl}`,
    `tenants' portal    ${sites?.appSiteUrl}`,
    `Admin API          ${outputs.adminApiUrl}`,
    `operator           ${outputs.operator.userName} / ${outputs.operator.password}`,
    '',
    ...(failed ? failureLines(failed) : []),
    pc.bold('Try next'),
    `  open ${sites?.adminSiteUrl} and sign in as the operator`,
    ...outputs.tenants
      .slice(0, 1)
      .map(
        ({ tenantName }) => `  open ${sites?.appSiteUrl} and sign in to ${tenantName} with its user above`,
      ),
    '  scripts/saas tenant list',
    '  scripts/saas tenant onboard my-tenant --email me@example.com --tier advanced --watch',
    ...outputs.tenants.slice(0, 1).map(({ tenantName }) => `  scripts/saas call ${tenantName} GET /products`),
    '  scripts/saas --help',
    '  scripts/stop.sh',
  ].join('\n');
}

const failureLines = ({ tenantName, failure }: FailedOnboarding): string[] => [
  pc.red(`${tenantName} failed, as asked, at "${failure.state}": ${failure.error}`),
  `  ${failure.cause}`,
  `  scripts/saas tenant show ${tenantName}      what the registration says`,
  '  npm run demo:mend                       removes the cause',
  `  scripts/saas tenant replay ${tenantName}    goes on at that state`,
  '',
];

/** Asks AWS by tag what the tenant owns; what it does not own is the pool's. */
async function row(outputs: Outputs, tenant: TenantOutput): Promise<string[]> {
  const tagging = new ResourceGroupsTaggingAPIClient(clientConfig(Number(new URL(outputs.endpointUrl).port)));
  const { ResourceTagMappingList = [] } = await tagging.send(
    new GetResourcesCommand({ TagFilters: [{ Key: 'tenantId', Values: [tenant.tenantId] }] }),
  );
  const own = (kind: string) =>
    ResourceTagMappingList.flatMap(({ ResourceARN = '' }) => {
      const name = ResourceARN.split(`:${kind}/`)[1];
      return name ? [name] : [];
    });
  const services = own('service').map((name) => name.split('/')[0]);
  const cluster = own('cluster')[0] ?? services[0] ?? 'basic';
  const tables = own('table').map((name) => name.split('-').at(-1));
  const shared = ['orders', 'products'].filter((name) => !tables.includes(name));
  return [
    tenant.tenantName,
    tenant.tier.toUpperCase(),
    tenant.apiGatewayUrl,
    tenant.userName,
    tenant.password,
    `cluster ${cluster}\n${services.length > 0 ? `${services.length} own services` : 'shared services'}`,
    [
      tables.length > 0 ? `own ${tables.join(', ')}` : '',
      shared.length > 0 ? `shared ${shared.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  ];
}
