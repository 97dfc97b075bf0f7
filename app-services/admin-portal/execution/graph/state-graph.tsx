import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react';
import { isMarker } from './definition';
import { ArrowHeads, EdgePath } from './edge-path';
import { NOT_REACHED, type StateSummary } from './history';
import type { GraphLayout, PlacedNode } from './layout';
import { StateBox, StateOption } from './state-node';
import './graph.css';

export interface StateGraphProps {
  layout: GraphLayout;
  summaries: ReadonlyMap<string, StateSummary>;
  /** Ids of the edges by which the execution went. */
  taken: ReadonlySet<string>;
  /** Name of the state that is looked at. */
  selected?: string;
  onSelect: (state: string) => void;
  /** 1 is full size; undefined as wide as there is room, as long as it can be read. */
  zoom?: number;
}

const MARGIN = 8;
/** Smaller letters nobody reads: then it is scrolled. */
const SMALLEST = 0.65;
const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowRight: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  ArrowLeft: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** Name of the state whose element, or one inside it, is the event's. */
const stateAt = (target: EventTarget): string | undefined =>
  (target as Element).closest<SVGElement>('[data-state]')?.dataset.state;

/**
 * A state machine as a picture that is also a list of its states: Tab reaches one, arrows, Home and End go on from
 * there, Enter or a click selects.
 */
export function StateGraph({ layout, summaries, taken, selected, onSelect, zoom }: StateGraphProps) {
  const graphId = useId();
  const states = layout.nodes.filter((node) => !isMarker(node));
  const [focused, setFocused] = useState<string>();
  const reachable =
    [focused, selected].find((id) => states.some((state) => state.id === id)) ?? states[0]?.id;

  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    const index = states.findIndex(({ id }) => id === stateAt(event.target));
    const state = states[index];
    if (!state || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(state.id);
      return;
    }
    const next = STEPS[event.key]?.(index, states.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    setFocused(states[next]?.id);
    (event.currentTarget.children[next] as SVGElement | undefined)?.focus();
  };
  const onClick = ({ target }: MouseEvent) => {
    const state = stateAt(target);
    if (!state) return;
    setFocused(state);
    onSelect(state);
  };

  const factsOf = ({ id }: PlacedNode) => {
    const { status, seconds, runningSince, retries } = summaries.get(id) ?? NOT_REACHED;
    return { status, seconds, runningSince, retries };
  };
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  return (
    <svg
      className="state-graph"
      style={
        zoom === undefined
          ? { width: '100%', minWidth: width * SMALLEST, maxWidth: width }
          : { width: width * zoom }
      }
      viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`}
      role="presentation"
    >
      <ArrowHeads graphId={graphId} />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it has the focus; the options say all of it */}
      <g aria-hidden="true">
        {layout.nodes.map((node) =>
          isMarker(node) ? (
            <Marker key={node.id} node={node} />
          ) : (
            <StateBox key={node.id} node={node} {...factsOf(node)} />
          ),
        )}
        {layout.edges.map((edge) => (
          <EdgePath key={edge.id} edge={edge} taken={taken.has(edge.id)} graphId={graphId} />
        ))}
      </g>
      <g role="listbox" aria-label="States, in order" onKeyDown={onKeyDown} onClick={onClick}>
        {states.map((node) => (
          <StateOption
            key={node.id}
            node={node}
            {...factsOf(node)}
            selected={node.id === selected}
            reachable={node.id === reachable}
          />
        ))}
      </g>
    </svg>
  );
}

const Marker = ({ node: { x, y, width, type } }: { node: PlacedNode }) => (
  <g className={`marker marker-${type.toLowerCase()}`}>
    <circle cx={x + width / 2} cy={y + width / 2} r={width / 2 - 2} />
    {type === 'End' && (
      <circle className="marker-inner" cx={x + width / 2} cy={y + width / 2} r={width / 4} />
    )}
  </g>
);
