import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { useLocalAws } from '../../builders/local-aws';
import { inlineLambda, stacksOn } from '../../builders/stack';
import { until } from '../../builders/until';

const PORT = 14660;
const aws = useLocalAws(PORT);

/**
 * Fails upon every event but those that say at which try they succeed. Tries are counted in a file, since the next
 * one may run in another environment.
 */
const CODE = `
  const { appendFileSync, statSync } = require('node:fs');
  class Malformed extends Error { name = 'Malformed' }
  exports.handler = async ({ id, detail }) => {
    const file = require('node:os').tmpdir() + '/tries-' + id;
    appendFileSync(file, '.');
    const tries = statSync(file).size;
    if (tries !== detail.succeedsAt) throw new Malformed('detail.jobOutput: is missing, try ' + tries);
  };`;

let queue: string | undefined;

beforeAll(async () => {
  const outputs = await stacksOn(PORT).create(
    'results',
    {
      ...inlineLambda('Apply', CODE),
      DeadLetters: { Type: 'AWS::SQS::Queue' },
      Invocation: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Apply' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } } },
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: ['application'] },
          Targets: [{ Id: 'Apply', Arn: { 'Fn::GetAtt': ['Apply', 'Arn'] } }],
        },
      },
    },
    { Queue: { Ref: 'DeadLetters' } },
  );
  queue = outputs.Queue;
});

it('a rule’s function is tried again, and what it fails upon for good reaches its destination with the reason', async () => {
  const events = new EventBridgeClient(aws.config);
  const sqs = new SQSClient(aws.config);
  const entry = (detail: object) => ({
    Source: 'application',
    DetailType: 'result',
    Detail: JSON.stringify(detail),
  });

  const { Entries } = await events.send(
    new PutEventsCommand({
      Entries: [entry({ succeedsAt: 2, which: 'late' }), entry({ which: 'malformed' })],
    }),
  );
  const letters = await until('the dead letter', 10_000, async () => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }),
    );
    return Messages;
  });

  expect(letters.map(({ Body }) => JSON.parse(Body ?? ''))).toEqual([
    expect.objectContaining({
      requestPayload: expect.objectContaining({ id: Entries?.[1]?.EventId, detail: { which: 'malformed' } }),
      responsePayload: expect.objectContaining({
        errorType: 'Malformed',
        errorMessage: 'detail.jobOutput: is missing, try 2',
      }),
    }),
  ]);
});
