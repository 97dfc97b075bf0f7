import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT, REGION } from '../../../scripts/local/engine';
import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';

const aws = useLocalAws(14706);
const eventBridge = new EventBridgeClient(aws.config);
const sqs = new SQSClient(aws.config);
afterAll(() => {
  eventBridge.destroy();
  sqs.destroy();
});

test('an event has the time that its sender gave it, and one without the time of the call', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'heard' }));
  await eventBridge.send(
    new PutRuleCommand({ Name: 'all', EventPattern: JSON.stringify({ source: ['test'] }) }),
  );
  const Arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:heard`;
  await eventBridge.send(new PutTargetsCommand({ Rule: 'all', Targets: [{ Id: 'queue', Arn }] }));
  const begin = Math.floor(Date.now() / 1000) * 1000;
  const entry = (DetailType: string, Time?: Date) => ({ Source: 'test', DetailType, Detail: '{}', Time });

  const { FailedEntryCount, Entries } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [entry('old', new Date('2026-03-01T10:00:00Z')), entry('new')],
    }),
  );

  expect([FailedEntryCount, Entries?.length]).toEqual([0, 2]);
  const times = new Map<string, string>();
  await until('both are heard', 10_000, async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body = '' } of Messages) {
      const event = JSON.parse(Body);
      times.set(event['detail-type'], event.time);
    }
    return times.size === 2;
  });
  expect(times.get('old')).toBe('2026-03-01T10:00:00Z');
  expect(Date.parse(times.get('new') ?? '')).toBeGreaterThanOrEqual(begin);
});
