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
  let latest: number | undefined;
  for (const event of history) {
    const at = (event.timestamp ?? new Date(0)).toISOString();
    const entered = event.stateEnteredEventDetails;
    const exited = event.stateExitedEventDetails;
    let index = stateOf.get(event.previousEventId ?? 0) ?? latest;
    if (entered) {
      index = timeline.push({ state: entered.name ?? '', entered: at, tries: 0 }) - 1;
      latest = index;
    } else if (exited) {
      index = openEntry(timeline, exited.name ?? '', index);
      if (index !== undefined) leave(timeline[index], at);
    } else if (index !== undefined) {
      note(timeline[index], event);
    }
    if (index !== undefined && event.id !== undefined) stateOf.set(event.id, index);
  }
  return timeline;
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
