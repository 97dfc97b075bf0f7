import { memo } from 'react';
import { duration } from '../../../portal-shared/format/locale';
import { Elapsed } from '../elapsed';
import type { StateStatus } from './history';
import { LINE, type PlacedNode, TOP } from './layout';
import { StateIcon } from './state-icon';
import { STATE_STATUSES } from './status';

/** Plain values, so that a look that found nothing new of a state does not draw it anew. */
export interface StateNodeProps {
  node: PlacedNode;
  status: StateStatus;
  /** In seconds. */
  seconds?: number;
  runningSince?: string;
  retries: number;
}

const ICON_AT = 10;
const TEXT_AT = 34;

const retriesText = (retries: number): string => (retries === 1 ? '1 retry' : `${retries} retries`);

/** A state as it is seen. What is said of it is its option's label. */
export const StateBox = memo(function StateBox(props: StateNodeProps) {
  const { node, status, seconds, runningSince, retries } = props;
  const { x, y, width, height, lines, container } = node;
  return (
    <g
      className={`state state-${status}${container ? ' state-container' : ''}`}
      transform={`translate(${x} ${y})`}
    >
      <rect className="state-box" width={width} height={height} rx="8" />
      <StateIcon status={status} x={ICON_AT} y={TOP} />
      <text className="state-name">
        {lines.map((line, index) => (
          <tspan key={line} x={TEXT_AT} y={TOP + LINE * (index + 0.75)}>
            {line}
          </tspan>
        ))}
      </text>
      <text className="state-facts" x={TEXT_AT} y={TOP + LINE * (lines.length + 0.7)}>
        {node.type}
        {runningSince ? (
          <>
            {' · '}
            <Elapsed since={runningSince} />
          </>
        ) : (
          seconds !== undefined && ` · ${duration(seconds)}`
        )}
        {retries > 0 && ` · ${retriesText(retries)}`}
      </text>
    </g>
  );
});

function labelOf({ node, status, seconds, retries }: StateNodeProps): string {
  return [
    node.id,
    node.type,
    STATE_STATUSES[status].label.toLowerCase(),
    ...(seconds === undefined ? [] : [duration(seconds)]),
    ...(retries > 0 ? [retriesText(retries)] : []),
    ...(node.parent ? [`in ${node.parent}`] : []),
  ].join(', ');
}

/** A state as it is selected and said: `reachable` is the one that Tab reaches. */
export const StateOption = memo(function StateOption(
  props: StateNodeProps & { selected: boolean; reachable: boolean },
) {
  const { node, status, selected, reachable } = props;
  const { id, x, y, width, height } = node;
  return (
    <g
      role="option"
      aria-selected={selected}
      aria-label={labelOf(props)}
      tabIndex={reachable ? 0 : -1}
      data-state={id}
      data-status={status}
      className={`state-option state-${status}`}
      transform={`translate(${x} ${y})`}
    >
      <rect width={width} height={height} rx="8" />
    </g>
  );
});
