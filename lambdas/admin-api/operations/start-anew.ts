import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import type { ExecutionRecord, Registration } from '../../shared/contracts/registry-items';
import type { RegistryContext } from '../../shared/registry/client';
import { LONGEST_NAME, recordExecution } from '../../shared/registry/executions';
import { getTenant } from '../../shared/registry/registrations';
import { NothingToReplayError, OperationRunsError } from './errors';

const stateMachineOf = (executionArn: string): string =>
  executionArn.replace(':execution:', ':stateMachine:').split(':').slice(0, -1).join(':');

/**
 * Whether the state machine was deployed anew with other states since: a redrive would go on by the old ones, which
 * may call functions in ways that they no longer have.
 */
export async function hasOtherDefinition(
  sfn: SFNClient,
  { executionArn = '' }: DescribeExecutionOutput,
): Promise<boolean> {
  const [then, now] = await Promise.all([
    sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn })),
    sfn.send(new DescribeStateMachineCommand({ stateMachineArn: stateMachineOf(executionArn) })),
  ]);
  return then.definition !== now.definition;
}

/**
 * Name of the execution that replays another: `<name>-replay-<n>`. It follows from the name of the newest, so that
 * two operators who click at once ask for the same one. A long name loses its end, of the event's UUID.
 */
export function replayName(name: string): string {
  const [, base = name, last = '0'] = /^(.+)-replay-(\d+)$/.exec(name) ?? [];
  const suffix = `-replay-${Number(last) + 1}`;
  return `${base.slice(0, LONGEST_NAME - suffix.length)}${suffix}`;
}

/**
 * Starts an execution of the same state machine with the same input, and records it.
 * @param execution undefined when Step Functions has forgotten it: the input is made from the registry's rows
 * @throws OperationRunsError when another replay of the same name was faster
 */
export async function startAnew(
  { registry, sfn }: { registry: RegistryContext; sfn: SFNClient },
  registration: Registration,
  newest: ExecutionRecord,
  execution: DescribeExecutionOutput | undefined,
): Promise<ExecutionRecord> {
  const stateMachineArn = stateMachineOf(newest.executionArn);
  const name = replayName(newest.name);
  const input = execution?.input ?? (await inputOf(registry, registration, newest));
  const executionArn = `${newest.executionArn.split(':').slice(0, -1).join(':')}:${name}`;
  try {
    const { startDate = registry.now() } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input }),
    );
    const record = { ...newest, name, executionArn, startedAt: startDate.toISOString() };
    await recordExecution(registry, registration.tenantId, record);
    return record;
  } catch (error) {
    if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
    // Somebody's at this moment, or one whose start was not recorded: from now on it is the newest.
    const { startDate = registry.now() } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const record = { ...newest, name, executionArn, startedAt: startDate.toISOString() };
    await recordExecution(registry, registration.tenantId, record);
    throw new OperationRunsError(newest.operation, executionArn);
  }
}

/** What the execution was started with: the tenant and its event's id. */
async function inputOf(
  registry: RegistryContext,
  { tenantId, tenantRegistrationId }: Registration,
  { name, operation }: ExecutionRecord,
): Promise<string> {
  const tenant = await getTenant(registry, tenantId);
  if (!tenant) throw new NothingToReplayError('the tenant is not in the registry any more; register it anew');
  const { tenantName, tier } = tenant;
  return JSON.stringify({
    tenant: { tenantId, tenantRegistrationId, tenantName, tier },
    eventId: name.slice(`${tenantName}-${operation}-`.length),
  });
}
