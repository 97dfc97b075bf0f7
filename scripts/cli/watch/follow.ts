import type { AdminApi } from '../admin-api/client';
import type { Execution, Registration } from '../admin-api/types';

/** What is known of a tenant's workflow at one moment. */
export interface Snapshot {
  registration: Registration;
  /** The newest; absent until the workflow has started, and always under a foreign application plane. */
  execution?: Execution;
  outcome: 'running' | 'created' | 'suspended' | 'deleted' | 'failed' | 'timed out';
}

export interface FollowOptions {
  intervalMs: number;
  timeoutMs: number;
  now?: () => number;
  sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * How long registry and Step Functions may disagree at the end: the result travels over the event bus. Past it the
 * workflow has the outcome of the one that is final.
 */
const SETTLE_MS = 15_000;

/** Snapshots of a tenant's newest workflow until it has an outcome; the last one has it. */
export async function* followTenant(
  api: Pick<AdminApi, 'registration' | 'executions' | 'execution'>,
  registrationId: string,
  options: FollowOptions,
): AsyncGenerator<Snapshot> {
  const { intervalMs, timeoutMs, now = Date.now, sleep = pause } = options;
  const deadline = now() + timeoutMs;
  let disagreeSince: number | undefined;
  for (;;) {
    // The registration first: once it says Created, the execution that is read after it has all its states.
    const registration = await api.registration(registrationId);
    const execution = await newestExecution(api, registrationId);
    const verdict = judge(registration, execution);
    disagreeSince = verdict.settled ? undefined : (disagreeSince ?? now());
    const settled = verdict.settled || now() - (disagreeSince ?? now()) >= SETTLE_MS;
    if (verdict.outcome !== 'running' && settled) {
      yield { registration, execution, outcome: verdict.outcome };
      return;
    }
    if (now() >= deadline) {
      yield { registration, execution, outcome: 'timed out' };
      return;
    }
    yield { registration, execution, outcome: 'running' };
    await sleep(intervalMs);
  }
}

/** Where each operation leads. */
const END: Record<string, 'created' | 'suspended' | 'deleted'> = {
  offboarding: 'deleted',
  deactivation: 'suspended',
};

/** What the registration says counts; `settled` is whether the execution agrees. */
function judge(
  { registrationStatus }: Registration,
  execution: Execution | undefined,
): { outcome: Exclude<Snapshot['outcome'], 'timed out'>; settled: boolean } {
  const status = execution?.status;
  const running = status === 'RUNNING' || status === 'PENDING_REDRIVE';
  switch (registrationStatus) {
    case 'Created':
      return { outcome: 'created', settled: !running };
    case 'Suspended':
      return { outcome: 'suspended', settled: !running };
    case 'Deleted':
      return { outcome: 'deleted', settled: !running };
    case 'Failed to provision':
    case 'Failed to deprovision':
      // A redriven execution runs on while the registration still tells of its failure.
      return { outcome: running ? 'running' : 'failed', settled: true };
    case 'Deleting':
      // What came before the deletion says nothing of its end.
      if (execution?.operation !== 'offboarding') return { outcome: 'running', settled: true };
  }
  if (status === undefined || running) return { outcome: 'running', settled: true };
  return {
    outcome: status === 'SUCCEEDED' ? (END[execution?.operation ?? ''] ?? 'created') : 'failed',
    settled: false,
  };
}

async function newestExecution(
  api: Pick<AdminApi, 'executions' | 'execution'>,
  registrationId: string,
): Promise<Execution | undefined> {
  // An export says nothing of the tenant's state; twenty of them since the last change would hide that one.
  const newest = (await api.executions(registrationId, 20)).find(({ operation }) => operation !== 'export');
  return newest && api.execution(registrationId, newest.name);
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
