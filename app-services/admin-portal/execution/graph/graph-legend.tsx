import { isMarker } from './definition';
import { NOT_REACHED, type StateStatus } from './history';
import type { StateGraphProps } from './state-graph';
import { StateIcon } from './state-icon';
import { STATE_STATUSES } from './status';

/** What the signs and colours of the graph mean, as far as they are in it. */
export function GraphLegend({ layout, summaries }: Pick<StateGraphProps, 'layout' | 'summaries'>) {
  const drawn = new Set(
    layout.nodes.filter((node) => !isMarker(node)).map(({ id }) => (summaries.get(id) ?? NOT_REACHED).status),
  );
  const statuses = (Object.keys(STATE_STATUSES) as StateStatus[]).filter((status) => drawn.has(status));
  return (
    <ul className="graph-legend" aria-label="Signs in the graph">
      {statuses.map((status) => (
        <li key={status} className={`state state-${status}`}>
          <svg width="16" height="16" aria-hidden="true">
            <StateIcon status={status} x={0} y={0} />
          </svg>
          {STATE_STATUSES[status].label}
        </li>
      ))}
    </ul>
  );
}
