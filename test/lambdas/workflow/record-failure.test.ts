import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { describeFailure } from '../../../lambdas/workflow/record-failure/describe-failure';
import { failedState } from '../../../lambdas/workflow/record-failure/failed-state';
import { recordFailure } from '../../../lambdas/workflow/record-failure/record-failure';
import { buildWorkflowTenant, EXECUTION, namedOnly } from '../../builders/onboarding';

const sfn = mockClient(SFNClient);
const client = new SFNClient({ region: 'eu-west-1' });
const tenant = buildWorkflowTenant();
const published: unknown[][] = [];
const record = () =>
  recordFailure({
    sfn: client,
    publishFailure: async (...failure) => {
      published.push(failure);
    },
  })({ executionArn: EXECUTION });
const entered = (id: number, previousEventId: number, name: string): HistoryEvent => ({
  id,
  previousEventId,
  type: 'TaskStateEntered',
  timestamp: undefined,
  stateEnteredEventDetails: { name },
});
const other = (id: number, previousEventId: number, type: HistoryEvent['type']): HistoryEvent => ({
  id,
  previousEventId,
  type,
  timestamp: undefined,
});
const execution = {
  executionArn: EXECUTION,
  stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-onboarding',
  status: 'FAILED' as const,
  startDate: new Date(),
  input: JSON.stringify({ tenant, eventId: 'e-1' }),
  error: 'AccessDeniedException',
  cause: JSON.stringify({
    errorType: 'AccessDeniedException',
    errorMessage: 'not authorized to perform dynamodb:CreateTable',
    trace: ['AccessDeniedException: not authorized', '    at create (/var/task/index.js:1:2)'],
  }),
};
/** A branch failed while another one ran: the events of both are mixed. */
const sideBySide = [
  other(1, 0, 'ExecutionStarted'),
  entered(2, 1, 'Prepare'),
  entered(3, 2, 'Create the identity'),
  entered(4, 2, 'Create the storage'),
  other(5, 4, 'TaskFailed'),
  entered(6, 3, 'Issue the key'),
  other(7, 5, 'ParallelStateFailed'),
  other(8, 7, 'ExecutionFailed'),
].reverse();

beforeEach(() => {
  sfn.reset();
  published.length = 0;
  sfn.on(DescribeExecutionCommand).resolves(execution);
  sfn.on(GetExecutionHistoryCommand).resolves({ events: sideBySide });
});

describe('record-failure', () => {
  it('tells state, error, cause and execution of a failed onboarding', async () => {
    expect(await record()).toEqual({ recorded: true });

    expect(published).toEqual([
      [
        'onboarding',
        // Also where a former release's execution has the e-mail.
        namedOnly(tenant),
        {
          state: 'Create the storage',
          error: 'AccessDeniedException',
          cause: 'not authorized to perform dynamodb:CreateTable',
          executionArn: EXECUTION,
        },
      ],
    ]);
  });

  it.each(['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'] as const)(
    'passes over an execution that is %s by now',
    async (status) => {
      sfn.on(DescribeExecutionCommand).resolves({ ...execution, status });

      expect(await record()).toEqual({ recorded: false });
      expect(published).toEqual([]);
    },
  );

  it.each(['onboarding', 'offboarding', 'activation', 'deactivation'])(
    'tells of a failed %s under its own name',
    async (operation) => {
      sfn.on(DescribeExecutionCommand).resolves({
        ...execution,
        stateMachineArn: `arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-${operation}`,
        input: JSON.stringify({ tenant: namedOnly(tenant), eventId: 'e-1' }),
      });

      expect(await record()).toEqual({ recorded: true });

      expect(published).toEqual([
        [
          operation,
          namedOnly(tenant),
          expect.objectContaining({ error: 'AccessDeniedException', executionArn: EXECUTION }),
        ],
      ]);
    },
  );

  it('reads how a tenant was to leave as part of the input', async () => {
    const offboarding = { retainUntil: '2026-03-04T10:00:00.000Z', exportFirst: true };
    sfn.on(DescribeExecutionCommand).resolves({
      ...execution,
      stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-offboarding',
      input: JSON.stringify({ tenant, eventId: 'e-1', offboarding }),
    });

    expect(await record()).toEqual({ recorded: true });
  });

  it('passes over an execution that was redriven after another operation of the tenant had come', async () => {
    sfn.on(DescribeExecutionCommand).resolves({ ...execution, error: 'OperationSupersededError' });

    expect(await record()).toEqual({ recorded: false });
    expect(published).toEqual([]);
  });

  it('passes over an offboarding that an operator cancelled, but not one that was stopped by hand', async () => {
    const aborted = {
      ...execution,
      status: 'ABORTED' as const,
      stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-offboarding',
    };
    sfn
      .on(DescribeExecutionCommand)
      .resolvesOnce({ ...aborted, error: 'OffboardingCancelled' })
      .resolvesOnce({ ...aborted, error: undefined, cause: undefined });

    expect([await record(), await record()]).toEqual([{ recorded: false }, { recorded: true }]);
    expect(published).toEqual([
      ['offboarding', expect.anything(), expect.objectContaining({ error: 'Aborted' })],
    ]);
  });

  it.each([
    ['onboarding', 'ABORTED'],
    ['offboarding', 'TIMED_OUT'],
  ] as const)('passes over an %s that was %s once it had told of its success', async (operation, status) => {
    sfn.on(DescribeExecutionCommand).resolves({
      ...execution,
      status,
      stateMachineArn: `arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-${operation}`,
    });
    sfn.on(GetExecutionHistoryCommand).resolves({
      events: [
        other(5, 0, 'ExecutionAborted'),
        entered(4, 3, "Release the tenant's lock"),
        { ...other(3, 2, 'TaskStateExited'), stateExitedEventDetails: { name: 'Publish the success' } },
        entered(2, 1, 'Publish the success'),
      ],
    });

    expect(await record()).toEqual({ recorded: false });
    expect(published).toEqual([]);
  });

  it.each(['onboarding', 'offboarding', 'activation', 'deactivation'])(
    'knows the state by which an %s tells of its success, and that only the lock is given back after it',
    (name) => {
      const { States } = JSON.parse(
        readFileSync(join(__dirname, `../../../state-machines/${name}.asl.json`), 'utf8'),
      );

      expect(States['Publish the success'].Next).toBe("Release the tenant's lock");
      expect(States[States["Release the tenant's lock"].Next].Type).toBe('Succeed');
    },
  );

  it('tells of one that was stopped while it told of its success', async () => {
    sfn.on(DescribeExecutionCommand).resolves({ ...execution, status: 'ABORTED' });
    sfn.on(GetExecutionHistoryCommand).resolves({
      events: [other(3, 0, 'ExecutionAborted'), entered(2, 1, 'Publish the success')],
    });

    expect(await record()).toEqual({ recorded: true });
  });

  it("refuses an execution that is not of our state machines, or has not our workflow's input", async () => {
    sfn
      .on(DescribeExecutionCommand)
      .resolvesOnce({ ...execution, stateMachineArn: 'arn:aws:states:eu-west-1:1:stateMachine:other' })
      .resolvesOnce({ ...execution, input: '{"tenant":{}}' });

    await expect(record()).rejects.toThrow(/"other" is not one of our state machines/);
    await expect(record()).rejects.toThrow(/tenant\.tenantId/);
    expect(published).toEqual([]);
  });
});

