import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ScalarAttributeType,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';
import { makeWorkflowRole } from '../../builders/workflow-role';

const aws = useLocalAws(14613);
const sfn = new SFNClient(aws.config);
const dynamo = new DynamoDBClient(aws.config);

/** Counts a visit under `key`, so that a test sees which states ran how often. */
const count = (key: string, Next: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::dynamodb:updateItem',
  Arguments: {
    TableName: 'visits',
    Key: { id: { S: key } },
    UpdateExpression: 'ADD visits :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  },
  Output: '{% $states.input %}',
  Next,
  ...more,
});
/** Fails as long as the table is missing. */
const needTable = (TableName: string, next: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:describeTable',
  Arguments: { TableName },
  ...next,
});

async function createTable(TableName: string) {
  await dynamo.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: ScalarAttributeType.S }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
}

async function visits(id: string): Promise<number> {
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: 'visits', Key: { id: { S: id } } }));
  return Number(Item?.visits?.N ?? 0);
}

async function machine(name: string, StartAt: string, States: object) {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt, States });
  const roleArn = 'arn:aws:iam::000000000000:role/workflow';
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  return stateMachineArn ?? '';
}

async function start(stateMachineArn: string, input: object) {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn ?? '';
}

const describe = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
const redrive = (executionArn: string) => sfn.send(new RedriveExecutionCommand({ executionArn }));
const ended = (executionArn: string) =>
  until(`${executionArn} to end`, 10_000, async () => {
    const found = await describe(executionArn);
    return found.status === 'RUNNING' ? undefined : found;
  });
async function history(executionArn: string) {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return events.map((event) => [event.type, event.stateEnteredEventDetails?.name].filter(Boolean).join(' '));
}

beforeAll(async () => {
  await createTable('visits');
  await makeWorkflowRole(aws.config, 'dynamodb:UpdateItem');
});

test('goes on from the failed state with its input and the variables, and keeps the history', async () => {
  const arn = await machine('resume', 'Plan', {
    Plan: {
      Type: 'Pass',
      Assign: { cell: '{% $states.input.cell %}' },
      Output: { planned: true },
      Next: 'First',
    },
    First: count('resume-first', 'Second'),
    Second: needTable('needed-to-resume', {
      Output:
        '{% {"input": $states.input, "cell": $cell, "redrives": $states.context.Execution.RedriveCount} %}',
      End: true,
    }),
  });
  const execution = await start(arn, { cell: 'cell-1' });
  expect(await ended(execution)).toMatchObject({
    status: 'FAILED',
    error: 'DynamoDb.ResourceNotFoundException',
    redriveCount: 0,
    redriveStatus: 'REDRIVABLE',
  });
  await createTable('needed-to-resume');

  const { redriveDate } = await redrive(execution);

  const after = await ended(execution);
  expect(after).toMatchObject({
    status: 'SUCCEEDED',
    executionArn: execution,
    redriveCount: 1,
    redriveDate,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  });
  expect(after.error).toBeUndefined();
  expect(JSON.parse(after.output ?? '')).toEqual({ input: { planned: true }, cell: 'cell-1', redrives: 1 });
  expect(await visits('resume-first')).toBe(1);
  const told = await history(execution);
  expect(told[0]).toBe('ExecutionStarted');
  expect(told.filter((event) => event.includes('Entered') || event.startsWith('ExecutionRedriven'))).toEqual([
    'PassStateEntered Plan',
    'TaskStateEntered First',
    'TaskStateEntered Second',
    'ExecutionRedriven',
    'TaskStateEntered Second',
  ]);
  expect(told.indexOf('ExecutionFailed')).toBe(told.indexOf('ExecutionRedriven') - 1);
  expect(told.at(-1)).toBe('ExecutionSucceeded');
});

test('runs only the items of a Map that did not succeed, each from its own failed state', async () => {
  const arn = await machine('map', 'Each', {
    Each: {
      Type: 'Map',
      Items: '{% $states.input.tables %}',
      ItemProcessor: {
        StartAt: 'Count',
        States: {
          Count: count('{% "map-" & $states.input %}', 'Need', { Assign: { table: '{% $states.input %}' } }),
          Need: needTable('{% $table %}', { Output: '{% $table %}', End: true }),
        },
      },
      End: true,
    },
  });
  await createTable('there');
  const execution = await start(arn, { tables: ['there', 'missing'] });
  expect(await ended(execution)).toMatchObject({ status: 'FAILED' });
  await createTable('missing');

  await redrive(execution);

  expect(await ended(execution)).toMatchObject({ status: 'SUCCEEDED', output: '["there", "missing"]' });
  expect([await visits('map-there'), await visits('map-missing')]).toEqual([1, 1]);
});

