import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { failedState } from '../../../lambdas/workflow/record-failure/failed-state';
import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';
import { makeWorkflowRole } from '../../builders/workflow-role';

const aws = useLocalAws(15112);
const sfn = new SFNClient(aws.config);

beforeAll(() => makeWorkflowRole(aws.config, 'sqs:GetQueueUrl'));

/** Fails as long as the queue is missing. */
const needQueue = (QueueName: string, more: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:sqs:getQueueUrl',
  Arguments: { QueueName },
  ...more,
});
const pass = (more: object = { End: true }) => ({ Type: 'Pass', ...more });
const line = (StartAt: string, States: object) => ({ StartAt, States });

async function run(name: string, StartAt: string, States: object): Promise<string> {
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt, States }),
      roleArn: 'arn:aws:iam::000000000000:role/workflow',
    }),
  );
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
  await ended(executionArn);
  return executionArn;
}

const ended = (executionArn: string) =>
  until('the execution to end', 10_000, async () => {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : status;
  });

async function history(executionArn: string): Promise<HistoryEvent[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
  return events;
}

const steps = (events: HistoryEvent[]) =>
  events.flatMap(({ type, stateEnteredEventDetails: entered, stateExitedEventDetails: left }) =>
    entered || left ? [`${type} ${entered?.name ?? left?.name}`] : [],
  );

describe('the history of states that run side by side', () => {
  it('has the entry and the exit of every state of a branch', async () => {
    const arn = await run('branches', 'Both', {
      Both: {
        Type: 'Parallel',
        Branches: [
          line('Left', { Left: pass({ Next: 'Left end' }), 'Left end': pass() }),
          line('Right', { Right: pass() }),
        ],
        End: true,
      },
    });

    const events = await history(arn);

    expect(steps(events).sort()).toEqual(
      ['Left', 'Left end', 'Right']
        .flatMap((name) => [`PassStateEntered ${name}`, `PassStateExited ${name}`])
        .concat('ParallelStateEntered Both', 'ParallelStateExited Both')
        .sort(),
    );
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  });

  it('names the predecessor of each event within its branch', async () => {
    const arn = await run('predecessors', 'Both', {
      Both: {
        Type: 'Parallel',
        Branches: [
          line('Left', { Left: pass({ Next: 'Left end' }), 'Left end': pass() }),
          line('Right', { Right: pass({ Next: 'Right end' }), 'Right end': pass() }),
        ],
        End: true,
      },
    });

    const events = await history(arn);

    const of = (type: string, name: string) =>
      events.find(
        (event) =>
          event.type === type &&
          (event.stateEnteredEventDetails ?? event.stateExitedEventDetails)?.name === name,
      );
    for (const side of ['Left', 'Right']) {
      const end = of('PassStateEntered', `${side} end`);
      expect(end?.previousEventId).toBe(of('PassStateExited', side)?.id);
    }
    const started = events.find(({ type }) => type === 'ParallelStateStarted');
    expect(started?.id).toEqual(expect.any(Number));
    expect(of('PassStateEntered', 'Left')?.previousEventId).toBe(started?.id);
    expect(of('PassStateEntered', 'Right')?.previousEventId).toBe(started?.id);
  });

  it('leads from the end of a failed execution to the state that failed, in a branch or an item', async () => {
    const branch = await run('failing-branch', 'Both', {
      Both: {
        Type: 'Parallel',
        Branches: [
          line('Fails', { Fails: needQueue('missing-1') }),
          line('Works', { Works: pass({ Next: 'Works on' }), 'Works on': pass() }),
        ],
        End: true,
      },
    });
    const item = await run('failing-item', 'Each', {
      Each: {
        Type: 'Map',
        Items: ['missing-2'],
        ItemProcessor: line('First', { First: pass({ Next: 'Second' }), Second: needQueue('missing-2') }),
        End: true,
      },
    });

    expect(await failedState(sfn, branch)).toBe('Fails');
    expect(await failedState(sfn, item)).toBe('Second');
  });

  it('goes on after a redrive', async () => {
    const arn = await run('redriven', 'Both', {
      Both: {
        Type: 'Parallel',
        Branches: [line('Needs', { Needs: needQueue('late') }), line('Done', { Done: pass() })],
        End: true,
      },
    });
    await new SQSClient(aws.config).send(new CreateQueueCommand({ QueueName: 'late' }));

    await sfn.send(new RedriveExecutionCommand({ executionArn: arn }));

    expect(await ended(arn)).toBe('SUCCEEDED');
    const after = steps(await history(arn));
    expect(after.filter((step) => step === 'TaskStateEntered Needs')).toHaveLength(2);
    expect(after.filter((step) => step === 'PassStateEntered Done')).toHaveLength(1);
  });
});
