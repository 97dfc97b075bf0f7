import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { LifecycleOperation } from '../../shared/contracts/registry-items';
import { OFFBOARDING_CANCELLED, workflowInputSchema } from '../../shared/contracts/workflow';
import { OPERATION_SUPERSEDED, ValidationError } from '../../shared/errors';
import type { PublishFailure } from '../../shared/events/publish-failure';
import { validate } from '../../shared/middleware/validate';
import { describeFailure } from './describe-failure';
import { failedState, toldSuccess } from './failed-state';

export interface RecorderDependencies {
  sfn: SFNClient;
  publishFailure: PublishFailure;
}

/** What each of our state machines does. An export's failure is seen on its execution, and told to nobody. */
const OPERATIONS = new Map<string, LifecycleOperation>([
  ['tenant-onboarding', 'onboarding'],
  ['tenant-offboarding', 'offboarding'],
  ['tenant-activation', 'activation'],
  ['tenant-deactivation', 'deactivation'],
]);

/** Cancelled by an operator; or redriven after another operation had come: how the tenant stands is that one's to tell. */
const UNTOLD: readonly unknown[] = [OFFBOARDING_CANCELLED, OPERATION_SUPERSEDED];

/** How an execution ends that did not succeed. */
const UNSUCCESSFUL: readonly string[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * Tells both planes why an execution ended without success: the state that failed, its error and its cause. The
 * control plane puts that on the registration, from the event alone, so that reports are applied in their order.
 * An execution that runs again meanwhile, or has come to a good end or told of one, is passed over; so is an
 * offboarding that an operator cancelled.
 *
 * The tenant's lock stays the execution's: a redrive goes on with it, and another operation takes it over, since its
 * holder does not run.
 *
 * AWS calls: `states:DescribeExecution`, `states:GetExecutionHistory`, `events:PutEvents`.
 */
export const recordFailure =
  ({ sfn, publishFailure }: RecorderDependencies) =>
  async ({ executionArn }: { executionArn: string }): Promise<{ recorded: boolean }> => {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (!UNSUCCESSFUL.includes(execution.status ?? '')) return { recorded: false };
    if (UNTOLD.includes(execution.error)) return { recorded: false };
    const machine = execution.stateMachineArn?.split(':').at(-1) ?? '';
    const operation = OPERATIONS.get(machine);
    if (!operation)
      throw new ValidationError('stateMachineArn', `"${machine}" is not one of our state machines`);
    // What follows only gives the lock back. A failure told now would hide a success that nobody tells again.
    if (await toldSuccess(sfn, executionArn)) return { recorded: false };
    const { tenant } = validate(workflowInputSchema, JSON.parse(execution.input ?? 'null'), 'input');
    await publishFailure(operation, tenant, {
      state: await failedState(sfn, executionArn),
      ...describeFailure(execution),
      executionArn,
    });
    return { recorded: true };
  };
