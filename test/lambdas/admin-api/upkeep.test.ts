import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { discard, listDeadLetters, redrive } from '../../../lambdas/admin-api/upkeep/dead-letters';
import { startReconciliation } from '../../../lambdas/admin-api/upkeep/start-reconciliation';
import {
  deadLetterQueueSchema,
  redrivenSchema,
  redriveSchema,
} from '../../../lambdas/shared/contracts/upkeep';
import { fakeRegistry } from '../../builders/fake-registry';

const [sqs, eventBridge, lambda] = [
  mockClient(SQSClient),
  mockClient(EventBridgeClient),
  mockClient(LambdaClient),
];
const region = { region: 'us-east-1' };
const deps = {
  sqs: new SQSClient(region),
  eventBridge: new EventBridgeClient(region),
  lambda: new LambdaClient(region),
  ...{ busName: 'ecs-saas', prefix: 'ecs-saas-dead-letters-' },
};
const TIME = '2026-01-31T12:00:00Z';
const url = (queue: string) => `https://sqs.test/${queue}`;
const event = (detail: object, source = 'sbt.control.plane') => ({
  ...{ id: 'e-1', source, 'detail-type': 'sbt_aws_onboardingRequest', detail },
});
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:ecs-saas-count-throttled';
const requestContext = { functionArn: `${functionArn}:$LATEST`, condition: 'RetriesExhausted' };
const message = (MessageId: string, body: object, sent: number) => ({
  ...{ MessageId, ReceiptHandle: `have-${MessageId}`, Body: JSON.stringify(body) },
  Attributes: { SentTimestamp: String(Date.UTC(2026, 2, 1, 0, 0, sent)) },
  MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } },
});

/** Queues that hold messages; a message that was received is hidden, as SQS has it. */
function queues(held: Record<string, ReturnType<typeof message>[]>) {
  for (const mock of [sqs, eventBridge, lambda]) mock.reset();
  const hidden = new Set<string>();
  const of = (QueueUrl = '') => held[QueueUrl.split('ecs-saas-dead-letters-')[1] ?? ''] ?? [];
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }) => ({ QueueUrl: url(QueueName) }));
  sqs.on(GetQueueAttributesCommand).callsFake(({ QueueUrl }) => ({
    Attributes: { ApproximateNumberOfMessages: String(of(QueueUrl).length) },
  }));
  sqs.on(ReceiveMessageCommand).callsFake(({ QueueUrl }) => {
    const Messages = of(QueueUrl).filter(({ MessageId }) => !hidden.has(MessageId));
    for (const { MessageId } of Messages) hidden.add(MessageId);
    return { Messages };
  });
  sqs.on(ChangeMessageVisibilityCommand).callsFake(({ ReceiptHandle }) => {
    hidden.delete(ReceiptHandle.slice('have-'.length));
    return {};
  });
  sqs.on(DeleteMessageCommand).resolves({});
  eventBridge.on(PutEventsCommand).resolves({ Entries: [{}] });
  lambda.on(InvokeCommand).resolves({});
  return hidden;
}

