import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ACCOUNT, clientConfig, REGION } from '../../scripts/local/engine';
import { until } from './until';

export interface RecordedEvent {
  id: string;
  source: string;
  'detail-type': string;
  detail: Record<string, unknown>;
}

/** Hears every event on the bus, as any subscriber would: through a rule and a queue of its own. */
export class BusRecorder {
  readonly events: RecordedEvent[] = [];

  private constructor(
    private readonly bus: string,
    private readonly name: string,
    private readonly queueUrl: string,
    private readonly sqs: SQSClient,
    private readonly eventBridge: EventBridgeClient,
  ) {}

  static async start(port: number, bus: string): Promise<BusRecorder> {
    const name = `recorder-${process.pid}-${Date.now()}`;
    const sqs = new SQSClient(clientConfig(port));
    const eventBridge = new EventBridgeClient(clientConfig(port));
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    await eventBridge.send(
      new PutRuleCommand({
        Name: name,
        EventBusName: bus,
        EventPattern: JSON.stringify({ account: [ACCOUNT] }),
      }),
    );
    await eventBridge.send(
      new PutTargetsCommand({
        Rule: name,
        EventBusName: bus,
        Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` }],
      }),
    );
    return new BusRecorder(bus, name, QueueUrl, sqs, eventBridge);
  }

  /** Waits until an event fits; earlier ones count too. */
  async heard(
    what: string,
    fits: (event: RecordedEvent) => boolean,
    withinMs = 60_000,
  ): Promise<RecordedEvent> {
    return until(`event ${what}`, withinMs, async () => {
      await this.drain();
      return this.events.find(fits);
    });
  }

  /** Takes whatever has arrived. */
  async drain(): Promise<void> {
    for (;;) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) return;
      for (const message of Messages) {
        this.events.push(JSON.parse(message.Body ?? '{}') as RecordedEvent);
        await this.sqs.send(
          new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle: message.ReceiptHandle }),
        );
      }
    }
  }

  async stop(): Promise<void> {
    await this.eventBridge.send(
      new RemoveTargetsCommand({ Rule: this.name, EventBusName: this.bus, Ids: ['queue'] }),
    );
    await this.eventBridge.send(new DeleteRuleCommand({ Name: this.name, EventBusName: this.bus }));
    await this.sqs.send(new DeleteQueueCommand({ QueueUrl: this.queueUrl }));
  }
}
