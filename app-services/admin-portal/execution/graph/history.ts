import type { TimelineEntry } from '../../types';
import { END, START, type StateGraph } from './definition';
import { groupBy } from './group-by';

/** What happened in a state. `recovered`: it failed at least once, and a retry or a Catch let it go on. */
export type StateStatus =
  | 'not-reached'
  | 'running'
  | 'retrying'
  | 'succeeded'
  | 'recovered'
  | 'failed'
  | 'aborted';

export interface StateSummary {
  status: StateStatus;
  /** Every time it was entered, oldest first. */
  entries: readonly TimelineEntry[];
  /** Time in it, in seconds, of what is over: what went on side by side counts once. */
  seconds?: number;
  /** Since when it goes on. */
  runningSince?: string;
  /** How often its task was started anew after an error. */
  retries: number;
}

export const NOT_REACHED: StateSummary = { status: 'not-reached', entries: [], retries: 0 };

export const statusOf = ({ status, error }: TimelineEntry): StateStatus =>
  status === 'succeeded' && error !== undefined ? 'recovered' : status;

/** Of several iterations of a Map, what is told of all of them. */
const WORST: StateStatus[] = ['failed', 'retrying', 'running', 'aborted', 'recovered', 'succeeded'];

/** What happened, state by state; a state that is not there was not reached. */
export function summarize(timeline: readonly TimelineEntry[]): ReadonlyMap<string, StateSummary> {
  const byState = groupBy(timeline, ({ state }) => state);
  return new Map([...byState].map(([state, entries]) => [state, summaryOf(entries)]));
}

function summaryOf(entries: readonly TimelineEntry[]): StateSummary {
  // A state that was left and entered again, by a loop or a redrive, is as it is now.
  const now = entries.filter(
    (entry, index) => !entries.slice(index + 1).some((later) => follows(later, entry)),
  );
  const statuses = now.map(statusOf);
  const goesOn = now.find(({ status }) => status === 'running' || status === 'retrying');
  return {
    status: WORST.find((status) => statuses.includes(status)) ?? 'not-reached',
    entries,
    seconds: secondsIn(entries),
    runningSince: goesOn?.entered,
    retries: entries.reduce((sum, { tries }) => sum + Math.max(0, tries - 1), 0),
  };
}

/** Not so of the iterations of a Map, of which some histories do not tell the number: they overlap. */
const follows = (later: TimelineEntry, { left, iteration }: TimelineEntry): boolean =>
  left !== undefined && later.iteration === iteration && later.entered >= left;

/** How long at least one of them was going on, of those that are over. */
function secondsIn(entries: readonly TimelineEntry[]): number | undefined {
  let total: number | undefined;
  let until = 0;
  for (const { entered, seconds } of entries) {
    if (seconds === undefined) continue;
    const start = Date.parse(entered) / 1_000;
    total = (total ?? 0) + Math.max(0, start + seconds - Math.max(start, until));
    until = Math.max(until, start + seconds);
  }
  return total;
}

/** Ids of the edges by which the execution went. */
export function takenEdges({ nodes, edges }: StateGraph, timeline: readonly TimelineEntry[]): Set<string> {
  const taken = new Set<string>();
  const into = groupBy(edges, ({ to }) => to);
  for (const [index, entry] of timeline.entries()) {
    const ways = into.get(entry.state) ?? [];
    // A branch goes on from its own last state; what happened meanwhile in others does not count.
    const before = timeline.findLast(
      (former, at) =>
        at < index &&
        former.within === entry.within &&
        former.iteration === entry.iteration &&
        ways.some(({ from }) => from === former.state),
    );
    const way = ways.find(({ from }) => from === before?.state);
    if (way) taken.add(way.id);
  }
  const types = new Map(nodes.map(({ id, type }) => [id, type]));
  const summaries = summarize(timeline);
  const wentOn = new Set(edges.filter(({ id }) => taken.has(id)).map(({ from }) => from));
  for (const { id, from, to } of edges) {
    const ended = ['succeeded', 'recovered'].includes(summaries.get(from)?.status ?? '');
    if (types.get(from) === START && summaries.has(to)) taken.add(id);
    if (types.get(to) === END && ended && !wentOn.has(from)) taken.add(id);
  }
  return taken;
}
