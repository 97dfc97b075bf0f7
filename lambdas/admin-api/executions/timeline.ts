import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { ExecutionSummary, TimelineEntry } from '../../shared/contracts/executions';
import { failureOf, isSuccess, isTry, readableCause } from './tries';

/** An entry while the history is read. */
type Open = TimelineEntry & {
  /** Its last try failed, and none has begun since. */
  failing?: boolean;
};

export interface Timeline {
  timeline: TimelineEntry[];
  /** When the execution was redriven. */
  redrives: string[];
  /** Id of an entry → id of the event by which its state was left. */
  exits: Map<number, number>;
  /** Id of an entry → ids of the events by which its task was last begun, and succeeded. */
  tasks: Map<number, { begun: number; succeeded?: number }>;
}

/**
 * An execution's history, in order, as the states it went through. Side by side states (a Map's iterations, a
 * Parallel's branches) are told apart by each event's link to the one before it; where a history has no links or no
 * events for them, what happened counts for the state entered last.
 */
export function timelineOf(
  history: readonly HistoryEvent[],
  status: ExecutionSummary['status'] = 'RUNNING',
): Timeline {
  const timeline: Open[] = [];
  const redrives: string[] = [];
  const exits = new Map<number, number>();
  const tasks: Timeline['tasks'] = new Map();
  /** Event id → index in the timeline of the state it belongs to. */
  const stateOf = new Map<number, number>();
  /** Event id → the iteration of a Map in which it happened. */
  const iterationOf = new Map<number, number>();
  /** Event id → id of the entry of the Parallel or Map inside which it happened. */
  const withinOf = new Map<number, number>();
  /** States in which an execution ended without success: a redrive may enter them anew. */
  const failedIn = new Map<number, string>();
  let latest: number | undefined;
  for (const event of history) {
    const at = (event.timestamp ?? new Date(0)).toISOString();
    const entered = event.stateEnteredEventDetails;
    const exited = event.stateExitedEventDetails;
    const previous = event.previousEventId ?? 0;
    let iteration = event.mapIterationStartedEventDetails?.index ?? iterationOf.get(previous);
    let within = withinOf.get(previous);
    let index = stateOf.get(previous) ?? latest;
    if (entered) {
      const state = entered.name ?? '';
      within ??= enclosing(timeline, state);
      const entry: Open = {
        id: event.id ?? 0,
        state,
        type: (event.type ?? '').replace(/StateEntered$/, ''),
        status: 'running',
        entered: at,
        ...(iteration === undefined ? {} : { iteration }),
        ...(within === undefined ? {} : { within }),
        redrive: redrives.length,
        tries: 0,
      };
      closeFailed(timeline, failedIn, entry);
      index = timeline.push(entry) - 1;
      latest = index;
    } else if (exited) {
      index = openEntry(timeline, exited.name ?? '', index);
      const left = index === undefined ? undefined : timeline[index];
      if (left) leave(left, at);
      if (left && event.id !== undefined) exits.set(left.id, event.id);
      // A Map's own end is outside its iterations, a Parallel's outside its branches.
      iteration = left?.iteration;
      within = left?.within;
    } else if (event.type === 'ExecutionRedriven') {
      redrives.push(at);
      for (const entry of timeline) delete entry.failing;
    } else if (index !== undefined) {
      note(timeline[index], event);
      noteTask(tasks, timeline[index]?.id, event);
      if (BRANCHES_BEGIN.has(event.type ?? '')) within = timeline[index]?.id;
    }
    if (END_WITHOUT_SUCCESS.has(event.type ?? '')) {
      for (const [open, entry] of timeline.entries()) if (entry.left === undefined) failedIn.set(open, at);
    }
    if (event.id === undefined) continue;
    if (index !== undefined) stateOf.set(event.id, index);
    if (iteration !== undefined) iterationOf.set(event.id, iteration);
    if (within !== undefined) withinOf.set(event.id, within);
  }
  tellStatuses(timeline, status);
  return { timeline: timeline.map(({ failing: _failing, ...entry }) => entry), redrives, exits, tasks };
}

