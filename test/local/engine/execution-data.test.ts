import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';
import { makeWorkflowRole } from '../../builders/workflow-role';

const aws = useLocalAws(15113);
const sfn = new SFNClient(aws.config);
let executionArn = '';

beforeAll(() => makeWorkflowRole(aws.config, 'sqs:GetQueueUrl'));

const ended = () =>
  until('the execution to end', 10_000, async () => {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : status;
  });

/** Fails as long as the queue is missing. */
const ask = (QueueName: string, more: object) => ({
  ...{ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sqs:getQueueUrl', Arguments: { QueueName } },
  ...more,
});

const STATES = {
  Begin: {
    Type: 'Pass',
    Assign: { tenant: '{% $states.input.name %}', plan: { silo: true } },
    Output: {},
    Next: 'Both',
  },
  Both: {
    Type: 'Parallel',
    Branches: [
      {
        StartAt: 'Ask',
        States: {
          Ask: ask('{% $tenant %}', { Assign: { url: '{% $states.result.QueueUrl %}' }, End: true }),
        },
      },
      { StartAt: 'Idle', States: { Idle: { Type: 'Pass', End: true } } },
    ],
    Output: {},
    Next: 'Which?',
  },
  'Which?': {
    Type: 'Choice',
    Choices: [{ Condition: '{% $plan.silo %}', Assign: { chosen: 'silo' }, Output: {}, Next: 'End' }],
    Default: 'End',
  },
  End: { Type: 'Pass', End: true },
};

async function history(includeExecutionData: boolean) {
  const command = new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, includeExecutionData });
  return (await sfn.send(command)).events ?? [];
}

const assignedIn = (events: Awaited<ReturnType<typeof history>>) =>
  Object.fromEntries(
    events.flatMap(({ stateExitedEventDetails: left }) =>
      left ? [[left.name, left.assignedVariables] as const] : [],
    ),
  );

it('tells what each try of a task was given and what each state assigned, in branches and after a redrive too', async () => {
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      ...{ name: 'data', roleArn: 'arn:aws:iam::000000000000:role/workflow' },
      definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Begin', States: STATES }),
    }),
  );
  const input = JSON.stringify({ name: 'acme' });
  executionArn = (await sfn.send(new StartExecutionCommand({ stateMachineArn, input }))).executionArn ?? '';
  expect(await ended()).toBe('FAILED');
  await new SQSClient(aws.config).send(new CreateQueueCommand({ QueueName: 'acme' }));
  await sfn.send(new RedriveExecutionCommand({ executionArn }));
  expect(await ended()).toBe('SUCCEEDED');

  const events = await history(true);

  const given = events.flatMap(({ taskScheduledEventDetails: task }) => task?.parameters ?? []);
  expect(given.map((text) => JSON.parse(text))).toEqual([{ QueueName: 'acme' }, { QueueName: 'acme' }]);
  expect(assignedIn(events)).toEqual({
    Begin: { tenant: '"acme"', plan: '{"silo": true}' },
    Ask: { url: expect.stringMatching(/^"http.*acme"$/) },
    'Which?': { chosen: '"silo"' },
    Idle: undefined,
    Both: undefined,
    End: undefined,
  });
});

it('leaves it out, as inputs and outputs are, of a history without data', async () => {
  const events = await history(false);

  expect(events.some(({ type }) => type === 'TaskScheduled')).toBe(true);
  expect(events.filter(({ taskScheduledEventDetails: task }) => task?.parameters)).toEqual([]);
  expect(Object.values(assignedIn(events)).filter(Boolean)).toEqual([]);
});
