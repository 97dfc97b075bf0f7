import { graphOf } from '../../../../app-services/admin-portal/execution/graph/definition';
import { layoutOf, type PlacedNode } from '../../../../app-services/admin-portal/execution/graph/layout';
import { wrap } from '../../../../app-services/admin-portal/execution/graph/wrap';
import activation from '../../../../state-machines/activation.asl.json';
import deactivation from '../../../../state-machines/deactivation.asl.json';
import exporting from '../../../../state-machines/export.asl.json';
import offboarding from '../../../../state-machines/offboarding.asl.json';
import onboarding from '../../../../state-machines/onboarding.asl.json';

const machines = { onboarding, offboarding, activation, deactivation, exporting };
const node = (nodes: PlacedNode[], id: string): PlacedNode => {
  const found = nodes.find((each) => each.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const contains = (outer: PlacedNode, inner: PlacedNode) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const overlap = (a: PlacedNode, b: PlacedNode) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(Object.entries(machines))('%s', (_, machine) => {
  const { nodes, edges, width, height } = layoutOf(graphOf(machine));

  it('has no two states in one place, and what is inside a state is drawn inside it', () => {
    for (const a of nodes) {
      for (const b of nodes) if (a !== b && a.parent === b.parent) expect(overlap(a, b)).toBe(false);
      if (a.parent) expect(contains(node(nodes, a.parent), a)).toBe(true);
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width + 1 && a.y + a.height <= height + 1).toBe(true);
    }
  });

  it('has an arrow to every state but those with which something begins, and none that hangs in the air', () => {
    const touches = ({ x, y, width, height }: PlacedNode, point = { x: -1, y: -1 }) =>
      point.x >= x - 1 && point.x <= x + width + 1 && point.y >= y - 1 && point.y <= y + height + 1;
    for (const { from, to, points } of edges) {
      expect(touches(node(nodes, from), points[0])).toBe(true);
      expect(touches(node(nodes, to), points.at(-1))).toBe(true);
    }
    const reached = new Set(edges.map(({ to }) => to));
    const begins = nodes.filter(({ id, parent }) => !reached.has(id) && !parent);
    expect(begins.map(({ type }) => type)).toEqual(['Start']);
  });
});

describe('graphOf', () => {
  it('has branches, iterations, choices with their conditions, and catches', () => {
    const { nodes, edges } = graphOf(onboarding);

    expect(nodes.find(({ id }) => id === 'Deploy a service')?.parent).toBe("Deploy the tenant's services");
    expect(nodes.filter(({ parent }) => parent === "Prepare the tenant's footprint")).toHaveLength(5);
    expect(edges.filter(({ from }) => from === 'Does the tier give its own footprint?')).toMatchObject([
      { to: "Prepare the tenant's footprint", kind: 'choice', label: '$plan.silo' },
      { to: 'Verify the tenant by real requests', kind: 'choice', label: 'otherwise' },
    ]);
    // Its Next and its Catch lead to the same state: one arrow.
    expect(edges.filter(({ from }) => from === "Release the tenant's lock")).toMatchObject([
      { to: 'The tenant is in service', kind: 'next' },
    ]);
  });

  it('shows a Catch that leads elsewhere, and a Map in its older form', () => {
    const { nodes, edges } = graphOf({
      StartAt: 'All',
      States: {
        All: {
          Type: 'Map',
          Iterator: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Clean up' }],
          End: true,
        },
        'Clean up': { Type: 'Fail' },
      },
    });

    expect(edges.find(({ to }) => to === 'Clean up')).toMatchObject({ from: 'All', kind: 'catch' });
    expect(nodes.find(({ id }) => id === 'Each')).toMatchObject({ parent: 'All' });
  });

  it('is empty for what is no state machine', () => {
    expect(layoutOf(graphOf({}))).toMatchObject({ nodes: [], edges: [] });
  });
});

it('lists states as they are read, the inside of a state after it', () => {
  const { nodes } = layoutOf(graphOf(onboarding));
  const at = (id: string) => nodes.findIndex((each) => each.id === id);

  expect(nodes.at(0)?.type).toBe('Start');
  expect(nodes.at(-1)?.type).toBe('End');
  expect(at('Begin the onboarding')).toBe(1);
  expect(at('Deploy a service')).toBe(at("Deploy the tenant's services") + 1);
  expect(at('Activate the tenant')).toBeGreaterThan(at('Verify that the tenant is isolated'));
});

it('breaks names between words, cuts what has none, and says that there is more', () => {
  expect(wrap('Verify the tenant by real requests', 20, 3)).toEqual([
    'Verify the tenant by',
    'real requests',
  ]);
  expect(wrap('a'.repeat(25), 10, 3)).toEqual(['a'.repeat(10), 'a'.repeat(10), 'a'.repeat(5)]);
  expect(wrap('one two three four', 5, 2)).toEqual(['one', 'two…']);
});
