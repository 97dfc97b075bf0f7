import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failedEntry, timelineOf as readTimeline } from '../../../lambdas/admin-api/executions/timeline';
import { readableCause } from '../../../lambdas/admin-api/executions/tries';

const timelineOf = (...history: Parameters<typeof readTimeline>) => readTimeline(...history).timeline;

const second = (n: number) => new Date(Date.UTC(2026, 2, 1, 10, 0, n));
const entered = (id: number, name: string, previousEventId?: number): HistoryEvent => ({
  id,
  previousEventId,
  type: 'TaskStateEntered',
  timestamp: second(id),
  stateEnteredEventDetails: { name },
});
const exited = (id: number, name: string, previousEventId?: number): HistoryEvent => ({
  id,
  previousEventId,
  type: 'TaskStateExited',
  timestamp: second(id),
  stateExitedEventDetails: { name },
});
const scheduled = (id: number, previousEventId?: number): HistoryEvent => ({
  id,
  previousEventId,
  type: 'TaskScheduled',
  timestamp: second(id),
});
const failed = (id: number, error: string, previousEventId?: number): HistoryEvent => ({
  id,
  previousEventId,
  type: 'TaskFailed',
  timestamp: second(id),
  taskFailedEventDetails: {
    resourceType: 'lambda',
    resource: 'invoke',
    error,
    cause: JSON.stringify({ errorType: error, errorMessage: 'not yet', trace: ['/var/task/index.js'] }),
  },
});

