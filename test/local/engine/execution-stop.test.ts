import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { useLocalAws } from '../../builders/local-aws';
import { stopAfter } from '../../builders/stop-after';
import { until } from '../../builders/until';
import { makeWorkflowRole } from '../../builders/workflow-role';

const PORT = 14832;
const aws = useLocalAws(PORT);
const sfn = new SFNClient(aws.config);

beforeAll(() => makeWorkflowRole(aws.config, 'sqs:GetQueueUrl'));

const line = (StartAt: string, States: object) => ({ StartAt, States });
const pass = (Next?: string) => ({ Type: 'Pass', ...(Next ? { Next } : { End: true }) });
const wait = (Next?: string) => ({ Type: 'Wait', Seconds: 1, ...(Next ? { Next } : { End: true }) });

async function start(name: string, StartAt: string, States: object): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt, States });
  const roleArn = 'arn:aws:iam::000000000000:role/workflow';
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: `${name}-1`, input: '{}' }),
  );
  return executionArn;
}

/** The types of the events, with the state's name where there is one. */
async function history(executionArn: string): Promise<string[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
  return events.map(({ type, stateEnteredEventDetails: entered, stateExitedEventDetails: left }) =>
    [type, entered?.name ?? left?.name].filter(Boolean).join(' '),
  );
}
const saw = (executionArn: string, event: string) =>
  until(event, 10_000, async () => (await history(executionArn)).includes(event));
const statusOf = async (executionArn: string) =>
  (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
const ended = (executionArn: string) =>
  until('the execution to end', 10_000, async () => {
    const status = await statusOf(executionArn);
    return status !== 'RUNNING' && status;
  });
const stop = (executionArn: string) => sfn.send(new StopExecutionCommand({ executionArn }));
const ENDS_OF_PAUSES = /^WaitStateExited|^ExecutionSucceeded|^ExecutionFailed/;
/**
 * Starts an execution and stops it once these events have been seen, before its pause of one second is over; another
 * where something held this process up for longer.
 */
async function stoppedWithin(name: string, pauses: string[], StartAt: string, States: object) {
  for (let tries = 1; tries <= 10; tries += 1) {
    const arn = await start(`${name}-${tries}`, StartAt, States);
    for (const event of pauses) await saw(arn, event);
    await stop(arn).catch((error: Error) => {
      // It has ended already.
      if (error.name !== 'ValidationException') throw error;
    });
    const before = await history(arn);
    const wentOn = before.some((event) => ENDS_OF_PAUSES.test(event));
    if (!wentOn && before.filter((event) => event === 'TaskScheduled').length < 2) return { arn, before };
  }
  throw new Error(`no execution of ${name} was stopped within its pause`);
}
const redrive = (executionArn: string) => sfn.send(new RedriveExecutionCommand({ executionArn }));
/** Two such waits after one another: whatever waits for one second now has gone on when it has ended. */
const time = async (name: string) =>
  ended(await start(name, 'First', { First: wait('Second'), Second: wait() }));

describe('an execution that was stopped', () => {
  it('enters no further state, in no branch and for no item', async () => {
    const pauses = ['WaitStateEntered Branch', 'WaitStateEntered Item'];
    const { arn, before } = await stoppedWithin('lines', pauses, 'Both', {
      Both: {
        Type: 'Parallel',
        Branches: [
          line('Branch', { Branch: wait('After the branch'), 'After the branch': pass() }),
          line('Items', {
            Items: {
              Type: 'Map',
              Items: '{% [1, 2] %}',
              ItemProcessor: line('Item', { Item: wait('After the item'), 'After the item': pass() }),
              End: true,
            },
          }),
        ],
        End: true,
      },
    });

    await time('lines-time');

    expect(before.at(-1)).toBe('ExecutionAborted');
    expect(await history(arn)).toEqual(before);
    expect(await statusOf(arn)).toBe('ABORTED');
  });

  it('retries nothing, and does not fail by what its task returns', async () => {
    const Resource = 'arn:aws:states:::aws-sdk:sqs:getQueueUrl';
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1 }];
    const { arn, before } = await stoppedWithin('retried', ['TaskFailed'], 'Need', {
      Need: { Type: 'Task', Resource, Arguments: { QueueName: 'missing' }, Retry, End: true },
    });

    await time('retried-time');

    expect(await history(arn)).toEqual(before);
    expect(await statusOf(arn)).toBe('ABORTED');
  });

  it('walks once when it is redriven while a branch is still within a state', async () => {
    const { arn } = await stoppedWithin('redriven', ['WaitStateEntered Branch'], 'Both', {
      Both: {
        Type: 'Parallel',
        Branches: [
          line('Branch', { Branch: wait('After the branch'), 'After the branch': pass() }),
          line('Other', { Other: pass() }),
        ],
        End: true,
      },
    });

    await redrive(arn);

    expect(await ended(arn)).toBe('SUCCEEDED');
    await time('redriven-time');
    const events = await history(arn);
    expect(events.filter((event) => event.endsWith('Entered After the branch'))).toHaveLength(1);
    expect(events.at(-1)).toBe('ExecutionSucceeded');
  });
});

describe('a breakpoint', () => {
  it('stops the next execution of the name when the state was left, before another is entered', async () => {
    await stopAfter(PORT, { executionPrefix: 'broken-', state: 'Middle' });
    const other = await start('whole', 'Middle', { Middle: pass('Last'), Last: pass() });

    const arn = await start('broken', 'Middle', { Middle: pass('Last'), Last: pass() });

    expect([await ended(arn), await ended(other)]).toEqual(['ABORTED', 'SUCCEEDED']);
    expect((await history(arn)).slice(-2)).toEqual(['PassStateExited Middle', 'ExecutionAborted']);
    await redrive(arn);
    expect(await ended(arn)).toBe('SUCCEEDED');
  });

  it('counts how often the state is left, and sees the last state of a branch', async () => {
    await stopAfter(PORT, { executionPrefix: 'counted-', state: 'Item done', times: 2 });

    const arn = await start('counted', 'Items', {
      Items: {
        Type: 'Map',
        Items: '{% [1, 2, 3] %}',
        MaxConcurrency: 1,
        ItemProcessor: line('Item', { Item: pass('Item done'), 'Item done': { Type: 'Succeed' } }),
        End: true,
      },
    });

    expect(await ended(arn)).toBe('ABORTED');
    const left = (await history(arn)).filter((event) => event === 'SucceedStateExited Item done');
    expect(left).toHaveLength(2);
    await redrive(arn);
    expect(await ended(arn)).toBe('SUCCEEDED');
    const all = (await history(arn)).filter((event) => event === 'SucceedStateExited Item done');
    expect(all).toHaveLength(3);
  });

  it('is refused without a name and a state', async () => {
    await expect(stopAfter(PORT, { executionPrefix: '', state: 'Middle' })).rejects.toThrow(
      'ValidationException',
    );
  });
});
