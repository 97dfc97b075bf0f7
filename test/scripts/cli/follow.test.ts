import type { Execution, Registration } from '../../../scripts/cli/admin-api/types';
import { followTenant, type Order, type Snapshot } from '../../../scripts/cli/watch/follow';

/** Follows a registration and an execution that stay as they are, on a clock of its own. */
async function follow(
  registrationStatus: string,
  status: string | undefined,
  timeoutMs = 600_000,
  operation = 'onboarding',
  order?: Order,
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
  for await (const snapshot of followTenant(api, 'r', { intervalMs: 1_000, timeoutMs, order, ...clock })) {
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

describe('the end of a suspension or resumption', () => {
  const to = (leadsTo: Order['leadsTo'], after?: string): Order => ({ leadsTo, after });
  test.each([
    // Its own execution has not begun: the newest is the one before the order.
    ['Created', 'SUCCEEDED', 'onboarding', to('suspended', 'e'), 'timed out', 600],
    ['Suspended', 'SUCCEEDED', 'deactivation', to('created', 'e'), 'timed out', 600],
    ['Suspended', 'ABORTED', 'offboarding', to('created', 'e'), 'timed out', 600],
    // A foreign application plane has no executions of ours.
    ['Created', undefined, 'none', to('suspended'), 'timed out', 600],
    ['Suspended', undefined, 'none', to('suspended'), 'suspended', 0],
    // It has begun; services may take minutes to stop or start.
    ['Created', 'RUNNING', 'deactivation', to('suspended', 'before'), 'timed out', 600],
    ['Suspended', 'RUNNING', 'activation', to('created', 'before'), 'timed out', 600],
    ['Created', 'FAILED', 'deactivation', to('suspended', 'before'), 'failed', 0],
    ['Suspended', 'TIMED_OUT', 'activation', to('created', 'before'), 'failed', 0],
    ['Suspended', 'SUCCEEDED', 'deactivation', to('suspended', 'before'), 'suspended', 0],
    ['Created', 'SUCCEEDED', 'activation', to('created', 'before'), 'created', 0],
    // The registration has not heard yet.
    ['Created', 'SUCCEEDED', 'deactivation', to('suspended', 'before'), 'suspended', 15],
    // Without an order, as saas tenant watch.
    ['Created', 'RUNNING', 'deactivation', undefined, 'timed out', 600],
    // A cancelled offboarding leads back to an onboarding that had failed, or that goes on.
    ['Failed to provision', 'ABORTED', 'offboarding', to('created', 'e'), 'failed', 0],
    ['In progress', 'ABORTED', 'offboarding', to('created', 'e'), 'timed out', 600],
  ])(
    'registration "%s" and execution %s of the %s, ordered %j: %s after %i s',
    async (registrationStatus, status, operation, order, outcome, seconds) => {
      expect(await follow(registrationStatus, status, 600_000, operation, order)).toEqual({
        outcome,
        seconds,
      });
    },
  );
});
