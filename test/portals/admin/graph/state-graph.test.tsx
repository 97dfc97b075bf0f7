import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { graphOf } from '../../../../app-services/admin-portal/execution/graph/definition';
import { summarize, takenEdges } from '../../../../app-services/admin-portal/execution/graph/history';
import { layoutOf } from '../../../../app-services/admin-portal/execution/graph/layout';
import { StateGraph } from '../../../../app-services/admin-portal/execution/graph/state-graph';
import type { TimelineEntry } from '../../../../app-services/admin-portal/types';
import onboarding from '../../../../state-machines/onboarding.asl.json';
import { buildEntry } from '../build-timeline';

const graph = graphOf(onboarding);
const layout = layoutOf(graph);

const picture = (
  timeline: TimelineEntry[],
  { selected, onSelect = () => {} }: { selected?: string; onSelect?: (state: string) => void } = {},
) => (
  <StateGraph
    layout={layout}
    summaries={summarize(timeline)}
    taken={takenEdges(graph, timeline)}
    selected={selected}
    onSelect={onSelect}
  />
);
const state = (name: string) => screen.getByRole('option', { name: new RegExp(`^${name}`) });
const statusOf = (name: string) => state(name).getAttribute('data-status');

it('tells each state with what happened in it, by more than its colour', () => {
  render(
    picture([
      buildEntry('Begin the onboarding', { seconds: 0.4 }),
      buildEntry("Create the tenant's identity", { seconds: 12, tries: 3, error: 'NotReadyError' }),
      buildEntry("Issue the tenant's API key", { status: 'failed', error: 'AccessDenied' }),
    ]),
  );

  expect(state('Begin the onboarding').getAttribute('aria-label')).toBe(
    'Begin the onboarding, Task, succeeded, 400 ms',
  );
  expect(state("Create the tenant's identity").getAttribute('aria-label')).toBe(
    "Create the tenant's identity, Task, went on after an error, 12 sec, 2 retries",
  );
  expect(statusOf("Issue the tenant's API key")).toBe('failed');
  expect(state('Deploy a service').getAttribute('aria-label')).toBe(
    "Deploy a service, Task, not reached, in Deploy the tenant's services",
  );
});

it('follows the execution: colours and the way change where the states are', () => {
  const begin = buildEntry('Begin the onboarding');
  const running = buildEntry('Is the tenant in service already?', { status: 'running' });
  const { rerender, container } = render(picture([begin, running]));
  const before = state('Is the tenant in service already');
  const place = before.getAttribute('transform');
  expect(before.getAttribute('data-status')).toBe('running');
  expect(container.querySelectorAll('.way-taken')).toHaveLength(2);

  const done = { ...running, status: 'succeeded' as const, left: running.entered, seconds: 0 };
  rerender(picture([begin, done, buildEntry("Create the tenant's identity", { status: 'retrying' })]));

  expect(state('Is the tenant in service already')).toBe(before);
  expect(before.getAttribute('data-status')).toBe('succeeded');
  expect(before.getAttribute('transform')).toBe(place);
  expect(statusOf("Create the tenant's identity")).toBe('retrying');
  expect(container.querySelectorAll('.way-taken')).toHaveLength(3);
});

it('is used by keyboard: one stop of Tab, arrows from state to state in order, Enter selects', async () => {
  const user = userEvent.setup();
  const onSelect = jest.fn();
  render(picture([], { onSelect }));
  const names = screen.getAllByRole('option').map((option) => option.getAttribute('data-state'));

  await user.tab();
  expect(document.activeElement).toBe(state('Begin the onboarding'));
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(document.activeElement?.getAttribute('data-state')).toBe(names[1]);
  await user.keyboard('{Enter}');
  expect(onSelect).toHaveBeenLastCalledWith(names[1]);
  await user.keyboard('{End}{ArrowDown} ');
  expect(onSelect).toHaveBeenLastCalledWith(names.at(-1));
  await user.keyboard('{Home}');
  expect(document.activeElement?.getAttribute('data-state')).toBe(names[0]);
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});

it('a click selects, and Tab goes to what is selected', async () => {
  const onSelect = jest.fn();
  const { rerender } = render(picture([], { onSelect }));

  await userEvent.click(state('Activate the tenant'));
  expect(onSelect).toHaveBeenCalledWith('Activate the tenant');

  rerender(picture([], { selected: 'Activate the tenant' }));
  expect(state('Activate the tenant').getAttribute('aria-selected')).toBe('true');
  expect(screen.getAllByRole('option').filter(({ tabIndex }) => tabIndex === 0)).toEqual([
    state('Activate the tenant'),
  ]);
});
