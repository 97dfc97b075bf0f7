import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { TIERS } from '../../../lambdas/shared/contracts/tiers';
import { registryContext } from '../../../lambdas/shared/registry/client';
import { admitKnown, howItLeaves } from '../../../lambdas/workflow/start-workflow/admit-known';
import { rejecter } from '../../../lambdas/workflow/start-workflow/reject';
import { startWorkflow } from '../../../lambdas/workflow/start-workflow/start-workflow';
import { workflowsBy } from '../../../lambdas/workflow/start-workflow/workflows';
import { EVENT_NAMES } from '../../builders/control-plane';

/** Events about tenants that nobody knows, well-formed and not: what they may cause, and what is said of them. */
const sfn = mockClient(SFNClient);
const sqs = mockClient(SQSClient);
const bus = mockClient(EventBridgeClient);
const documents = mockClient(DynamoDBDocumentClient);

const RUNS = { seed: 6, numRuns: 100 };
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-';
/** Stands in events where nothing is to be read: none of it may be said again. */
const SECRET = 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmVk';

const lines: string[] = [];
const before = { ...process.env };
beforeAll(() => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    REGISTRY_TABLE_NAME: 'registry',
    EVENT_BUS_NAME: 'bus',
    EVENT_NAMES: JSON.stringify(EVENT_NAMES),
    POWERTOOLS_SERVICE_NAME: 'test',
    POWERTOOLS_METRICS_NAMESPACE: 'test',
    POWERTOOLS_TRACE_ENABLED: 'false',
    // So that Powertools writes through the console, where a test can listen.
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_LOG_LEVEL: 'INFO',
  });
  for (const method of ['info', 'warn', 'error', 'log'] as const) {
    jest
      .spyOn(console, method)
      .mockImplementation((...said: unknown[]) => void lines.push(said.map(String).join(' ')));
  }
});
afterAll(() => {
  jest.restoreAllMocks();
  process.env = before;
});

const forget = () => {
  for (const mock of [sfn, sqs, bus, documents]) mock.reset();
  lines.length = 0;
  documents.onAnyCommand().resolves({});
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
};
const context = { functionName: 'test', awsRequestId: 'i' } as Context;

/** Nothing is there but reads: of a registry that answers each with nothing. */
const expectNothingWritten = () => {
  expect(documents.calls().filter(({ args }) => !(args[0] instanceof GetCommand))).toEqual([]);
  expect(sfn.commandCalls(StartExecutionCommand)).toEqual([]);
};

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
/** What a field may be beside what it should be. */
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('', '../x', 'a:b', 'x'.repeat(300), '\u0000', '😀'));
const mostly = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });
const extra = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.jsonValue(),
);
const detailWith = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(extra, fc.record(fields, { requiredKeys: [] }))
        .map(([more, known]) => ({ ...more, note: SECRET, ...known })),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
const eventOf = (source: string, names: readonly string[], detail: fc.Arbitrary<unknown>) =>
  fc.record(
    {
      id: mostly(fc.uuid()),
      source: fc.constant(source),
      'detail-type': fc.constantFrom(...names).map((name) => `${EVENT_NAMES.detailTypePrefix}${name}`),
      time: mostly(fc.constant('2026-03-01T10:00:00Z')),
      detail,
    },
    { requiredKeys: ['source', 'detail-type', 'detail'] },
  );

describe('a request about a tenant that nobody knows', () => {
  const registry = registryContext('registry', new DynamoDBClient({ region: 'eu-west-1' }));
  const published: unknown[] = [];
  const workflow = (operation: 'offboarding' | 'activation' | 'deactivation') => ({
    operation,
    stateMachineArn: `${MACHINE}${operation}`,
    admit: admitKnown(registry),
  });
  const start = startWorkflow({
    sfn: new SFNClient({ region: 'eu-west-1' }),
    registry,
    workflows: workflowsBy(EVENT_NAMES, {
      offboardingRequest: { ...workflow('offboarding'), pass: howItLeaves },
      activateRequest: workflow('activation'),
      deactivateRequest: workflow('deactivation'),
    }),
    controlPlaneSource: EVENT_NAMES.controlPlaneSource,
    reject: rejecter({
      sqs: new SQSClient({ region: 'eu-west-1' }),
      queueUrl: 'https://queue.example/rejected',
      registry,
      publishFailure: async (...failure) => void published.push(failure),
    }),
  });
  const request = eventOf(
    EVENT_NAMES.controlPlaneSource,
    ['offboardingRequest', 'activateRequest', 'deactivateRequest'],
    detailWith({
      tenantId: mostly(id),
      tenantRegistrationId: mostly(id),
      tier: mostly(fc.constantFrom(...TIERS)),
      offboarding: mostly(fc.record({ retainUntil: odd, exportFirst: fc.boolean() })),
    }),
  );

  it('is put aside once with a declared reason, and starts and writes nothing', () =>
    fc.assert(
      fc.asyncProperty(request, async (event) => {
        forget();
        published.length = 0;

        expect(await start(event)).toEqual({ rejected: expect.any(String) });
        expectNothingWritten();
        const [aside, ...more] = sqs.commandCalls(SendMessageCommand);
        expect(more).toEqual([]);
        const { reason } = JSON.parse(String(aside?.args[0].input.MessageBody));
        expect(reason).toMatch(/^(ValidationError|RegistrationMismatchError): /);
        expect(JSON.stringify([reason, published, lines])).not.toContain(SECRET);
      }),
      RUNS,
    ));
});

