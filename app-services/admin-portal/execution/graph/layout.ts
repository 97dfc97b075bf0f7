import { Graph, layout as runDagre } from '@dagrejs/dagre';
import { type GraphEdge, type GraphNode, isMarker, type StateGraph } from './definition';
import { groupBy } from './group-by';
import { wrap } from './wrap';

export interface Point {
  x: number;
  y: number;
}

/** Places and sizes are in pixels at full size; x and y are of the upper left corner. */
export interface PlacedNode extends GraphNode {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Its name as it fits. */
  lines: string[];
  /** Whether states are drawn inside it. */
  container: boolean;
}

export interface PlacedEdge extends GraphEdge {
  points: Point[];
  /** Where its label's middle is. */
  labelAt?: Point;
}

export interface GraphLayout {
  width: number;
  height: number;
  /** In the order in which they are read: downwards, then to the right; what is inside a state follows it. */
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

export const LINE = 17;
/** From a box's border to its text. */
export const TOP = 9;
const NODE_WIDTH = 196;
const MARKER = 20;
const PADDING = 16;
const LABEL = { charWidth: 6.5, height: 16 };
const GAPS = { nodesep: 24, edgesep: 16, ranksep: 32 };
const LONGEST_LINE = 21;
const MOST_LINES = 3;

/** Name, and one line of facts below it. */
const textHeight = (lines: string[]): number => 2 * TOP + (lines.length + 1) * LINE;

/**
 * Lays a state machine out from top to bottom. Dagre has no edges that lead to a group of nodes, so the inside of a
 * Parallel or a Map is laid out first, and is then one node of its size.
 */
export function layoutOf(graph: StateGraph): GraphLayout {
  const childrenOf = groupBy(graph.nodes, ({ parent }) => parent);
  const edgesOf = groupBy(graph.edges, ({ parent }) => parent);

  const place = (parent?: string): GraphLayout => {
    const children = childrenOf.get(parent) ?? [];
    const edges = edgesOf.get(parent) ?? [];
    const inner = new Map(
      children.filter(({ id }) => childrenOf.has(id)).map(({ id }) => [id, place(id)] as const),
    );
    const dagre = new Graph();
    dagre.setGraph({ rankdir: 'TB', ...GAPS });
    for (const node of children) dagre.setNode(node.id, sizeOf(node, inner.get(node.id)));
    for (const { from, to, label } of edges) {
      dagre.setEdge(from, to, {
        ...(label ? { width: label.length * LABEL.charWidth, height: LABEL.height, labelpos: 'c' } : {}),
      });
    }
    runDagre(dagre);
    const { width = 0, height = 0 } = dagre.graph() as { width?: number; height?: number };
    const placed = children
      .map((node) => placedNode(node, dagre.node(node.id), inner.has(node.id)))
      .sort((a, b) => a.y - b.y || a.x - b.x);
    const within = placed.map((node) => shifted(inner.get(node.id), node));
    return {
      width,
      height,
      nodes: placed.flatMap((node, index) => [node, ...(within[index]?.nodes ?? [])]),
      edges: [
        ...edges.map((edge) => placedEdge(edge, dagre.edge(edge.from, edge.to))),
        ...within.flatMap((each) => each?.edges ?? []),
      ],
    };
  };
  return place();
}

function sizeOf(node: GraphNode, inner?: GraphLayout): { width: number; height: number } {
  if (isMarker(node)) return { width: MARKER, height: MARKER };
  const text = textHeight(linesOf(node));
  if (!inner) return { width: NODE_WIDTH, height: text };
  return {
    width: Math.max(NODE_WIDTH, inner.width + 2 * PADDING),
    height: text + inner.height + PADDING,
  };
}

const linesOf = ({ id }: GraphNode): string[] => wrap(id, LONGEST_LINE, MOST_LINES);

/** Dagre tells a node's middle. */
const placedNode = (
  node: GraphNode,
  { x = 0, y = 0, width, height }: { x?: number; y?: number; width: number; height: number },
  container: boolean,
): PlacedNode => ({
  ...node,
  ...{ x: x - width / 2, y: y - height / 2, width, height, container },
  lines: isMarker(node) ? [] : linesOf(node),
});

const placedEdge = (
  edge: GraphEdge,
  { points = [], x, y }: { points?: Point[]; x?: number; y?: number },
): PlacedEdge => ({
  ...edge,
  points,
  ...(edge.label && x !== undefined && y !== undefined ? { labelAt: { x, y } } : {}),
});

/** The inside of a state, in its middle below the text. */
function shifted(inner: GraphLayout | undefined, around: PlacedNode): GraphLayout | undefined {
  if (!inner) return undefined;
  const right = around.x + (around.width - inner.width) / 2;
  const down = around.y + textHeight(around.lines);
  const move = <P extends Point>(point: P): P => ({ ...point, x: point.x + right, y: point.y + down });
  return {
    ...inner,
    nodes: inner.nodes.map(move),
    edges: inner.edges.map((edge) => ({
      ...edge,
      points: edge.points.map(move),
      ...(edge.labelAt ? { labelAt: move(edge.labelAt) } : {}),
    })),
  };
}
