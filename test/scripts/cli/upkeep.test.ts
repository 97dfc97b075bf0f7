import { createHash } from 'node:crypto';
import { FakeDeployment } from './fake-deployment';
import { Shell } from './run-saas';

const URL = 'http://queue.test/000000000000/requests';
const output = (key: string, value: string) =>
  `<member><OutputKey>${key}</OutputKey><OutputValue>${value.replaceAll('"', '&quot;')}</OutputValue></member>`;
const OUTPUTS: Record<string, string> = {
  'controlplane-stack': output('eventBridgeArn', 'arn:aws:events:us-east-1:000000000000:event-bus/b'),
  'coreappplane-stack': output('DeadLettersRequests', JSON.stringify({ queueUrl: URL, holds: 'Requests' })),
};

describe('dead letters', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  /** What SQS gives out; a letter that is hidden is not given again. */
  let waiting: Record<string, unknown>[];
  const event = (source: string) => ({
    ...{ id: 'e-1', source, 'detail-type': 'sbt_aws_onboardingRequest', time: '2026-01-31T12:00:00Z' },
    detail: { tenantId: 't-1', tenantName: 'acme', email: 'ann@acme.test' },
  });
  const letter = (id: string, content: unknown, attributes = {}) => ({
    ...{ MessageId: id, ReceiptHandle: `receipt-${id}`, Body: JSON.stringify(content) },
    MD5OfBody: createHash('md5').update(JSON.stringify(content)).digest('hex'),
    Attributes: { SentTimestamp: String(Date.UTC(2026, 0, 31, 12)) },
    MessageAttributes: attributes,
  });
  const called = (operation: string) =>
    deployment.awsCalls.filter((call) => call.operation.endsWith(`.${operation}`)).map(({ input }) => input);

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    shell = new Shell(deployment);
    waiting = [];
    deployment.aws = {
      'CloudFormation.DescribeStacks': ({ StackName }) =>
        `<Stacks><member><StackName>${StackName}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-31T12:00:00Z</CreationTime><Outputs>${OUTPUTS[StackName as string] ?? ''}</Outputs></member></Stacks>`,
      'AmazonSQS.GetQueueAttributes': () => ({
        Attributes: {
          ApproximateNumberOfMessages: String(waiting.length),
          ApproximateNumberOfMessagesNotVisible: '0',
        },
      }),
      'AmazonSQS.ReceiveMessage': () => ({ Messages: waiting.splice(0, 10) }),
      'AmazonSQS.ChangeMessageVisibilityBatch': () => ({ Successful: [], Failed: [] }),
      'AmazonSQS.DeleteMessage': () => ({}),
      'AWSEvents.PutEvents': () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'new' }] }),
    };
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  test('list tells how many wait, since when, and what they are', async () => {
    waiting = [letter('m-1', event('sbt.control.plane'))];

    const { code, json } = await shell.saas('dlq', 'list', '--json');

    expect(code).toBe(0);
    expect(json()).toMatchObject({
      queues: [{ name: 'requests', holds: 'Requests', messages: 1, oldestAt: '2026-01-31T12:00:00.000Z' }],
    });
  });

  test('show tells when, why, which event and whose, and gives every message back', async () => {
    const failed = {
      requestContext: { functionArn: 'arn:f', condition: 'RetriesExhausted' },
      requestPayload: event('sbt.control.plane'),
      responsePayload: { errorType: 'NotReadyError', errorMessage: 'no' },
    };
    waiting = [
      letter('m-1', event('sbt.control.plane'), {
        ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' },
      }),
      letter('m-2', failed),
      letter('m-3', { reason: 'ValidationError: tier', event: event('sbt.control.plane') }),
    ];

    const { json, stdout } = await shell.saas('dlq', 'show', 'requests', '--json');

    const { messages } = json() as { messages: Record<string, string>[] };
    expect(messages.map(({ reason }) => reason)).toEqual([
      'NO_PERMISSIONS',
      'RetriesExhausted: NotReadyError: no',
      'ValidationError: tier',
    ]);
    expect(messages[0]).toMatchObject({ detailType: 'sbt_aws_onboardingRequest', tenantName: 'acme' });
    expect(stdout).not.toContain('ann@acme.test');
    expect(called('ChangeMessageVisibilityBatch')[0]?.Entries).toHaveLength(3);
    expect(called('DeleteMessage')).toEqual([]);
  });

  test('redrive puts the event on the bus with its time, then deletes that message only', async () => {
    waiting = [letter('m-1', event('sbt.control.plane')), letter('m-2', event('sbt.control.plane'))];

    const { code, json } = await shell.saas(
      ...['dlq', 'redrive', 'requests', '--message', 'm-2', '--yes', '--json'],
    );

    expect(code).toBe(0);
    expect(json()).toMatchObject({ messages: [{ messageId: 'm-2', sent: 'bus' }] });
    expect(called('PutEvents')).toMatchObject([
      { Entries: [{ Source: 'sbt.control.plane', Time: Date.UTC(2026, 0, 31, 12) / 1_000 }] },
    ]);
    expect(called('DeleteMessage')).toMatchObject([{ ReceiptHandle: 'receipt-m-2' }]);
  });

  test('redrive calls the function again that failed upon something else than an event', async () => {
    deployment.aws['Lambda.Invoke'] = () => ({});
    const requestPayload = { awslogs: { data: 'H4sIAAAA' } };
    const requestContext = { functionArn: 'arn:aws:lambda:us-east-1:0:function:f:$LATEST', condition: 'x' };
    waiting = [letter('m-1', { requestContext, requestPayload })];

    const { code, json } = await shell.saas('dlq', 'redrive', 'requests', '--yes', '--json');

    expect(code).toBe(0);
    expect(json()).toMatchObject({ messages: [{ messageId: 'm-1', sent: 'function' }] });
    expect(called('Invoke')).toEqual([requestPayload]);
    expect(called('DeleteMessage')).toMatchObject([{ ReceiptHandle: 'receipt-m-1' }]);
  });

  test('redrive keeps what it cannot send, says so, and ends with 1', async () => {
    waiting = [letter('m-1', 'no event'), letter('m-2', event('aws.states'))];

    const { code, json } = await shell.saas('dlq', 'redrive', 'requests', '--yes', '--json');

    expect(code).toBe(1);
    expect(json()).toMatchObject({
      messages: [{ kept: 'it holds no event' }, { kept: expect.stringContaining('aws.states') }],
    });
    expect(called('DeleteMessage')).toEqual([]);
  });

  test('redrive without --yes and without anybody to ask is wrong usage and touches nothing', async () => {
    const { code, stderr } = await shell.saas('dlq', 'redrive', 'requests');

    expect(code).toBe(2);
    expect(stderr).toContain('--yes');
    expect(called('ReceiveMessage')).toEqual([]);
  });

  test('discard deletes that message only, and gives the others back', async () => {
    waiting = [letter('m-1', 'no event'), letter('m-2', event('sbt.control.plane'))];

    const { code, json } = await shell.saas(
      ...['dlq', 'discard', 'requests', '--message', 'm-1', '--yes', '--json'],
    );

    expect(code).toBe(0);
    expect(json()).toMatchObject({ queue: 'requests', discarded: { messageId: 'm-1' } });
    expect(called('DeleteMessage')).toMatchObject([{ ReceiptHandle: 'receipt-m-1' }]);
    expect(called('ChangeMessageVisibilityBatch')).toMatchObject([
      { Entries: [{ ReceiptHandle: 'receipt-m-2' }] },
    ]);
    expect(called('PutEvents')).toEqual([]);
  });

  test.each([
    [['--message', 'm-9', '--yes'], 5, 'no message m-9'],
    [['--message', 'm-1'], 2, '--yes'],
    [['--yes'], 2, '--message'],
  ])('discard %j deletes nothing and ends with %s', async (options, expected, told) => {
    waiting = [letter('m-1', 'no event')];

    const { code, stderr } = await shell.saas('dlq', 'discard', 'requests', ...options);

    expect(code).toBe(expected);
    expect(stderr).toContain(told);
    expect(called('DeleteMessage')).toEqual([]);
  });

  test('an unknown queue ends with 5 and the names that there are', async () => {
    const { code, stderr } = await shell.saas('dlq', 'show', 'nowhere');

    expect(code).toBe(5);
    expect(stderr).toContain('requests');
  });

  test.each([
    [1, '0 tenants compared, 1 left out, which an operation holds: 0 found, 0 mended'],
    [undefined, '0 tenants compared: 0 found, 0 mended'],
  ])('reconcile tells how many tenants were left out (%s)', async (skipped, told) => {
    deployment.aws['CloudFormation.DescribeStacks'] = () =>
      `<Stacks><member><StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-31T12:00:00Z</CreationTime><Outputs>${output('ReconcilerFunctionName', 'reconciler')}</Outputs></member></Stacks>`;
    deployment.aws['Lambda.Invoke'] = () => ({ checkedAt: 'now', tenants: 0, skipped, findings: [] });

    const { code, stdout } = await shell.saas('reconcile');

    expect({ code, stdout }).toEqual({ code: 0, stdout: `${told}\n` });
  });

  test('reconcile of a deployment without a reconciler says what to do', async () => {
    const { code, stderr } = await shell.saas('reconcile');

    expect(code).toBe(5);
    expect(stderr).toContain('ReconcilerFunctionName');
  });
});