describe('a report on a tenant that nobody knows', () => {
  const report = eventOf(
    EVENT_NAMES.applicationPlaneSource,
    ['provision', 'deprovision', 'activate', 'deactivate'].flatMap((name) => [
      `${name}Success`,
      `${name}Failure`,
    ]),
    detailWith({
      tenantId: mostly(id),
      tenantRegistrationId: mostly(id),
      failure: odd,
      jobOutput: mostly(
        fc.record({
          tenantStatus: mostly(fc.string()),
          tenantData: mostly(extra.map((more) => ({ ...more, password: SECRET }))),
          tenantRegistrationData: mostly(extra.map((more) => ({ ...more, token: SECRET }))),
        }),
      ),
    }),
  );

  it('is passed over as unknown or refused as invalid, and writes nothing', async () => {
    const { handler } = await import('../../../lambdas/workflow/apply-provision-result/handler');
    const outcomes = new Set<string>();

    await fc.assert(
      fc.asyncProperty(report, async (event) => {
        forget();

        const outcome = await handler(event, context).then(
          (applied) => applied.outcome,
          (error: Error) => error.name,
        );

        outcomes.add(outcome);
        expect(['unknown', 'ValidationError']).toContain(outcome);
        expectNothingWritten();
        expect(lines).toHaveLength(1);
        expect(lines.join()).not.toContain(SECRET);
      }),
      RUNS,
    );
    // Else the events were all of one kind, and half of this is not shown.
    expect([...outcomes].sort()).toEqual(['ValidationError', 'unknown']);
  });
});

describe("a change of an execution's status", () => {
  const tenant = fc.record({
    tenantId: id,
    tenantRegistrationId: id,
    tenantName: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/),
    tier: fc.constantFrom(...TIERS),
  });
  const input = fc.oneof(
    fc.record({ tenant, eventId: fc.uuid() }).map((given) => JSON.stringify(given)),
    fc.json(),
  );
  const execution = fc.record(
    {
      stateMachineArn: fc
        .constantFrom('onboarding', 'offboarding', 'activation', 'deactivation', 'export', '')
        .map((operation) => `${MACHINE}${operation}`),
      status: fc.constantFrom('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'),
      error: fc.string(),
      cause: fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((errorMessage) => JSON.stringify({ errorMessage: `${errorMessage} ${SECRET}` })),
        fc.string().map((text) => `${text} token=${SECRET}`),
      ),
      input,
    },
    { requiredKeys: ['stateMachineArn', 'status'] },
  );
  const event = fc.oneof(
    { weight: 4, arbitrary: fc.record({ detail: fc.record({ executionArn: fc.string() }) }) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );

  it('is told once or not at all, or refused as invalid, without a secret of its cause', async () => {
    const { handler } = await import('../../../lambdas/workflow/record-failure/handler');
    const outcomes = new Set<string>();

    await fc.assert(
      fc.asyncProperty(event, execution, async (changed, described) => {
        forget();
        const known = { ...described, executionArn: 'arn:execution', startDate: new Date() };
        sfn.on(DescribeExecutionCommand).resolves(known as never);
        sfn.on(GetExecutionHistoryCommand).resolves({ events: [] });

        const outcome = await handler(changed, context).then(
          ({ recorded }) => String(recorded),
          (error: Error) => error.name,
        );

        outcomes.add(outcome);
        expect(['true', 'false', 'ValidationError']).toContain(outcome);
        expect(bus.commandCalls(PutEventsCommand)).toHaveLength(outcome === 'true' ? 1 : 0);
        expectNothingWritten();
        const said = [lines, bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input)];
        expect(JSON.stringify(said)).not.toContain(SECRET);
      }),
      RUNS,
    );
    expect([...outcomes].sort()).toEqual(['ValidationError', 'false', 'true']);
  });
});