test('can be repeated until it succeeds, under the definition that the execution began with', async () => {
  const arn = await machine('repeat', 'Need', { Need: needTable('needed-to-repeat', { End: true }) });
  const execution = await start(arn, {});
  await ended(execution);
  const definition = JSON.stringify({ StartAt: 'Other', States: { Other: { Type: 'Succeed' } } });
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition }));

  await redrive(execution);
  expect(await ended(execution)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
  await createTable('needed-to-repeat');
  await redrive(execution);

  expect(await ended(execution)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  const redriven = new ListExecutionsCommand({ stateMachineArn: arn, redriveFilter: 'REDRIVEN' });
  const untouched = new ListExecutionsCommand({ stateMachineArn: arn, redriveFilter: 'NOT_REDRIVEN' });
  expect((await sfn.send(redriven)).executions).toMatchObject([{ redriveCount: 2 }]);
  expect((await sfn.send(untouched)).executions).toEqual([]);
});

test('redrives into a Fail state that ended the execution', async () => {
  const arn = await machine('fail', 'Give up', {
    'Give up': { Type: 'Fail', Error: 'Enough', Cause: 'tried all' },
  });
  const execution = await start(arn, {});
  await ended(execution);

  await redrive(execution);

  expect(await ended(execution)).toMatchObject({ status: 'FAILED', error: 'Enough', redriveCount: 1 });
});

test('takes up an aborted execution once, though its first run was still within a state', async () => {
  const arn = await machine('abort', 'Pause', {
    Pause: { Type: 'Wait', Seconds: 3, Next: 'Count' },
    Count: count('abort', 'Done'),
    Done: { Type: 'Succeed' },
  });
  const execution = await start(arn, {});
  await until('the wait to begin', 10_000, async () =>
    (await history(execution)).includes('WaitStateEntered Pause') ? true : undefined,
  );
  await sfn.send(new StopExecutionCommand({ executionArn: execution }));
  expect(await describe(execution)).toMatchObject({ status: 'ABORTED', redriveStatus: 'REDRIVABLE' });

  await redrive(execution);

  expect(await ended(execution)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await visits('abort')).toBe(1);
});

test('refuses what is running, what succeeded and what does not exist', async () => {
  const arn = await machine('refuse', 'Pause', { Pause: { Type: 'Wait', Seconds: 1, End: true } });
  const execution = await start(arn, {});

  await expect(redrive(execution)).rejects.toThrow(ExecutionNotRedrivable);
  await ended(execution);
  await expect(redrive(execution)).rejects.toThrow('Execution is SUCCEEDED and cannot be redriven');
  await expect(redrive(`${execution}0`)).rejects.toThrow(ExecutionDoesNotExist);
});

test('tells of a redrive in the status change events', async () => {
  const sqs = new SQSClient(aws.config);
  const events = new EventBridgeClient(aws.config);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'changes' }));
  const EventPattern = JSON.stringify({
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [{ suffix: ':events' }] },
  });
  await events.send(new PutRuleCommand({ Name: 'changes', EventPattern }));
  const target = { Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:000000000000:changes' };
  await events.send(new PutTargetsCommand({ Rule: 'changes', Targets: [target] }));
  const arn = await machine('events', 'Need', { Need: needTable('needed-for-events', { End: true }) });
  const execution = await start(arn, {});
  await ended(execution);
  await createTable('needed-for-events');

  const { redriveDate } = await redrive(execution);

  const details: { status: string; redriveDate: number }[] = [];
  await until('four status changes', 10_000, async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    details.push(...Messages.map((message) => JSON.parse(message.Body ?? '').detail));
    return details.length >= 4 ? true : undefined;
  });
  const seen = (status: string, redriveCount: number) => ({
    ...{ executionArn: execution, status, redriveCount },
    redriveStatus: status === 'FAILED' ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: status === 'FAILED' ? null : `Execution is ${status} and cannot be redriven`,
    redriveDate: redriveCount ? redriveDate?.getTime() : null,
  });
  expect(details).toHaveLength(4);
  expect(details).toEqual(
    expect.arrayContaining(
      [seen('RUNNING', 0), seen('FAILED', 0), seen('RUNNING', 1), seen('SUCCEEDED', 1)].map((detail) =>
        expect.objectContaining(detail),
      ),
    ),
  );
});
