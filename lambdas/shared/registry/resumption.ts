import {
  type JsonObject,
  type Operation,
  operationThatIs,
  REGISTRATION_STATUS,
  STATUS_OF,
} from '../contracts/registry-items';
import type { RegistryContext } from './client';
import { registrationUpdate, transactIf } from './registration-updates';
import { getRegistration } from './registrations';

/** EventBridge tells time in whole seconds. */
const toSecond = (instant: string): string => instant.slice(0, 19);

/** Whether a report was published before an execution was resumed; within one second it may be of either. */
export const isBefore = (at: string, resumedAt: string): boolean => toSecond(at) < toSecond(resumedAt);

/**
 * Shows of a tenant that never was in service, and whose offboarding was cancelled, how its onboarding stands. A
 * report that arrives meanwhile is newer and stays.
 */
export async function returnToOnboarding(
  context: RegistryContext,
  registrationId: string,
  onboardingRuns: boolean,
): Promise<void> {
  const registration = await getRegistration(context, registrationId);
  if (registration?.registrationStatus !== REGISTRATION_STATUS.suspended) return;
  const registrationStatus = onboardingRuns
    ? REGISTRATION_STATUS.inProgress
    : REGISTRATION_STATUS.failedToProvision;
  await transactIf(context, [registrationUpdate(context, registration, { registrationStatus })]);
}

/**
 * Shows on a registration that a failed operation runs again, and since when: a failure that was published before is
 * passed over when it arrives late. What the resumed execution has already reported stays.
 */
export async function markResumed(
  context: RegistryContext,
  registrationId: string,
  operation: Operation,
  at: Date,
): Promise<void> {
  const resumedAt = at.toISOString();
  // Each round reads what a report has written meanwhile.
  for (let round = 0; round < 5; round++) {
    const registration = await getRegistration(context, registrationId);
    if (!registration?.sbtaws_active) return;
    const { lastResult, registrationStatus } = registration;
    if (lastResult && lastResult.at > resumedAt) return;
    const failed = operationThatIs('failed', registrationStatus);
    const changes: JsonObject =
      failed === operation ? { registrationStatus: STATUS_OF[failed].awaited, failure: null } : {};
    if (await transactIf(context, [registrationUpdate(context, registration, changes, { resumedAt })]))
      return;
  }
  throw new Error(`registration ${registrationId} changed five times during one update`);
}
