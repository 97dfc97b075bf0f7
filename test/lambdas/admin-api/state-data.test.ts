import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { getExecution } from '../../../lambdas/admin-api/executions/get-execution';
import { getStateData } from '../../../lambdas/admin-api/executions/get-state-data';
import { buildEntry, rowsOf } from '../../builders/directory';
import { fakeRegistry } from '../../builders/fake-registry';

const aws = mockClient(SFNClient);
const sfn = new SFNClient({ region: 'us-east-1' });
const [, registration] = rowsOf(buildEntry(1));
const { context: registry } = fakeRegistry({
  get: () => ({ Item: registration }),
  query: () => ({
    Items: [
      { name: 'run', executionArn: 'arn:aws:states:us-east-1:1:execution:m:run', operation: 'onboarding' },
    ],
  }),
});

/** States one after the other, five events each. */
function historyOf(states: number, data: { input?: object | string; output?: object } = {}): HistoryEvent[] {
  const text = (value: object | string = {}) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Array.from({ length: states }, (_, state): HistoryEvent[] => {
    const id = (number: number) => ({
      ...{ id: state * 5 + number, previousEventId: state * 5 + number - 1 },
      timestamp: new Date(Date.UTC(2026, 2, 1, 0, 0, state)),
    });
    const name = `State ${state}`;
    return [
      { ...id(1), type: 'TaskStateEntered', stateEnteredEventDetails: { name, input: text(data.input) } },
      { ...id(2), type: 'TaskScheduled' },
      { ...id(3), type: 'TaskStarted' },
      { ...id(4), type: 'TaskSucceeded' },
      { ...id(5), type: 'TaskStateExited', stateExitedEventDetails: { name, output: text(data.output) } },
    ];
  }).flat();
}
const look = (events: HistoryEvent[], entry: number) => {
  aws.reset().on(GetExecutionHistoryCommand).resolves({ events });
  return getStateData({ registry, sfn }, 'r-1', 'run', entry);
};

it('withholds what could be a secret, however deep, and keeps ids', async () => {
  const shown = await look(
    historyOf(2, {
      input: { plan: { apiKeyId: 'k-1', apiKey: 'x', list: [{ temporaryPassword: 'x', name: 'acme' }] } },
      output: { clientSecret: 'x', accessToken: 'x', tokens: 3, apiKeyValue: 'x' },
    }),
    6,
  );

  const withheld = '(withheld)';
  expect(shown).toMatchObject({
    state: 'State 1',
    input: {
      plan: { apiKeyId: 'k-1', apiKey: withheld, list: [{ temporaryPassword: withheld, name: 'acme' }] },
    },
    output: { clientSecret: withheld, accessToken: withheld, tokens: 3, apiKeyValue: withheld },
  });
});

/** One Task state with variables, as the workflows have it: nothing comes in or goes out but through them. */
function taskHistory(
  exit: { output?: string; assignedVariables?: Record<string, string> } = {},
): HistoryEvent[] {
  const begun = (id: number, previousEventId: number, parameters: object): HistoryEvent => ({
    ...{ id, previousEventId, timestamp: new Date(0), type: 'TaskScheduled' },
    taskScheduledEventDetails: {
      ...{ resourceType: 'lambda', resource: 'invoke', region: 'us-east-1' },
      parameters: JSON.stringify(parameters),
    },
  });
  const next = (
    id: number,
    type: HistoryEvent['type'],
    details: Partial<HistoryEvent> = {},
  ): HistoryEvent => ({
    ...{ id, previousEventId: id - 1, timestamp: new Date(0), type },
    ...details,
  });
  return [
    next(1, 'TaskStateEntered', { stateEnteredEventDetails: { name: 'Begin', input: '{}' } }),
    begun(2, 1, { Payload: { attempt: 'first' } }),
    next(3, 'TaskFailed', { taskFailedEventDetails: { error: 'Busy', resourceType: '', resource: '' } }),
    begun(4, 3, { Payload: { attempt: 'second', password: 'x' } }),
    next(5, 'TaskSucceeded', {
      taskSucceededEventDetails: {
        ...{ resourceType: 'lambda', resource: 'invoke' },
        output: JSON.stringify({ Payload: { tier: 'BASIC', clientSecret: 'x' } }),
      },
    }),
    next(6, 'TaskStateExited', { stateExitedEventDetails: { name: 'Begin', output: '{}', ...exit } }),
  ];
}

