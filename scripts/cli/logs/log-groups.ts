import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { type CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { SERVICES } from '../../services';
import type { TenantRow } from '../admin-api/types';
import { notFound } from '../failure';

/** Where to read: a log group, of it the streams of one service, of those the lines with a term. */
export interface LogSource {
  group: string;
  streamPrefix?: string;
  term?: string;
}

const FUNCTION_STACKS = ['controlplane-stack', 'coreappplane-stack', 'shared-infra-stack'];
const POOL_STACKS = ['tenant-template-basic', 'shared-infra-stack'];

/** `/<prefix>/functions/<feature>/<function>` */
const FUNCTION_GROUP = /\/functions\/([^/]+\/([^/]+))$/;
/** `/<prefix>/basic`: the pooled services of all Basic tenants. */
const POOL_GROUP = /^\/[^/]+\/basic$/;

/**
 * Where a function's or a service's log is. `users` is the service; the function is `admin-api/users`.
 * @throws CliFailure with exit code 5, naming what there is
 */
export async function logSource(
  clients: { cloudFormation: CloudFormationClient; logs: CloudWatchLogsClient },
  name: string,
  tenant: TenantRow | undefined,
): Promise<LogSource> {
  if (SERVICES.includes(name)) return serviceSource(clients, name, tenant);
  const groups = await logGroupsOf(clients.cloudFormation, FUNCTION_STACKS);
  const known = groups.filter((group) => FUNCTION_GROUP.test(group));
  const wanted = known.find((group) => {
    const [, path, last] = FUNCTION_GROUP.exec(group) ?? [];
    return name === path || name === last;
  });
  if (wanted) return { group: wanted, term: tenant?.tenantId };
  const names = known.map((group) => FUNCTION_GROUP.exec(group)?.[1]).sort();
  throw notFound(
    `no function or service is called "${name}"`,
    `services: ${SERVICES.join(', ')}\nfunctions: ${names.join(', ') || 'none is deployed'}`,
  );
}

async function serviceSource(
  { cloudFormation, logs }: { cloudFormation: CloudFormationClient; logs: CloudWatchLogsClient },
  service: string,
  tenant: TenantRow | undefined,
): Promise<LogSource> {
  const own = tenant && (await footprintGroup(logs, tenant.tenantName));
  if (own) return { group: own, streamPrefix: `${service}/` };
  const groups = await logGroupsOf(cloudFormation, POOL_STACKS);
  const pool = groups.find((group) => POOL_GROUP.test(group));
  if (!pool) throw notFound('the pooled services are not deployed', 'deploy the stack tenant-template-basic');
  return { group: pool, streamPrefix: `${service}/`, term: tenant?.tenantId };
}

/** `/tenants/tenant-<name>-<8 hexadecimal>`: a silo tenant's own; the youngest where the name had several owners. */
async function footprintGroup(logs: CloudWatchLogsClient, tenantName: string): Promise<string | undefined> {
  const prefix = `/tenants/tenant-${tenantName}-`;
  const own = new RegExp(`^${prefix}[0-9a-f]{8}$`);
  const found: { name: string; created: number }[] = [];
  for await (const page of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: prefix })) {
    for (const { logGroupName = '', creationTime = 0 } of page.logGroups ?? []) {
      if (own.test(logGroupName)) found.push({ name: logGroupName, created: creationTime });
    }
  }
  return found.sort((a, b) => b.created - a.created)[0]?.name;
}

/** Log groups of those of the stacks that exist. */
async function logGroupsOf(client: CloudFormationClient, stacks: string[]): Promise<string[]> {
  const lists = await Promise.all(stacks.map((StackName) => listLogGroups(client, StackName)));
  return lists.flat();
}

async function listLogGroups(client: CloudFormationClient, StackName: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const page of paginateListStackResources({ client }, { StackName })) {
      for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (ResourceType === 'AWS::Logs::LogGroup' && PhysicalResourceId) names.push(PhysicalResourceId);
      }
    }
  } catch (error) {
    // CloudFormation's way to say that there is no such stack: a deployment may lack one.
    if (
      !(error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
    ) {
      throw error;
    }
  }
  return names;
}
