import type { Execution, Registration } from '../../../scripts/cli/admin-api/types';
import { followTenant, type Snapshot } from '../../../scripts/cli/watch/follow';

/** Follows a registration and an execution that stay as they are, on a clock of its own. */
async function follow(
  registrationStatus: string,
  status: string | undefined,
  timeoutMs = 600_000,
  operation = 'onboarding',
) {
  let time = 0;
  const registration = { registrationStatus } as Registration;
  const execution = { name: 'e', operation, status } as Execution;
  const api = {
    registration: async () => registration,
    executions: async () => (status ? [execution] : []),
    execution: async () => execution,
  };
  const clock = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
  let last: Snapshot | undefined;
  for await (const snapshot of followTenant(api, 'r', { intervalMs: 1_000, timeoutMs, ...clock })) {
    last = snapshot;
  }
  return { outcome: last?.outcome, seconds: time / 1000 };
}

describe('the end of an onboarding', () => {
  test.each([
    // Both agree: at once.
    ['Created', 'SUCCEEDED', 'created', 0],
    ['Failed to provision', 'FAILED', 'failed', 0],
    ['Deleted', 'SUCCEEDED', 'deleted', 0],
    // A foreign application plane has no executions of ours.
    ['Created', undefined, 'created', 0],
    ['Failed to provision', undefined, 'failed', 0],
    // The other has not heard yet: after a while what is final counts.
    ['Created', 'RUNNING', 'created', 15],
    ['In progress', 'FAILED', 'failed', 15],
    ['In progress', 'TIMED_OUT', 'failed', 15],
    ['In progress', 'SUCCEEDED', 'created', 15],
    // Neither is final.
    ['In progress', 'RUNNING', 'timed out', 600],
    ['In progress', undefined, 'timed out', 600],
    ['Failed to provision', 'RUNNING', 'timed out', 600],
  ])(
    'registration "%s" and execution %s: %s after %i s',
    async (registrationStatus, status, outcome, seconds) => {
      expect(await follow(registrationStatus, status)).toEqual({ outcome, seconds });
    },
  );
});

describe('the end of an offboarding', () => {
  test.each([
    ['Deleted', 'SUCCEEDED', 'offboarding', 'deleted', 0],
    ['Failed to deprovision', 'FAILED', 'offboarding', 'failed', 0],
    ['Deleting', 'FAILED', 'offboarding', 'failed', 15],
    ['Deleting', 'SUCCEEDED', 'offboarding', 'deleted', 15],
    // It has not begun: the newest execution is still the onboarding.
    ['Deleting', 'FAILED', 'onboarding', 'timed out', 600],
    ['Failed to deprovision', 'RUNNING', 'offboarding', 'timed out', 600],
  ])(
    'registration "%s" and execution %s of the %s: %s after %i s',
    async (registrationStatus, status, operation, outcome, seconds) => {
      expect(await follow(registrationStatus, status, 600_000, operation)).toEqual({ outcome, seconds });
    },
  );
});
