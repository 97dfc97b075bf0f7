import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { TimelineEntry } from '../../shared/contracts/admin-api-responses';

/** The details, among the one of each event type, that tell of a try that failed. */
const failureOf = (event: HistoryEvent): { error?: string; cause?: string } | undefined =>
  event.taskFailedEventDetails ??
  event.taskTimedOutEventDetails ??
  event.taskSubmitFailedEventDetails ??
  event.taskStartFailedEventDetails ??
  event.lambdaFunctionFailedEventDetails ??
  event.lambdaFunctionTimedOutEventDetails ??
  event.lambdaFunctionScheduleFailedEventDetails ??
  event.mapRunFailedEventDetails ??
  event.evaluationFailedEventDetails;

/** Events that begin a try of a state's task. */
const isTry = (event: HistoryEvent): boolean =>
  event.type === 'TaskScheduled' || event.type === 'LambdaFunctionScheduled';

/**
 * An execution's history, in order, as the states it went through. Side by side states (a Map's iterations) are
 * told apart by each event's link to the one before it; where a history has no links or no events for them, what
 * happened counts for the state entered last.
 */
export function timelineOf(history: readonly HistoryEvent[]): TimelineEntry[] {
  const timeline: TimelineEntry[] = [];
  /** Event id → index in the timeline of the state it belongs to. */
  const stateOf = new Map<number, number>();
  /** Event id → the iteration of a Map in which it happened. */
  const iterationOf = new Map<number, number>();
  /** States in which an execution ended without success: a redrive may enter them anew. */
  const failedIn = new Map<number, string>();
  let latest: number | undefined;
  for (const event of history) {
    const at = (event.timestamp ?? new Date(0)).toISOString();
    const entered = event.stateEnteredEventDetails;
    const exited = event.stateExitedEventDetails;
    const previous = event.previousEventId ?? 0;
    let iteration = event.mapIterationStartedEventDetails?.index ?? iterationOf.get(previous);
    let index = stateOf.get(previous) ?? latest;
    if (entered) {
      const entry = {
        state: entered.name ?? '',
        entered: at,
        ...(iteration === undefined ? {} : { iteration }),
        tries: 0,
      };
      closeFailed(timeline, failedIn, entry);
      index = timeline.push(entry) - 1;
      latest = index;
    } else if (exited) {
      index = openEntry(timeline, exited.name ?? '', index);
      if (index !== undefined) leave(timeline[index], at);
      // A Map's own end is outside its iterations.
      iteration = index === undefined ? undefined : timeline[index]?.iteration;
    } else if (index !== undefined) {
      note(timeline[index], event);
    }
    if (END_WITHOUT_SUCCESS.has(event.type ?? '')) {
      for (const [open, entry] of timeline.entries()) if (entry.left === undefined) failedIn.set(open, at);
    }
    if (event.id === undefined) continue;
    if (index !== undefined) stateOf.set(event.id, index);
    if (iteration !== undefined) iterationOf.set(event.id, iteration);
  }
  return timeline;
}

const END_WITHOUT_SUCCESS = new Set(['ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted']);

/** Closes what failed before a redrive that now enters the same state; without a new entry it simply goes on. */
function closeFailed(timeline: TimelineEntry[], failedIn: Map<number, string>, entry: TimelineEntry): void {
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
function openEntry(timeline: TimelineEntry[], name: string, linked: number | undefined): number | undefined {
  const fits = (entry: TimelineEntry | undefined) => entry?.state === name && entry.left === undefined;
  if (linked !== undefined && fits(timeline[linked])) return linked;
  const found = timeline.findLastIndex(fits);
  return found === -1 ? undefined : found;
}

function leave(entry: TimelineEntry | undefined, at: string): void {
  if (!entry) return;
  entry.left = at;
  entry.seconds = (Date.parse(at) - Date.parse(entry.entered)) / 1000;
}

function note(entry: TimelineEntry | undefined, event: HistoryEvent): void {
  if (!entry) return;
  if (isTry(event)) entry.tries += 1;
  const failure = failureOf(event);
  if (failure) {
    entry.error = failure.error ?? 'Unknown';
    entry.cause = readableCause(failure.cause);
  }
}

/** A Lambda's cause is JSON with its stack trace: the message is what an operator reads, the log has the rest. */
export function readableCause(cause = ''): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) {
      return String(parsed.errorMessage);
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return cause;
}
