import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { nameOfExecution } from '../../shared/contracts/identifiers';
import type { Overview } from '../../shared/contracts/overview';
import { TIERS } from '../../shared/contracts/tiers';
import type { Places } from '../../shared/registry/admission';
import type { RegistryContext } from '../../shared/registry/client';
import { type DirectoryEntry, lastFailed, readDirectory } from '../../shared/registry/directory';
import { throttledOn } from '../../shared/registry/throttled';
import { dayOf } from '../../shared/usage/days';
import { alarms } from './alarms';
import { type RunningOperation, runningOperations } from './running-operations';

export interface OverviewDependencies {
  registry: RegistryContext;
  sfn: SFNClient;
  cloudwatch: CloudWatchClient;
  places: Places;
  stateMachineArns: Record<string, string>;
}

/** Of each list so many are shown; the numbers count all. */
const MOST_SHOWN = 20;

/**
 * What happens now: two queries of the directory, one of the day's refusals, one list of executions an operation and one
 * of alarms. That is some ten calls however many look, see the handler.
 */
export const overview =
  ({ registry, sfn, cloudwatch, places, stateMachineArns }: OverviewDependencies) =>
  async (): Promise<Overview> => {
    const now = registry.now();
    const [all, running, throttled, states] = await Promise.all([
      readDirectory(registry),
      runningOperations(sfn, stateMachineArns),
      throttledOn(registry, dayOf(now)),
      alarms(cloudwatch),
    ]);
    const active = all.filter((entry) => entry.sbtaws_active);
    return {
      at: now.toISOString(),
      tenants: {
        total: active.length,
        byTier: TIERS.map((tier) => ({ tier, count: active.filter((entry) => entry.tier === tier).length })),
        byStatus: countsOf(all.map(({ registrationStatus }) => registrationStatus)),
      },
      operations: { ...runningOf(running, active), ...failedOf(active) },
      cells: places.cells.map((cell) => cellOf(cell, places.poolCellId, active)),
      throttled: throttledBy(throttled, all),
      ...(states && { alarms: states }),
    };
  };

const refOf = ({ tenantId, tenantRegistrationId, tenantName }: DirectoryEntry) => ({
  ...{ tenantId, tenantRegistrationId, tenantName },
});

function countsOf(statuses: readonly string[]): Overview['tenants']['byStatus'] {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([registrationStatus, count]) => ({ registrationStatus, count }));
}

function runningOf(running: readonly RunningOperation[], active: readonly DirectoryEntry[]) {
  const byName = new Map(active.map((entry) => [entry.tenantName, entry]));
  return {
    running: running.length,
    runningNow: running
      .flatMap(({ tenantName, operation, executionName, startedAt }) => {
        const entry = byName.get(tenantName);
        return entry ? [{ ...refOf(entry), operation, executionName, startedAt }] : [];
      })
      .slice(0, MOST_SHOWN),
  };
}

function failedOf(active: readonly DirectoryEntry[]) {
  const failed = active.filter(lastFailed).sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return {
    failed: failed.length,
    failedLast: failed.slice(0, MOST_SHOWN).map((entry) => ({
      ...refOf(entry),
      ...failureOf(entry),
      registrationStatus: entry.registrationStatus,
      updatedAt: entry.updatedAt,
    })),
  };
}

/** A foreign plane may tell of a failure in any shape. */
function failureOf({ failure }: DirectoryEntry) {
  const told = [failure?.state, failure?.error, failure?.cause, failure?.executionArn];
  if (!failure || told.some((value) => typeof value !== 'string')) return {};
  const { state, error, cause, executionArn } = failure;
  return {
    failure: { state, error, cause, executionArn },
    executionName: nameOfExecution(executionArn),
  };
}

function cellOf(
  { id, siloSlots }: Places['cells'][number],
  poolCellId: string,
  active: readonly DirectoryEntry[],
): Overview['cells'][number] {
  const here = active.filter(({ placement }) => placement?.cellId === id);
  const used = here.filter(({ placement }) => placement.slot !== undefined).length;
  return {
    ...{ cellId: id, pool: id === poolCellId, slots: siloSlots, used },
    pooledTenants: here.length - used,
  };
}

function throttledBy(
  throttled: ReadonlyMap<string, number>,
  all: readonly DirectoryEntry[],
): Overview['throttled'] {
  const counts = [...throttled.values()];
  return {
    total: counts.reduce((sum, requests) => sum + requests, 0),
    tenants: all
      .flatMap((entry) => {
        const requests = throttled.get(entry.tenantId);
        return requests ? [{ ...refOf(entry), requests }] : [];
      })
      .sort((a, b) => b.requests - a.requests)
      .slice(0, MOST_SHOWN),
  };
}
