import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT, clientConfig, REGION } from '../../scripts/local/engine';

/** The queue that hears every event of the suite, from its first file to its last. */
export const ALL_EVENTS = 'every-event-of-the-suite';

/** @param buses names of the buses to listen on */
export async function recordAllEvents(port: number, buses: string[]): Promise<void> {
  await new SQSClient(clientConfig(port)).send(
    new CreateQueueCommand({ QueueName: ALL_EVENTS, Attributes: { MessageRetentionPeriod: '3600' } }),
  );
  const eventBridge = new EventBridgeClient(clientConfig(port));
  for (const EventBusName of buses) {
    const rule = { Name: ALL_EVENTS, EventBusName };
    await eventBridge.send(
      new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ account: [ACCOUNT] }) }),
    );
    await eventBridge.send(
      new PutTargetsCommand({
        Rule: ALL_EVENTS,
        EventBusName,
        Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${ALL_EVENTS}` }],
      }),
    );
  }
}