const BRANCHES_BEGIN = new Set(['ParallelStateStarted', 'MapStateStarted']);
const END_WITHOUT_SUCCESS = new Set(['ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted']);

/**
 * A redrive goes on inside a Parallel or Map without an event that leads there: names of states are unique, so it is
 * where the state was before.
 */
function enclosing(timeline: readonly Open[], state: string): number | undefined {
  const former = timeline.findLast((entry) => entry.state === state && entry.within !== undefined);
  const outer = former && timeline.find(({ id }) => id === former.within)?.state;
  return outer === undefined ? undefined : timeline.findLast((entry) => entry.state === outer)?.id;
}

/** The state in which an execution failed, which is never left: of those side by side, the one whose try failed. */
export const failedEntry = <E extends TimelineEntry>(timeline: readonly E[]): E | undefined => {
  const open = timeline.filter(({ left }) => left === undefined);
  const leaves = open.filter(({ id }) => !open.some(({ within }) => within === id));
  return leaves.findLast(({ status }) => status === 'failed') ?? leaves.at(-1);
};

function tellStatuses(timeline: readonly Open[], status: ExecutionSummary['status']): void {
  const over = END_STATUSES.has(status);
  for (const entry of timeline) {
    if (entry.left !== undefined) entry.status = entry.failed ? 'failed' : 'succeeded';
    else if (status === 'SUCCEEDED') entry.status = 'succeeded';
    else if (!over) entry.status = entry.failing ? 'retrying' : 'running';
    else entry.status = entry.failing ? 'failed' : 'aborted';
  }
  if (status !== 'FAILED' && status !== 'TIMED_OUT') return;
  // What is around the state that failed has failed with it.
  for (let failed = failedEntry(timeline); failed; failed = byId(timeline, failed.within))
    failed.status = 'failed';
}

const END_STATUSES = new Set<ExecutionSummary['status']>(['FAILED', 'TIMED_OUT', 'ABORTED']);

const byId = (timeline: readonly Open[], id: number | undefined): Open | undefined =>
  id === undefined ? undefined : timeline.find((entry) => entry.id === id);

/** Closes what failed before a redrive that now enters the same state; without a new entry it simply goes on. */
function closeFailed(timeline: Open[], failedIn: Map<number, string>, entry: Open): void {
  for (const [index, at] of failedIn) {
    const former = timeline[index];
    if (former?.state !== entry.state || former.iteration !== entry.iteration) continue;
    if (former.left === undefined) {
      leave(former, at);
      former.failed = true;
    }
    failedIn.delete(index);
  }
}

/** The entry that a state's exit closes: the one it is linked to, else the last open one of that name. */
function openEntry(timeline: readonly Open[], name: string, linked: number | undefined): number | undefined {
  const fits = (entry: Open | undefined) => entry?.state === name && entry.left === undefined;
  if (linked !== undefined && fits(timeline[linked])) return linked;
  const found = timeline.findLastIndex(fits);
  return found === -1 ? undefined : found;
}

function leave(entry: Open | undefined, at: string): void {
  if (!entry) return;
  entry.left = at;
  entry.seconds = (Date.parse(at) - Date.parse(entry.entered)) / 1000;
}

function note(entry: Open | undefined, event: HistoryEvent): void {
  if (!entry) return;
  if (isTry(event)) {
    entry.tries += 1;
    delete entry.failing;
  }
  const failure = failureOf(event);
  if (failure) {
    entry.failing = true;
    entry.error = failure.error ?? 'Unknown';
    entry.cause = readableCause(failure.cause);
  }
}

function noteTask(tasks: Timeline['tasks'], entryId: number | undefined, event: HistoryEvent): void {
  if (entryId === undefined || event.id === undefined) return;
  const task = tasks.get(entryId);
  if (isTry(event)) tasks.set(entryId, { begun: event.id });
  else if (task && isSuccess(event)) task.succeeded = event.id;
}
