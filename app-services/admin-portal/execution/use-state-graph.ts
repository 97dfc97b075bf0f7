import { useMemo } from 'react';
import type { Execution } from '../types';
import { graphOf } from './graph/definition';
import { summarize, takenEdges } from './graph/history';
import { layoutOf } from './graph/layout';

/** A state in which an execution ended is never left: its time is until that end. */
const withEnds = (timeline: Execution['timeline'], stoppedAt: string | undefined): Execution['timeline'] =>
  timeline.map((entry) =>
    entry.left === undefined && stoppedAt !== undefined
      ? { ...entry, seconds: Math.max(0, (Date.parse(stoppedAt) - Date.parse(entry.entered)) / 1_000) }
      : entry,
  );

/** What the graph shows: laid out once a definition, with what has happened so far. */
export function useStateGraph(definition: object | undefined, { timeline, stoppedAt }: Execution) {
  const drawn = useMemo(() => {
    const graph = graphOf(definition ?? {});
    return { graph, layout: layoutOf(graph) };
  }, [definition]);
  return useMemo(() => {
    const timed = withEnds(timeline, stoppedAt);
    return {
      layout: drawn.layout,
      summaries: summarize(timed),
      taken: takenEdges(drawn.graph, timed),
    };
  }, [drawn, timeline, stoppedAt]);
}
