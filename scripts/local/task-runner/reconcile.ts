/** A task that ECS wants, or one that the runner has, by what matters to deciding. */
export interface TaskRef {
  taskArn: string;
  serviceKey: string;
}

/** What is to be done so that the machine runs what ECS wants. */
export interface Actions<W> {
  start: W[];
  stop: string[];
}

/**
 * Decides which tasks to start and which to stop. A task that is still stopping is not started again before it has
 * gone; a service that is held off (crash loop) starts nothing before its time, but stops what it must.
 */
export function reconcile<W extends TaskRef>(input: {
  wanted: W[];
  present: (TaskRef & { stopping: boolean })[];
  mayStart: (serviceKey: string) => boolean;
}): Actions<W> {
  const wanted = new Set(input.wanted.map((task) => task.taskArn));
  const present = new Set(input.present.map((task) => task.taskArn));
  return {
    start: input.wanted.filter((task) => !present.has(task.taskArn) && input.mayStart(task.serviceKey)),
    stop: input.present
      .filter((task) => !task.stopping && !wanted.has(task.taskArn))
      .map((task) => task.taskArn),
  };
}

/** A task that lived shorter than this counts as crashed. */
const STABLE_AFTER_MS = 10_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * How ECS's service scheduler throttles: the first replacement comes at once, then every crash in a row doubles the
 * wait, from 0.5 s to 30 s. A task that stayed healthy for 10 s ends the row.
 */
export class CrashThrottle {
  private readonly services = new Map<string, { crashes: number; notBefore: number }>();

  constructor(private readonly now: () => number) {}

  /** Notes the end of a task that nobody asked for; returns the wait in ms until the next start. */
  crashed(serviceKey: string, healthyForMs: number): number {
    const crashes = healthyForMs >= STABLE_AFTER_MS ? 0 : (this.services.get(serviceKey)?.crashes ?? 0) + 1;
    const wait = crashes < 2 ? 0 : Math.min(500 * 2 ** (crashes - 2), LONGEST_WAIT_MS);
    this.services.set(serviceKey, { crashes, notBefore: this.now() + wait });
    return wait;
  }

  mayStart(serviceKey: string): boolean {
    return this.now() >= (this.services.get(serviceKey)?.notBefore ?? 0);
  }

  /**
   * Forgets the services that have had no task for 30 s. Not at once: between the end of a task and its replacement
   * ECS wants none for a moment.
   */
  keepOnly(serviceKeys: Set<string>): void {
    for (const [key, { notBefore }] of this.services) {
      if (!serviceKeys.has(key) && this.now() > notBefore + LONGEST_WAIT_MS) this.services.delete(key);
    }
  }
}