describe('dead letters', () => {
  it('are shown by queue, oldest first, whose and why, and stay for everybody', async () => {
    const hidden = queues({
      requests: [
        message('m-2', event({ tenantId: 't-1', tenantName: 'acme', email: 'owner@example.com' }), 2),
        message('m-1', event({}), 1),
      ],
    });

    const list = deadLetterQueueSchema.array().parse(await listDeadLetters(deps));

    expect(list.map(({ queue, count }) => [queue, count])).toEqual([
      ['results', 0],
      ['requests', 2],
      ['failures', 0],
      ['reconciler', 0],
      ['throttle-counts', 0],
      ['rejected-events', 0],
    ]);
    expect(list[1]).toMatchObject({
      oldestAt: '2026-03-01T00:00:01.000Z',
      messages: [
        { messageId: 'm-1' },
        { messageId: 'm-2', tenantId: 't-1', tenantName: 'acme', reason: 'NO_PERMISSIONS' },
      ],
    });
    expect(JSON.stringify(list)).not.toContain('owner@example.com');
    expect([...hidden]).toEqual([]);
  });

  it.each([
    ['Lambda’s, of a function', { requestContext, requestPayload: event({}) }, 'RetriesExhausted'],
    [
      'Lambda’s, of a function that said why',
      { requestContext, requestPayload: event({}), responsePayload: { errorType: 'E', errorMessage: 'no' } },
      'RetriesExhausted: E: no',
    ],
    ['start-workflow’s', { reason: 'ValidationError: tier', event: event({}) }, 'ValidationError: tier'],
    ['EventBridge’s', event({}), 'NO_PERMISSIONS'],
  ])('tell the reason and the event, whoever gave it up: %s', async (_, body, reason) => {
    queues({ requests: [message('m-1', body, 1)] });

    const [, { messages } = { messages: [] }] = await listDeadLetters(deps);

    expect(messages).toMatchObject([{ reason, detailType: 'sbt_aws_onboardingRequest', eventId: 'e-1' }]);
  });

  it('are those of the queues that there are', async () => {
    queues({});
    sqs
      .on(GetQueueUrlCommand, { QueueName: 'ecs-saas-dead-letters-failures' })
      .rejects(new QueueDoesNotExist({ message: '', $metadata: {} }));

    expect((await listDeadLetters(deps)).map(({ queue }) => queue)).not.toContain('failures');
  });

  it('are sent again in their order, and go when they are on their way', async () => {
    const hidden = queues({
      requests: [message('m-2', event({ n: 2 }), 2), message('m-1', { ...event({ n: 1 }), time: TIME }, 1)],
    });

    const result = redrivenSchema.parse(await redrive(deps, { queue: 'requests' }));

    expect(result).toMatchObject({ message: '2 sent again, 0 kept' });
    expect(
      eventBridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries?.[0]?.Detail),
    ).toEqual(['{"n":1}', '{"n":2}']);
    // Else a result that was overtaken since would be taken for the newest.
    expect(eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0]?.Time).toEqual(
      new Date(TIME),
    );
    expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(2);
    expect(hidden.size).toBe(2);
  });

  it('go to the function itself where they hold what it was called with, and no event', async () => {
    const requestPayload = { awslogs: { data: 'H4sIAAAA' } };
    queues({ 'throttle-counts': [message('m-1', { requestContext, requestPayload }, 1)] });

    const result = await redrive(deps, { queue: 'throttle-counts' });

    const input = lambda.commandCalls(InvokeCommand)[0]?.args[0].input;
    expect(result).toMatchObject({ message: '1 sent again, 0 kept' });
    expect(input).toMatchObject({ FunctionName: functionArn, InvocationType: 'Event' });
    expect(JSON.parse(Buffer.from(input?.Payload as Uint8Array).toString())).toEqual(requestPayload);
    expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(1);
  });

  it('stay where their event goes nowhere, and say why', async () => {
    const hidden = queues({
      failures: [message('m-1', { no: 'event' }, 1), message('m-2', event({}, 'aws.states'), 2)],
    });

    const { messages } = await redrive(deps, { queue: 'failures' });

    expect(messages).toMatchObject([
      { outcome: 'kept', why: 'it holds no event' },
      { outcome: 'kept', why: expect.stringContaining('which function is to get an event of aws.states') },
    ]);
    expect(sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
    expect([...hidden]).toEqual([]);
  });

  it('are sent one by one where one is named; the others are let go', async () => {
    const hidden = queues({ requests: [message('m-1', event({}), 1), message('m-2', event({}), 2)] });

    const { messages } = await redrive(deps, { queue: 'requests', messageIds: ['m-2'] });

    expect(messages.map(({ messageId }) => messageId)).toEqual(['m-2']);
    expect([...hidden]).toEqual(['m-2']);
    await expect(redrive(deps, { queue: 'requests', messageIds: ['other'] })).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('are discarded one by one, for good; the others are let go', async () => {
    const hidden = queues({ requests: [message('m-1', event({}), 1), message('m-2', { no: 'event' }, 2)] });

    expect(await discard(deps, 'requests', 'm-2')).toEqual({ message: 'Discarded m-2 of requests' });

    const deleted = sqs.commandCalls(DeleteMessageCommand).map(({ args }) => args[0].input);
    expect(deleted).toEqual([{ QueueUrl: url('ecs-saas-dead-letters-requests'), ReceiptHandle: 'have-m-2' }]);
    expect([...hidden]).toEqual(['m-2']);
    expect(eventBridge.commandCalls(PutEventsCommand)).toEqual([]);
  });

  it('are not discarded where there are none of that id', async () => {
    const hidden = queues({ requests: [message('m-1', event({}), 1)] });

    await expect(discard(deps, 'requests', 'm-2')).rejects.toMatchObject({ name: 'NotFoundError' });

    expect([...hidden]).toEqual([]);
    expect(sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
  });

  it.each([
    ['queue', { queue: 'other' }],
    ['messageIds', { queue: 'results', messageIds: [] }],
  ])('are not sent when %s does not fit', (field, body) => {
    expect(redriveSchema.safeParse(body).error?.issues[0]?.path[0]).toBe(field);
  });
});

describe('a comparison that an operator starts', () => {
  const operator = { userName: 'admin', sub: '1', roles: ['SystemAdmin' as const] };
  const written = (sent: { command: string; input: Record<string, unknown> }[]) =>
    sent.filter(({ command }) => command === 'put').map(({ input }) => input.Item);

  it('is noted, and runs while nobody waits', async () => {
    queues({});
    const { context, sent } = fakeRegistry({ put: () => ({}) });

    const { startedAt } = await startReconciliation(
      { registry: context, lambda: deps.lambda, reconcilerName: 'ecs-saas-reconcile' },
      operator,
      { fix: true },
    );

    const input = lambda.commandCalls(InvokeCommand)[0]?.args[0].input;
    expect(input).toMatchObject({ FunctionName: 'ecs-saas-reconcile', InvocationType: 'Event' });
    expect(JSON.parse(Buffer.from(input?.Payload as Uint8Array).toString())).toEqual({
      startedAt,
      fix: true,
    });
    expect(written(sent)).toMatchObject([{ state: 'running', startedAt, fix: true, orderedBy: 'admin' }]);
  });

  it('that cannot be started is noted as failed, so that the next is not refused', async () => {
    queues({});
    lambda.on(InvokeCommand).rejects(new Error('away'));
    const { context, sent } = fakeRegistry({ put: () => ({}), get: () => ({}) });

    await expect(
      startReconciliation({ registry: context, lambda: deps.lambda, reconcilerName: 'x' }, operator, {
        fix: false,
      }),
    ).rejects.toThrow('away');
    expect(written(sent).at(-1)).toMatchObject({ state: 'failed', error: 'Error: away' });
  });
});
