import { useMemo } from 'react';
import type { Execution } from '../types';
import { graphOf } from './graph/definition';
import { summarize, takenEdges } from './graph/history';
import { layoutOf } from './graph/layout';

/** What the graph shows: laid out once a definition, with what has happened so far. */
export function useStateGraph(definition: object | undefined, timeline: Execution['timeline']) {
  const drawn = useMemo(() => {
    const graph = graphOf(definition ?? {});
    return { graph, layout: layoutOf(graph) };
  }, [definition]);
  const summaries = useMemo(() => summarize(timeline), [timeline]);
  const taken = useMemo(() => takenEdges(drawn.graph, timeline), [drawn, timeline]);
  return { layout: drawn.layout, summaries, taken };
}