it("tells what a task's last try was given and what the state assigned, without secrets", async () => {
  const history = taskHistory({
    assignedVariables: { plan: JSON.stringify({ tier: 'BASIC', apiKey: 'x' }), name: '"acme"', token: '"x"' },
  });

  expect(await look(history, 1)).toEqual({
    ...{ id: 1, state: 'Begin', input: {}, inputBytes: 2, output: {}, outputBytes: 2 },
    arguments: { Payload: { attempt: 'second', password: '(withheld)' } },
    argumentsBytes: expect.any(Number),
    assigned: { plan: { tier: 'BASIC', apiKey: '(withheld)' }, name: 'acme', token: '(withheld)' },
    assignedBytes: expect.any(Number),
  });
});

it("tells the task's result where the state neither assigns nor puts out anything", async () => {
  const silent = await look(taskHistory(), 1);
  const speaking = await look(taskHistory({ output: '{"tier":"BASIC"}' }), 1);

  expect(silent.result).toEqual({ Payload: { tier: 'BASIC', clientSecret: '(withheld)' } });
  expect(silent).not.toHaveProperty('assigned');
  expect(speaking).not.toHaveProperty('result');
});

it("reads a plain function's events too", async () => {
  const history = taskHistory().map((event): HistoryEvent => {
    if (event.id === 4)
      return {
        ...event,
        type: 'LambdaFunctionScheduled',
        taskScheduledEventDetails: undefined,
        lambdaFunctionScheduledEventDetails: { resource: 'arn', input: '{"asked":1}' },
      };
    if (event.id !== 5) return event;
    const lambdaFunctionSucceededEventDetails = { output: '{"told":2}' };
    return {
      ...event,
      type: 'LambdaFunctionSucceeded',
      taskSucceededEventDetails: undefined,
      lambdaFunctionSucceededEventDetails,
    };
  });

  expect(await look(history, 1)).toMatchObject({ arguments: { asked: 1 }, result: { told: 2 } });
});

it('tells what a task was given that still runs or has failed', async () => {
  const shown = await look(taskHistory().slice(0, 3), 1);

  expect(shown.arguments).toEqual({ Payload: { attempt: 'first' } });
  expect(Object.keys(shown).sort()).toEqual([
    'arguments',
    'argumentsBytes',
    'id',
    'input',
    'inputBytes',
    'state',
  ]);
});

it('shows of what is too large only how large it is', async () => {
  const input = JSON.stringify({ text: 'x'.repeat(70_000) });

  expect(await look(historyOf(1, { input }), 1)).toEqual({
    ...{ id: 1, state: 'State 0', inputBytes: input.length, output: {}, outputBytes: 2 },
  });
});

it('has no output of a state that has not been left', async () => {
  const shown = await look(historyOf(1).slice(0, 3), 1);

  expect([shown.output, shown.outputBytes]).toEqual([undefined, undefined]);
});

it('reads an execution of 60 states in one call, without their data, within 50 ms', async () => {
  aws.reset();
  aws.on(DescribeExecutionCommand).resolves({ status: 'SUCCEEDED', startDate: new Date(0) });
  aws.on(GetExecutionHistoryCommand).resolves({ events: historyOf(60) });
  const began = process.cpuUsage();

  const execution = await getExecution({ registry, sfn }, 'r-1', 'run');

  const { user, system } = process.cpuUsage(began);
  expect(execution.timeline).toHaveLength(60);
  expect(aws.calls()).toHaveLength(2);
  expect(aws.commandCalls(GetExecutionHistoryCommand)[0]?.args[0].input).toMatchObject({
    includeExecutionData: false,
  });
  expect((user + system) / 1_000).toBeLessThan(50);
});
