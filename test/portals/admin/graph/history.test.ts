import { graphOf } from '../../../../app-services/admin-portal/execution/graph/definition';
import {
  type StateStatus,
  summarize,
  takenEdges,
} from '../../../../app-services/admin-portal/execution/graph/history';
import type { TimelineEntry } from '../../../../app-services/admin-portal/types';
import { buildEntry } from '../build-timeline';

const summaryOf = (...timeline: TimelineEntry[]) => summarize(timeline).get('Deploy');

describe('what happened in a state', () => {
  it.each<[string, Partial<TimelineEntry>, StateStatus]>([
    ['is running', { status: 'running' }, 'running'],
    ['waits for its next try', { status: 'retrying', error: 'NotReadyError' }, 'retrying'],
    ['succeeded', {}, 'succeeded'],
    ['went on after an error that was retried or caught', { error: 'NotReadyError', tries: 2 }, 'recovered'],
    ['failed', { status: 'failed', error: 'AccessDenied' }, 'failed'],
    ['was aborted', { status: 'aborted' }, 'aborted'],
  ])('%s', (_, more, status) => {
    expect(summaryOf(buildEntry('Deploy', more))?.status).toBe(status);
  });

  it('was not reached', () => expect(summarize([buildEntry('Begin')]).has('Deploy')).toBe(false));

  it('of a Map is the worst of its iterations, and their longest time', () => {
    const iteration = (index: number, more: Partial<TimelineEntry>) =>
      buildEntry('Deploy', { iteration: index, ...more });

    expect(
      summaryOf(
        iteration(0, { seconds: 3 }),
        iteration(1, { status: 'failed', error: 'AccessDenied' }),
        iteration(2, { seconds: 2, tries: 3, error: 'NotReadyError' }),
      ),
    ).toMatchObject({ status: 'failed', seconds: 3, retries: 2 });
  });

  it('after a redrive is what happened last, in each iteration', () => {
    expect(
      summaryOf(
        buildEntry('Deploy', { iteration: 0 }),
        buildEntry('Deploy', {
          iteration: 1,
          status: 'failed',
          failed: true,
          error: 'AccessDenied',
          seconds: 4,
        }),
        buildEntry('Deploy', { iteration: 1, redrive: 1, seconds: 2 }),
      ),
    ).toMatchObject({ status: 'succeeded', seconds: 6 });
  });

  it('has no time before it is over, but an instant since when it goes on', () => {
    const running = summaryOf(
      buildEntry('Deploy', { status: 'running', entered: '2026-03-01T12:00:05.000Z' }),
    );

    expect(running).toMatchObject({ runningSince: '2026-03-01T12:00:05.000Z' });
    expect(running).not.toHaveProperty('seconds');
  });
});

describe('the way that was taken', () => {
  const graph = graphOf({
    StartAt: 'Own?',
    States: {
      'Own?': { Type: 'Choice', Choices: [{ Condition: '{% $own %}', Next: 'Both' }], Default: 'Verify' },
      Both: {
        Type: 'Parallel',
        Branches: ['A', 'B'].map((branch) => ({
          StartAt: `${branch}1`,
          States: {
            [`${branch}1`]: { Type: 'Task', Next: `${branch}2` },
            [`${branch}2`]: { Type: 'Task', End: true },
          },
        })),
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Clean up' }],
        Next: 'Verify',
      },
      'Clean up': { Type: 'Pass', Next: 'Verify' },
      Verify: { Type: 'Task', End: true },
    },
  });

  it('is that of the choice, from the start to the end', () => {
    const taken = takenEdges(graph, [buildEntry('Own?'), buildEntry('Verify')]);

    expect([...taken].sort()).toEqual(['(start) → Own?', 'Own? → Verify', 'Verify → (end)']);
  });

  it('follows each branch for itself, and a Catch', () => {
    const both = buildEntry('Both', { error: 'Boom' });
    const inside = ['A1', 'B1', 'B2', 'A2'].map((state) => buildEntry(state, { within: both.id }));
    const verify = buildEntry('Verify', { status: 'running' });
    const taken = takenEdges(graph, [buildEntry('Own?'), both, ...inside, buildEntry('Clean up'), verify]);

    expect([...taken].sort()).toEqual([
      '(start) → Own?',
      'A1 → A2',
      'B1 → B2',
      'Both → Clean up',
      'Clean up → Verify',
      'Own? → Both',
    ]);
  });
});
