import type { AdminApi } from '../admin-api/client';
import type { Execution, ExecutionSummary, Registration } from '../admin-api/types';

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
  /** An order that was just given: until its own execution begins, registry and executions tell of what was before. */
  order?: Order;
  now?: () => number;
  sleep?: (milliseconds: number) => Promise<void>;
}

export interface Order {
  leadsTo: 'created' | 'suspended';
  /** The newest execution before the order, if there was one. */
  after: string | undefined;
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
    const verdict = awaitsItsExecution(registration, execution, options.order)
      ? { outcome: 'running' as const, settled: true }
      : judge(registration, execution);
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

/** From where each order leads; in any other state there is nothing to wait for but what that state says. */
const FROM = { created: 'Suspended', suspended: 'Created' };

/** Under a foreign application plane there is never an execution: there, the registration alone tells. */
const awaitsItsExecution = (
  { registrationStatus }: Registration,
  execution: Execution | undefined,
  order: Order | undefined,
): boolean =>
  order !== undefined && execution?.name === order.after && registrationStatus === FROM[order.leadsTo];

/** Where each operation leads. */
const END: Record<string, 'created' | 'suspended' | 'deleted'> = {
  offboarding: 'deleted',
  deactivation: 'suspended',
};

interface Verdict {
  outcome: Exclude<Snapshot['outcome'], 'timed out'>;
  settled: boolean;
}

/** The registration tells of the state before until the result has arrived, and of a failure not at all. */
function ofSuspension(leadsTo: Order['leadsTo'], status: string | undefined, running: boolean): Verdict {
  if (running) return { outcome: 'running', settled: true };
  return status === 'SUCCEEDED' ? { outcome: leadsTo, settled: false } : { outcome: 'failed', settled: true };
}

/** What the registration says counts; `settled` is whether the execution agrees. */
function judge({ registrationStatus }: Registration, execution: Execution | undefined): Verdict {
  const { status, operation } = execution ?? {};
  const running = status === 'RUNNING' || status === 'PENDING_REDRIVE';
  switch (registrationStatus) {
    case 'Created':
      if (operation === 'deactivation') return ofSuspension('suspended', status, running);
      return { outcome: 'created', settled: !running };
    case 'Suspended':
      if (operation === 'activation') return ofSuspension('created', status, running);
      return { outcome: 'suspended', settled: !running };
    case 'Deleted':
      return { outcome: 'deleted', settled: !running };
    case 'Failed to provision':
    case 'Failed to deprovision':
      // A redriven execution runs on while the registration still tells of its failure.
      return { outcome: running ? 'running' : 'failed', settled: true };
    case 'Deleting':
      // What came before the deletion says nothing of its end.
      if (operation !== 'offboarding') return { outcome: 'running', settled: true };
      break;
    case 'In progress':
      // An offboarding was taken back: the onboarding that it waited for goes on.
      if (operation === 'offboarding') return { outcome: 'running', settled: true };
  }
  if (status === undefined || running) return { outcome: 'running', settled: true };
  return {
    outcome: status === 'SUCCEEDED' ? (END[operation ?? ''] ?? 'created') : 'failed',
    settled: false,
  };
}

async function newestExecution(
  api: Pick<AdminApi, 'executions' | 'execution'>,
  registrationId: string,
): Promise<Execution | undefined> {
  const newest = await newestChange(api, registrationId);
  return newest && api.execution(registrationId, newest.name);
}

/** An export says nothing of the tenant's state; twenty of them since the last change would hide that one. */
export const newestChange = async (
  api: Pick<AdminApi, 'executions'>,
  registrationId: string,
): Promise<ExecutionSummary | undefined> =>
  (await api.executions(registrationId, 20)).find(({ operation }) => operation !== 'export');

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
