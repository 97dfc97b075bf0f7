import { type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import { executionRuns } from '../../shared/aws/execution-runs';
import { OFFBOARDING_CANCELLED } from '../../shared/contracts/workflow';
import { NotFoundError } from '../../shared/errors';
import type { Publish } from '../../shared/events/publish';
import { getAccess, wasInService, wasSuspended } from '../../shared/registry/access';
import { announce, claimCancellation } from '../../shared/registry/announcements';
import type { RegistryContext } from '../../shared/registry/client';
import { newestExecution } from '../../shared/registry/executions';
import { getRegistration } from '../../shared/registry/registrations';
import { returnToOnboarding } from '../../shared/registry/resumption';
import { NotCancellableError } from './errors';

/**
 * Takes a deletion back while the tenant's data is retained. The registration decides between this and the workflow,
 * which claims the removal by the opposite condition: one of both is the first. Then the waiting execution is stopped
 * and the application plane told to bring the tenant back to what it was, in service or suspended; a repeated request
 * finishes what a failed one left. A tenant that never was in service has nothing to be brought back to but its
 * onboarding, which can be replayed.
 *
 * AWS calls: `states:DescribeExecution`, `states:StopExecution`, `events:PutEvents`. Registry: GetItem (access,
 * registration), UpdateItem (registration), Query (executions).
 *
 * @throws NotFoundError; NotCancellableError when it is too late or nothing waits
 * @throws PublicationError when the bus did not take the event
 */
export async function cancelOffboarding(
  deps: { registry: RegistryContext; sfn: SFNClient; publish: Publish },
  id: string,
): Promise<{ message: string }> {
  const { registry, sfn, publish } = deps;
  const claimed = await claimCancellation(registry, id);
  if (!claimed) throw await whyNot(registry, id);
  const { tenantId } = claimed;
  let message = 'Offboarding cancelled; the tenant returns to service';
  await announce(registry, claimed, async () => {
    await stopOffboarding(registry, sfn, tenantId);
    // Asked after the claim, from which on the registration takes what an onboarding that still runs reports.
    const access = await getAccess(registry, tenantId);
    if (wasInService(access)) {
      const suspended = wasSuspended(access);
      const event = suspended ? 'deactivateRequest' : 'activateRequest';
      await publish(event, { tenantId, tenantRegistrationId: id });
      if (suspended) message = 'Offboarding cancelled; the tenant stays suspended, as it was before';
      return;
    }
    const runs = await onboardingRuns(registry, sfn, tenantId);
    await returnToOnboarding(registry, id, runs);
    message = `Offboarding cancelled; ${runs ? 'the onboarding goes on' : 'the onboarding had failed: replay it'}`;
  });
  return { message };
}

async function onboardingRuns(registry: RegistryContext, sfn: SFNClient, tenantId: string): Promise<boolean> {
  const latest = await newestExecution(registry, tenantId, ({ operation }) => operation === 'onboarding');
  return latest !== undefined && executionRuns(sfn)(latest.executionArn);
}

/** One that has not begun yet needs no stop: it finds the cancellation when it begins. */
async function stopOffboarding(registry: RegistryContext, sfn: SFNClient, tenantId: string): Promise<void> {
  const latest = await newestExecution(registry, tenantId, ({ operation }) => operation === 'offboarding');
  if (!latest || !(await executionRuns(sfn)(latest.executionArn))) return;
  try {
    await sfn.send(
      new StopExecutionCommand({
        executionArn: latest.executionArn,
        error: OFFBOARDING_CANCELLED,
        cause: 'An operator cancelled the offboarding',
      }),
    );
  } catch (error) {
    // It has ended between the two calls.
    if (!isAwsError(error, 'ExecutionDoesNotExist', 'ValidationException')) throw error;
  }
}

async function whyNot(registry: RegistryContext, id: string): Promise<Error> {
  const registration = await getRegistration(registry, id);
  if (!registration) return new NotFoundError('Tenant registration not found');
  const { offboarding, registrationStatus } = registration;
  if (!registration.sbtaws_active || offboarding?.state === 'removing') {
    return new NotCancellableError(
      'it is too late to cancel: the removal has begun; follow it to its end and register the tenant anew',
    );
  }
  if (offboarding?.state === 'cancelled') {
    return new NotCancellableError(
      `the offboarding is cancelled already; the tenant is "${registrationStatus}"`,
    );
  }
  return new NotCancellableError(
    `no offboarding waits: the tenant is "${registrationStatus}"; only one ordered with retainDays can be cancelled`,
  );
}
