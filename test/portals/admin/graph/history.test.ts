import { graphOf } from '../../../../app-services/admin-portal/execution/graph/definition';
import {
  type StateStatus,
  summarize,
  takenEdges,
} from '../../../../app-services/admin-portal/execution/graph/history';
import type { TimelineEntry } from '../../../../app-services/admin-portal/types';
import { buildEntry } from '../build-timeline';

const summaryOf = (...timeline: TimelineEntry[]) => summarize(timeline).get('Deploy');

/** Entered and left so many seconds after noon. */
const during = (from: number, to: number): Partial<TimelineEntry> => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, seconds)).toISOString();
  return { entered: at(from), left: at(to), seconds: to - from };
};

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

  it.each([
    ['that are numbered', (index: number) => ({ iteration: index })],
    ['that are not', () => ({})],
  ])('of a Map is the worst of its iterations %s, and the time in which any went on', (_, numbered) => {
    expect(
      summaryOf(
        buildEntry('Deploy', { ...numbered(0), ...during(0, 3) }),
        buildEntry('Deploy', { ...numbered(1), ...during(1, 3), status: 'failed', error: 'AccessDenied' }),
        buildEntry('Deploy', { ...numbered(2), ...during(2, 5), tries: 3, error: 'NotReadyError' }),
      ),
    ).toMatchObject({ status: 'failed', seconds: 5, retries: 2 });
  });

  it('after a redrive is what happened last, in each iteration', () => {
    const failure = { status: 'failed' as const, failed: true, error: 'AccessDenied' };

    expect(
      summaryOf(
        buildEntry('Deploy', { iteration: 0, ...during(0, 2) }),
        buildEntry('Deploy', { iteration: 1, ...during(0, 4), ...failure }),
        buildEntry('Deploy', { iteration: 1, ...during(60, 62), redrive: 1 }),
      ),
    ).toMatchObject({ status: 'succeeded', seconds: 6 });
  });

  it('has no time before it is over, but an instant since when it goes on', () => {
    const running = summaryOf(
      buildEntry('Deploy', { status: 'running', entered: '2026-03-01T12:00:05.000Z' }),
    );

    expect(running).toMatchObject({ runningSince: '2026-03-01T12:00:05.000Z' });
    expect(running?.seconds).toBeUndefined();
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

  it('does not lead from one time that a Parallel was entered into the next', () => {
    const looping = graphOf({
      StartAt: 'Clear',
      States: {
        Clear: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Remove',
              States: {
                Remove: { Type: 'Task', Next: 'All gone?' },
                'All gone?': {
                  Type: 'Choice',
                  Choices: [{ Condition: '{% $more %}', Next: 'Remove' }],
                  Default: 'Gone',
                },
                Gone: { Type: 'Succeed' },
              },
            },
          ],
          End: true,
        },
      },
    });
    const once = () => {
      const clear = buildEntry('Clear');
      return [
        clear,
        ...['Remove', 'All gone?', 'Gone'].map((state) => buildEntry(state, { within: clear.id })),
      ];
    };

    expect(takenEdges(looping, [...once(), ...once()]).has('All gone? → Remove')).toBe(false);
  });
});