describe('the timeline of an execution', () => {
  it('tells when each state was entered and left', () => {
    const timeline = timelineOf([entered(1, 'Begin'), scheduled(2), exited(5, 'Begin'), entered(6, 'Next')]);

    expect(timeline).toEqual([
      {
        id: 1,
        state: 'Begin',
        type: 'Task',
        status: 'succeeded',
        redrive: 0,
        entered: '2026-03-01T10:00:01.000Z',
        left: '2026-03-01T10:00:05.000Z',
        seconds: 4,
        tries: 1,
      },
      {
        id: 6,
        state: 'Next',
        type: 'Task',
        status: 'running',
        redrive: 0,
        entered: '2026-03-01T10:00:06.000Z',
        tries: 0,
      },
    ]);
  });

  it('counts tries, and keeps why the last one failed', () => {
    const timeline = timelineOf([
      entered(1, 'Await'),
      scheduled(2),
      failed(3, 'NotReadyError'),
      scheduled(4),
      failed(5, 'TenantBusyError'),
      scheduled(6),
      exited(7, 'Await'),
    ]);

    expect(timeline).toMatchObject([{ tries: 3, error: 'TenantBusyError', cause: 'not yet', seconds: 6 }]);
  });

  it('tells iterations of a Map apart that run side by side', () => {
    const timeline = timelineOf([
      entered(1, 'For each service', 0),
      entered(2, 'Deploy', 1),
      entered(3, 'Deploy', 1),
      scheduled(4, 2),
      scheduled(5, 3),
      failed(6, 'Throttled', 4),
      scheduled(7, 6),
      exited(8, 'Deploy', 5),
      exited(9, 'Deploy', 7),
      exited(10, 'For each service', 9),
    ]);

    expect(timeline).toMatchObject([
      { state: 'For each service', seconds: 9, tries: 0 },
      { state: 'Deploy', seconds: 7, tries: 2, error: 'Throttled' },
      { state: 'Deploy', seconds: 5, tries: 1 },
    ]);
    expect(timeline[2]).not.toHaveProperty('error');
  });

  it('goes on with the state that a redrive resumes', () => {
    const timeline = timelineOf([
      entered(1, 'Deploy', 0),
      scheduled(2, 1),
      failed(3, 'Broken', 2),
      { id: 4, previousEventId: 3, type: 'ExecutionFailed', timestamp: second(4) },
      { id: 5, previousEventId: 4, type: 'ExecutionRedriven', timestamp: second(5) },
      scheduled(6, 5),
      exited(8, 'Deploy', 6),
    ]);

    expect(timeline).toMatchObject([{ state: 'Deploy', tries: 2, error: 'Broken', seconds: 7 }]);
  });

  it('shows what failed before a redrive that enters the state anew as failed', () => {
    const timeline = timelineOf([
      entered(1, 'Deploy', 0),
      failed(2, 'Broken', 1),
      { id: 3, previousEventId: 2, type: 'ExecutionFailed', timestamp: second(3) },
      { id: 4, previousEventId: 3, type: 'ExecutionRedriven', timestamp: second(4) },
      entered(5, 'Deploy', 4),
      exited(8, 'Deploy', 5),
    ]);

    expect(timeline).toMatchObject([
      { state: 'Deploy', failed: true, error: 'Broken', seconds: 2 },
      { state: 'Deploy', seconds: 3 },
    ]);
    expect(timeline[1]).not.toHaveProperty('failed');
  });

  it("numbers a Map's iterations, and nothing after it", () => {
    const started = (id: number, previousEventId: number, index: number): HistoryEvent => ({
      id,
      previousEventId,
      type: 'MapIterationStarted',
      timestamp: second(id),
      mapIterationStartedEventDetails: { name: 'Each', index },
    });
    const timeline = timelineOf([
      entered(1, 'Each', 0),
      started(2, 1, 0),
      started(3, 1, 1),
      entered(4, 'Deploy', 2),
      entered(5, 'Deploy', 3),
      exited(6, 'Deploy', 4),
      exited(7, 'Deploy', 5),
      exited(8, 'Each', 7),
      entered(9, 'Verify', 8),
    ]);

    expect(timeline.map(({ state, iteration }) => [state, iteration])).toEqual([
      ['Each', undefined],
      ['Deploy', 0],
      ['Deploy', 1],
      ['Verify', undefined],
    ]);
  });

  describe('of a Parallel state', () => {
    const parallel = (id: number, type: HistoryEvent['type'], previousEventId: number): HistoryEvent => ({
      id,
      previousEventId,
      type,
      timestamp: second(id),
    });
    const history = [
      entered(1, 'Side by side', 0),
      parallel(2, 'ParallelStateStarted', 1),
      entered(3, 'Left', 2),
      scheduled(4, 3),
      entered(5, 'Right', 2),
      scheduled(6, 5),
      exited(7, 'Left', 4),
      entered(8, 'Left again', 7),
      scheduled(9, 8),
    ];

    it('tells which states run inside it', () => {
      const timeline = timelineOf(history);

      expect(timeline.map(({ state, within, status }) => [state, within, status])).toEqual([
        ['Side by side', undefined, 'running'],
        ['Left', 1, 'succeeded'],
        ['Right', 1, 'running'],
        ['Left again', 1, 'running'],
      ]);
    });

    it('ends it before the states that follow', () => {
      const timeline = timelineOf([
        entered(1, 'Side by side', 0),
        parallel(2, 'ParallelStateStarted', 1),
        entered(3, 'Left', 2),
        exited(4, 'Left', 3),
        parallel(5, 'ParallelStateSucceeded', 4),
        exited(6, 'Side by side', 5),
        entered(7, 'After', 6),
      ]);

      expect(timeline.at(-1)).toMatchObject({ state: 'After' });
      expect(timeline.at(-1)).not.toHaveProperty('within');
    });

    it('finds the branch that failed, though another was entered later', () => {
      const timeline = timelineOf(
        [
          ...history,
          failed(10, 'Broken', 6),
          parallel(11, 'ParallelStateFailed', 10),
          parallel(12, 'ExecutionFailed', 11),
        ],
        'FAILED',
      );

      expect(timeline.map(({ state, status }) => [state, status])).toEqual([
        ['Side by side', 'failed'],
        ['Left', 'succeeded'],
        ['Right', 'failed'],
        ['Left again', 'aborted'],
      ]);
      expect(failedEntry(timeline)?.state).toBe('Right');
    });

    it('finds its way back inside after a redrive', () => {
      const { timeline, redrives } = readTimeline([
        ...history,
        failed(10, 'Broken', 6),
        parallel(11, 'ExecutionFailed', 10),
        parallel(12, 'ExecutionRedriven', 11),
        entered(13, 'Right', 12),
      ]);

      expect(timeline.at(-1)).toMatchObject({ state: 'Right', within: 1, redrive: 1, status: 'running' });
      expect(redrives).toEqual(['2026-03-01T10:00:12.000Z']);
    });
  });

  it('tells a state whose try failed, and that tries again, from one that works', () => {
    const [waiting] = timelineOf([entered(1, 'Await'), scheduled(2), failed(3, 'NotReadyError')]);
    const [working] = timelineOf([
      entered(1, 'Await'),
      scheduled(2),
      failed(3, 'NotReadyError'),
      scheduled(4),
    ]);

    expect([waiting?.status, working?.status]).toEqual(['retrying', 'running']);
  });

  it.each([
    ['FAILED', 'failed'],
    ['TIMED_OUT', 'failed'],
    ['ABORTED', 'aborted'],
    ['SUCCEEDED', 'succeeded'],
  ] as const)('takes the state in which an execution ended as %s for %s', (status, expected) => {
    expect(timelineOf([entered(1, 'Last'), scheduled(2)], status)).toMatchObject([{ status: expected }]);
  });

  it.each([
    ['{"errorMessage":"no room","trace":["x"]}', 'no room'],
    ['plain text', 'plain text'],
    ['{"other":1}', '{"other":1}'],
    ['null', 'null'],
    [undefined, ''],
  ])('reads the cause %s', (cause, expected) => {
    expect(readableCause(cause)).toBe(expected);
  });
});
