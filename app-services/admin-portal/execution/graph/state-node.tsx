import { memo } from 'react';
import { duration } from '../../../portal-shared/format/locale';
import { Elapsed } from '../elapsed';
import type { StateStatus } from './history';
import { LINE, type PlacedNode } from './layout';
import { StateIcon } from './state-icon';
import { STATE_STATUSES } from './status';

export interface StateNodeProps {
  node: PlacedNode;
  status: StateStatus;
  /** In seconds. */
  seconds?: number;
  runningSince?: string;
  retries: number;
  selected: boolean;
  /** Whether it is the one state that Tab reaches. */
  reachable: boolean;
}

const ICON = 16;
const TEXT_AT = 38;

const retriesText = (retries: number): string => (retries === 1 ? '1 retry' : `${retries} retries`);

/** A state as a screen reader has it. */
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

/** Takes plain values, so that a look that found nothing new of this state does not draw it anew. */
export const StateNode = memo(function StateNode(props: StateNodeProps) {
  const { node, status, seconds, runningSince, retries, selected, reachable } = props;
  const { x, y, width, height, lines, container } = node;
  return (
    <g
      role="option"
      aria-selected={selected}
      aria-label={labelOf(props)}
      tabIndex={reachable ? 0 : -1}
      data-state={node.id}
      data-status={status}
      className={`state state-${status}${container ? ' state-container' : ''}`}
      transform={`translate(${x} ${y})`}
    >
      <title>{node.comment ?? node.id}</title>
      <rect className="state-box" width={width} height={height} rx="8" />
      <StateIcon status={status} x={ICON / 2 + 3} y={12} />
      <text className="state-name">
        {lines.map((line, index) => (
          <tspan key={line} x={TEXT_AT} y={12 + LINE * (index + 0.75)}>
            {line}
          </tspan>
        ))}
      </text>
      <text className="state-facts" x={TEXT_AT} y={12 + LINE * (lines.length + 0.7)}>
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
