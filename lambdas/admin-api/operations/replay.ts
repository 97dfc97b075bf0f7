import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  RedriveExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import { executionRuns } from '../../shared/aws/execution-runs';
import type { Replayed } from '../../shared/contracts/admin-api-responses';
import {
  type ExecutionRecord,
  operationThatIs,
  type Registration,
} from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { newestExecution } from '../../shared/registry/executions';
import { acquireLock, readLock } from '../../shared/registry/lock';
import { getRegistration } from '../../shared/registry/registrations';
import { markResumed } from '../../shared/registry/resumption';
import { NothingToReplayError, OperationRunsError } from './errors';
import { hasOtherDefinition, startAnew } from './start-anew';

export interface ReplayDependencies {
  registry: RegistryContext;
  sfn: SFNClient;
}

const RUNS: readonly unknown[] = ['RUNNING', 'PENDING_REDRIVE'];

/**
 * Milliseconds after a success, within which its result arrives or is given up: three tries, a minute and two apart, of
 * a function that may take 25 s. Twice that, as a workflow run again for nothing is worse than a wait.
 */
export const RESULT_DUE = 10 * 60_000;

/**
 * Continues a tenant's newest execution: from the state that failed where Step Functions can redrive it, else by a
 * new execution with the same input, whose steps find what is there.
 *
 * AWS calls: `states:DescribeExecution`, `states:DescribeStateMachineForExecution`, `states:DescribeStateMachine`,
 * `states:RedriveExecution`, `states:StartExecution`. Registry: GetItem (registration, lock, tenant), Query, PutItem
 * (executions, lock), UpdateItem (registration).
 *
 * @throws NotFoundError for an unknown registration
 * @throws OperationRunsError, TenantBusyError while a workflow of the tenant runs
 * @throws NothingToReplayError when the newest succeeded and its result arrived or still may, was cancelled, or there is none
 */
export async function replay(deps: ReplayDependencies, id: string): Promise<Replayed> {
  const { registry, sfn } = deps;
  const registration = await getRegistration(registry, id);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  // An export that failed is ordered again; what an operator wants to go on is what changes the tenant. An offboarding
  // that was cancelled does not go on: what preceded it may.
  const cancelled = registration.offboarding?.state === 'cancelled';
  const newest = await newestToReplay(
    registry,
    registration,
    ({ operation }) => operation !== 'export' && !(cancelled && operation === 'offboarding'),
  );
  if (!newest) {
    throw new NothingToReplayError(
      'no execution has been started for this tenant; look at the dead-letter queue of the rule for requests',
    );
  }
  const execution = await describe(sfn, newest.executionArn);
  await requireReplayable(deps, registration, newest, execution);
  const redriven = await tryRedrive(deps, registration.tenantId, newest, execution);
  if (redriven) {
    await markResumed(registry, id, newest.operation, redriven);
    return answer('redriven', newest, `${newest.name} goes on from the state that failed`);
  }
  const started = await startAnew(deps, registration, newest, execution);
  await markResumed(registry, id, started.operation, new Date(started.startedAt));
  return answer('started', started, `${newest.name} cannot be redriven; ${started.name} runs it again`);
}

/**
 * The newest of the operation that failed: one that came after it, an activation of a tenant that leaves, was refused and
 * leads nowhere. Else the newest of all.
 */
async function newestToReplay(
  registry: RegistryContext,
  { tenantId, registrationStatus }: Registration,
  fits: (execution: ExecutionRecord) => boolean,
): Promise<ExecutionRecord | undefined> {
  const failed = operationThatIs('failed', registrationStatus);
  const ofFailed =
    failed && (await newestExecution(registry, tenantId, (each) => fits(each) && each.operation === failed));
  return ofFailed ?? newestExecution(registry, tenantId, fits);
}

const answer = (replay: Replayed['replay'], { name, executionArn }: ExecutionRecord, message: string) => ({
  replay,
  executionName: name,
  executionArn,
  message,
});

/** Undefined for an execution that Step Functions has forgotten, 90 days after its end. */
async function describe(sfn: SFNClient, executionArn: string): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (isAwsError(error, 'ExecutionDoesNotExist')) return undefined;
    throw error;
  }
}

async function requireReplayable(
  { registry, sfn }: ReplayDependencies,
  registration: Registration,
  newest: ExecutionRecord,
  execution: DescribeExecutionOutput | undefined,
): Promise<void> {
  if (RUNS.includes(execution?.status)) throw new OperationRunsError(newest.operation, newest.executionArn);
  const lock = await readLock(registry, registration.tenantId);
  if (lock && lock.executionArn !== newest.executionArn && (await executionRuns(sfn)(lock.executionArn))) {
    throw new OperationRunsError(lock.operation, lock.executionArn);
  }
  if (!registration.sbtaws_active) {
    throw new NothingToReplayError('the tenant is deleted; register it anew');
  }
  if (execution?.status === 'SUCCEEDED') requireResultLost(registry, registration, newest, execution);
}

/** One that succeeded runs again only where its result never arrived: that makes the result again, and nothing else. */
function requireResultLost(
  registry: RegistryContext,
  { registrationStatus: status }: Registration,
  { name, operation }: ExecutionRecord,
  { stopDate = registry.now() }: DescribeExecutionOutput,
): void {
  if (operationThatIs('failed', status)) return;
  if (operationThatIs('awaited', status) !== operation) {
    throw new NothingToReplayError(
      `${name} succeeded: there is nothing to replay; the tenant is "${status}"`,
    );
  }
  const from = new Date(stopDate.getTime() + RESULT_DUE);
  if (registry.now() < from) {
    throw new NothingToReplayError(
      `${name} succeeded and its result is on its way; if it was given up, saas dlq redrive results sends it again (a replay makes it again from ${from.toISOString()} on)`,
    );
  }
}

/** @returns when it was redriven; undefined where only a new execution helps */
async function tryRedrive(
  { registry, sfn }: ReplayDependencies,
  tenantId: string,
  { executionArn, operation }: ExecutionRecord,
  execution: DescribeExecutionOutput | undefined,
): Promise<Date | undefined> {
  if (execution?.redriveStatus !== 'REDRIVABLE' || (await hasOtherDefinition(sfn, execution)))
    return undefined;
  // Its steps ask whether they still have the lock, which a dead execution may have taken over.
  await acquireLock(registry, tenantId, { operation, executionArn }, executionRuns(sfn));
  try {
    const { redriveDate } = await sfn.send(new RedriveExecutionCommand({ executionArn }));
    return redriveDate ?? new Date();
  } catch (error) {
    if (!isAwsError(error, 'ExecutionNotRedrivable')) throw error;
    // Either it cannot be, or another operator was faster.
    const now = await describe(sfn, executionArn);
    if (RUNS.includes(now?.status)) throw new OperationRunsError(operation, executionArn);
    return undefined;
  }
}
