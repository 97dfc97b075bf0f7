import {
  DescribeServicesCommand,
  type ECSClient,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { isAwsError } from '../../shared/aws/errors';
import type { LedgerEntry, Tenant, TenantAccess } from '../../shared/contracts/registry-items';
import { type Found, ofTenant } from './finding';

export interface DriftSubject {
  tenant: Tenant;
  access?: Pick<TenantAccess, 'status'>;
  ledger: readonly LedgerEntry[];
}

export interface DriftDependencies {
  ecs: ECSClient;
  /** Tasks a service of a tenant that is in service. */
  desiredCount: number;
  /** Whether an operation holds the tenant's lock by now: then the count is that one's to set. */
  isBusy: (tenantId: string) => Promise<boolean>;
}

/**
 * A silo tenant's services that are missing, or run at another task definition than the ledger has or another count of
 * tasks than its access asks for: none for a suspended tenant. The count can be mended; another task definition may be
 * somebody's repair, and a missing service needs its target group, network and namespace judged first.
 *
 * AWS calls: `ecs:DescribeServices`, once a tenant; to mend `ecs:UpdateService`.
 */
export async function driftOf(deps: DriftDependencies, subject: DriftSubject): Promise<Found[]> {
  const { tenant, access, ledger } = subject;
  const wanted = countFor(access, deps.desiredCount);
  const entries = ledger.filter(({ type, state }) => type === 'Service' && state === 'created');
  const cluster = entries[0]?.details?.clusterArn;
  if (wanted === undefined || !cluster) return [];
  const services = await describe(deps.ecs, cluster, entries);
  return entries.flatMap((entry): Found[] => {
    const service = services.find(({ serviceName }) => serviceName === entry.name);
    const about = { ...ofTenant(tenant), kind: 'drift' as const, type: 'Service', name: entry.name };
    if (!service) {
      return [
        {
          ...about,
          detail: `the ledger says created, but cluster ${cluster} has no such service`,
          advice: `nothing makes a single service again: offboard and onboard the tenant (saas tenant offboard ${tenant.tenantName} --export), or create the service from its task definition`,
        },
      ];
    }
    return [...differentDefinition(about, cluster, service, ledger), ...differentCount(about, service)];
  });

  function differentCount(about: Omit<Found, 'detail' | 'advice'>, { desiredCount }: Service): Found[] {
    if (desiredCount === wanted) return [];
    return [
      {
        ...about,
        detail: `asks for ${desiredCount} tasks instead of ${wanted}${wanted === 0 ? ': the tenant is suspended' : ''}`,
        advice: `saas reconcile --fix --tenant ${tenant.tenantName} sets it to ${wanted}`,
        mend: async () => {
          // A suspension that began meanwhile sets the count itself, and waits until it holds.
          if (await deps.isBusy(tenant.tenantId)) return false;
          return deps.ecs.send(
            new UpdateServiceCommand({ cluster, service: about.name, desiredCount: wanted }),
          );
        },
      },
    ];
  }
}

/** Undefined where nobody can tell: a tenant that begins or leaves. */
function countFor(access: DriftSubject['access'], desiredCount: number): number | undefined {
  if (access?.status === 'active') return desiredCount;
  return access?.status === 'suspended' ? 0 : undefined;
}

function differentDefinition(
  about: Omit<Found, 'detail' | 'advice'>,
  cluster: string,
  { taskDefinition }: Service,
  ledger: readonly LedgerEntry[],
): Found[] {
  const recorded = ledger.find(({ type, name }) => type === 'TaskDefinition' && name === about.name)?.arn;
  if (!recorded || taskDefinition === recorded) return [];
  return [
    {
      ...about,
      detail: `runs ${taskDefinition} instead of ${recorded}`,
      advice: `if nobody meant that: aws ecs update-service --cluster ${cluster} --service ${about.name} --task-definition ${recorded}`,
    },
  ];
}

async function describe(
  ecs: ECSClient,
  cluster: string,
  entries: readonly LedgerEntry[],
): Promise<Service[]> {
  try {
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster, services: entries.map(({ name }) => name) }),
    );
    return services.filter(({ status }) => status === 'ACTIVE');
  } catch (error) {
    if (isAwsError(error, 'ClusterNotFoundException')) return [];
    throw error;
  }
}
