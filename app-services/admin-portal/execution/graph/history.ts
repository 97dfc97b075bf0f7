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
  /** Time in it, in seconds, of what is over: all its entries, of a Map's iterations the longest. */
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
  const iterations = [...groupBy(entries, ({ iteration }) => iteration).values()];
  const now = iterations.map((each) => each.at(-1)).filter((entry) => entry !== undefined);
  const statuses = now.map(statusOf);
  const over = iterations.map((each) => each.filter(({ seconds }) => seconds !== undefined));
  const goesOn = now.find(({ status }) => status === 'running' || status === 'retrying');
  return {
    status: WORST.find((status) => statuses.includes(status)) ?? 'not-reached',
    entries,
    ...(over.some(({ length }) => length > 0) ? { seconds: Math.max(...over.map(sumOfSeconds)) } : {}),
    ...(goesOn ? { runningSince: goesOn.entered } : {}),
    retries: entries.reduce((sum, { tries }) => sum + Math.max(0, tries - 1), 0),
  };
}

const sumOfSeconds = (entries: readonly TimelineEntry[]): number =>
  entries.reduce((sum, { seconds = 0 }) => sum + seconds, 0);

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
