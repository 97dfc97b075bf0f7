import { nameOfExecution } from '../../shared/contracts/identifiers';
import {
  type OperationLock,
  operationThatIs,
  type Registration,
  type Tenant,
} from '../../shared/contracts/registry-items';
import type { RegistryContext } from '../../shared/registry/client';
import { releaseLock } from '../../shared/registry/lock';
import type { TenantPartition } from '../../shared/registry/tenant-partition';
import { type Found, ofTenant } from './finding';

export interface StuckDependencies {
  registry: RegistryContext;
  /** As Step Functions has it; undefined for an execution that it has forgotten. */
  statusOf: (executionArn: string) => Promise<string | undefined>;
  /** Milliseconds from which an operation counts as long. */
  threshold: number;
}

export interface StuckSubject extends Pick<TenantPartition, 'lock' | 'newestExecution'> {
  tenant: Tenant;
  registration: Registration;
}

const RUNS: readonly unknown[] = ['RUNNING', 'PENDING_REDRIVE'];

/**
 * Operations that began long ago and that no execution carries on. A failed execution keeps its lock by design: where
 * the registration tells of the failure, it is only told that the tenant cannot be compared. A lock is given back only
 * where its execution can never go on: it succeeded, is forgotten, or its offboarding was cancelled. One that failed
 * unseen is the replay's to continue, under the lock that it has.
 *
 * AWS calls: `states:DescribeExecution`, for a lock or a status that is old, and for the lock of a failure. Registry, to
 * mend: DeleteItem (lock).
 */
export async function stuckOf(deps: StuckDependencies, subject: StuckSubject): Promise<Found[]> {
  const { registration } = subject;
  if (registration.failure || operationThatIs('failed', registration.registrationStatus))
    return heldByFailure(deps, subject);
  const lock = await stuckLock(deps, subject);
  // An execution that failed unseen is one finding: its replay ends both.
  if (lock && !lock.mend) return [lock];
  return [...(lock ? [lock] : []), ...(await stuckStatus(deps, subject))];
}

async function heldByFailure({ statusOf }: StuckDependencies, subject: StuckSubject): Promise<Found[]> {
  const { tenant, lock } = subject;
  const status = lock && (await statusOf(lock.executionArn));
  if (!lock || RUNS.includes(status)) return [];
  const { tenantName } = tenant;
  const leave = lock.operation === 'offboarding' ? '' : `, or saas tenant offboard ${tenantName}`;
  const about = heldBy(tenant, lock, status);
  return [
    {
      ...about,
      detail: `not compared: ${about.detail}`,
      advice: `mend what it failed at (saas execution show ${tenantName} ${nameOfExecution(lock.executionArn)}), then saas tenant replay ${tenantName}${leave}`,
    },
  ];
}

const heldBy = (
  tenant: Tenant,
  { executionArn, operation, since }: OperationLock,
  status: string | undefined,
) => ({
  ...ofTenant(tenant),
  ...{ kind: 'stuck' as const, type: 'Lock', name: executionArn },
  detail: `the ${operation} holds the tenant's lock since ${since}, its execution ${status ? `is ${status}` : 'is unknown to Step Functions'}`,
});

async function stuckLock(deps: StuckDependencies, subject: StuckSubject): Promise<Found | undefined> {
  const { registry, statusOf } = deps;
  const { tenant, registration, lock } = subject;
  if (!lock || !isOld(deps, lock.since)) return undefined;
  const status = await statusOf(lock.executionArn);
  if (RUNS.includes(status)) return undefined;
  const { executionArn, operation } = lock;
  const cancelled = operation === 'offboarding' && registration.offboarding?.state === 'cancelled';
  const about = heldBy(tenant, lock, status);
  if (status === undefined || status === 'SUCCEEDED' || cancelled) {
    return {
      ...about,
      advice: 'saas reconcile --fix gives the lock back',
      mend: () => releaseLock(registry, tenant.tenantId, executionArn),
    };
  }
  return {
    ...about,
    detail: `${about.detail}, and the registration does not tell of a failure`,
    advice: `saas tenant replay ${tenant.tenantName} (its report may lie in a dead-letter queue: saas dlq list)`,
  };
}

async function stuckStatus(deps: StuckDependencies, subject: StuckSubject): Promise<Found[]> {
  const { statusOf } = deps;
  const { tenant, registration, newestExecution: newest, lock } = subject;
  const { registrationStatus: status, updatedAt } = registration;
  const operation = operationThatIs('awaited', status);
  if (!registration.sbtaws_active || !operation || !isOld(deps, updatedAt)) return [];
  const executions = [newest?.executionArn, lock?.executionArn].filter((arn) => arn !== undefined);
  const states = await Promise.all(executions.map(statusOf));
  if (states.some((state) => RUNS.includes(state))) return [];
  const begun = newest?.operation === operation;
  return [
    {
      ...ofTenant(tenant),
      ...{ kind: 'stuck', type: 'Registration', name: registration.tenantRegistrationId },
      detail: `"${status}" since ${updatedAt}, and ${begun ? `${newest.name} is ${states[0] ?? 'forgotten'}` : `no ${operation} was started`}`,
      advice: begun
        ? adviceAfter(states[0], tenant)
        : 'its request may lie in a dead-letter queue: saas dlq list, then saas dlq redrive requests',
    },
  ];
}

const adviceAfter = (state: string | undefined, { tenantName }: Tenant): string =>
  state === 'SUCCEEDED'
    ? `its result may lie in a dead-letter queue: saas dlq list, then saas dlq redrive results; if it does not: saas tenant replay ${tenantName}`
    : `saas tenant replay ${tenantName}`;

const isOld = ({ registry, threshold }: StuckDependencies, since: string): boolean =>
  registry.now().getTime() - Date.parse(since) > threshold;
