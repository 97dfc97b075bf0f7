import { memo } from 'react';
import type { PlacedEdge, Point } from './layout';

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Through the layout's points: straight at both ends, and curved from the middle of each part to the next's. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const curves = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${at(point)} ${at(between(point, next))}`;
  });
  return [`M${at(first)}`, ...curves, `L${at(last)}`].join(' ');
}

export const EdgePath = memo(function EdgePath(props: { edge: PlacedEdge; taken: boolean; graphId: string }) {
  const { edge, taken, graphId } = props;
  return (
    <g className={`way way-${edge.kind}${taken ? ' way-taken' : ''}`}>
      <path d={pathThrough(edge.points)} markerEnd={`url(#${graphId}-${taken ? 'taken' : 'open'})`} />
      {edge.labelAt && (
        <text x={edge.labelAt.x} y={edge.labelAt.y + 4}>
          {edge.label}
        </text>
      )}
    </g>
  );
});

/** Arrowheads: a marker cannot take the colour of its line in every browser. */
export const ArrowHeads = ({ graphId }: { graphId: string }) => (
  <defs>
    {['open', 'taken'].map((kind) => (
      <marker
        key={kind}
        id={`${graphId}-${kind}`}
        className={`arrow-${kind}`}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path d="M0 0L8 4L0 8z" />
      </marker>
    ))}
  </defs>
);