describe('the failed state', () => {
  it('is found over pages', async () => {
    sfn
      .on(GetExecutionHistoryCommand)
      .resolvesOnce({ events: sideBySide.slice(0, 2), nextToken: 'more' })
      .resolves({ events: sideBySide.slice(2) });

    expect(await failedState(client, EXECUTION)).toBe('Create the storage');
  });

  it('of an execution that was stopped is the one entered last', async () => {
    sfn.on(GetExecutionHistoryCommand).resolves({
      events: [other(4, 0, 'ExecutionAborted'), entered(3, 2, 'Verify'), entered(2, 1, 'Begin')],
    });

    expect(await failedState(client, EXECUTION)).toBe('Verify');
  });

  it('of an execution that never came to one is named so', async () => {
    sfn
      .on(GetExecutionHistoryCommand)
      .resolves({ events: [other(2, 1, 'ExecutionFailed'), other(1, 0, 'ExecutionStarted')] });

    expect(await failedState(client, EXECUTION)).toBe('before the first state');
  });
});

describe('the description of a failure', () => {
  const cause = (text: string) => describeFailure({ status: 'FAILED', error: 'E', cause: text }).cause;

  it.each([
    ['a token', 'refused eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl here', 'refused [hidden] here'],
    ['an access key', 'key AKIAABCDEFGHIJKLMNOP is unknown', 'key [hidden] is unknown'],
    ['a password', 'body {"password":"Secret1!"}', 'body {"password":[hidden]}'],
    ['an API key', 'apiKey=abc123 is bad', 'apiKey=[hidden] is bad'],
  ])('hides %s', (_what, text, shown) => {
    expect(cause(text)).toBe(shown);
  });

  it('is short and without a stack trace', () => {
    expect(cause(`x is not a function\n    at work (/var/task/index.js:1:2)`)).toBe('x is not a function');
    expect(cause('x'.repeat(5_000))).toHaveLength(500);
  });

  it('says what Step Functions does not: a time limit, a stop by hand, no cause', () => {
    expect(describeFailure({ status: 'TIMED_OUT' })).toEqual({
      error: 'States.Timeout',
      cause: 'The workflow took longer than it may',
    });
    expect(describeFailure({ status: 'ABORTED' })).toEqual({
      error: 'Aborted',
      cause: 'The execution was stopped by hand',
    });
    expect(describeFailure({ status: 'FAILED', error: 'States.Runtime' }).cause).toBe(
      'Step Functions gives no cause',
    );
  });
});
