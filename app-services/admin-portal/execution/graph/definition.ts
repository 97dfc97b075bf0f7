/** A state machine as the graph shows it. Names of states are unique in a definition, so they are the nodes' ids. */
export interface GraphNode {
  id: string;
  /** As the definition has it, and {@link START} and {@link END}. */
  type: string;
  comment?: string;
  /** The Parallel or Map in which it is. */
  parent?: string;
}

export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  kind: 'next' | 'choice' | 'catch';
  /** Why it is taken, of a Choice's. */
  label?: string;
  parent?: string;
}

export interface StateGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** Where it begins and ends: markers, no states. */
export const START = 'Start';
export const END = 'End';
const START_ID = '(start)';
const END_ID = '(end)';

/** As much of a definition as is read here. https://states-language.net/spec.html */
interface Machine {
  StartAt?: string;
  States?: Record<string, State>;
}
interface State {
  Type?: string;
  Comment?: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Next?: string; Condition?: unknown }[];
  Catch?: { Next?: string }[];
  Branches?: Machine[];
  ItemProcessor?: Machine;
  /** ItemProcessor's former name. */
  Iterator?: Machine;
}

const LONGEST_LABEL = 22;

/** A condition in JSONata without its braces; JSONPath's rules are too long to be read beside an arrow. */
function conditionLabel(condition: unknown): string | undefined {
  if (typeof condition !== 'string') return undefined;
  const text = condition.replace(/^\{%\s*|\s*%\}$/g, '');
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

type Way = Pick<GraphEdge, 'to' | 'kind' | 'label'>;

function waysFrom(state: State): Way[] {
  const ways: (Omit<Way, 'to'> & { to?: string })[] = [
    { to: state.Next, kind: 'next' },
    ...(state.Choices ?? []).map(({ Next, Condition }) => ({
      to: Next,
      kind: 'choice' as const,
      label: conditionLabel(Condition),
    })),
    { to: state.Default, kind: 'choice', label: 'otherwise' },
    ...(state.Catch ?? []).map(({ Next }) => ({ to: Next, kind: 'catch' as const })),
  ];
  return ways.filter((way): way is Way => way.to !== undefined);
}

/** Reads a definition in Amazon States Language; what it does not know is left out. */
export function graphOf(definition: object): StateGraph {
  const nodes: GraphNode[] = [];
  const edges = new Map<string, GraphEdge>();
  /** Two ways between the same states are one arrow: that of the first. */
  const connect = (from: string, way: Way, parent?: string) => {
    const id = `${from} → ${way.to}`;
    if (!edges.has(id)) edges.set(id, { id, from, ...way, parent });
  };

  const read = (machine: Machine, parent?: string) => {
    for (const [name, state] of Object.entries(machine.States ?? {})) {
      nodes.push({ id: name, type: state.Type ?? '', comment: state.Comment, parent });
      for (const way of waysFrom(state)) connect(name, way, parent);
      for (const inner of [...(state.Branches ?? []), state.ItemProcessor, state.Iterator]) {
        if (inner) read(inner, name);
      }
    }
  };

  const machine = definition as Machine;
  if (machine.StartAt === undefined || !machine.States) return { nodes: [], edges: [] };
  nodes.push({ id: START_ID, type: START });
  connect(START_ID, { to: machine.StartAt, kind: 'next' });
  read(machine);
  nodes.push({ id: END_ID, type: END });
  for (const [name, { Type, End }] of Object.entries(machine.States)) {
    if (End || Type === 'Succeed' || Type === 'Fail') connect(name, { to: END_ID, kind: 'next' });
  }
  return { nodes, edges: [...edges.values()] };
}

export const isMarker = ({ type }: Pick<GraphNode, 'type'>): boolean => type === START || type === END;
