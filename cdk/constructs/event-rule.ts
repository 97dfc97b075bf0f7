import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IEventBus, Rule, type Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { explain } from './nag-reasons';
import type { OperatorAlarms } from './operator-alarms';
import type { WorkloadFunction } from './workload-function';

/** How long delivery of an event is tried: an outage of an hour loses nothing, and what is older waits in the queue. */
const MAX_EVENT_AGE = Duration.hours(1);

export interface EventRuleProps {
  config: Pick<Config, 'prefix'>;
  description: string;
  /** @default the account's default bus */
  eventBus?: IEventBus;
  /** Which events; absent where a schedule makes them. */
  pattern?: EventPattern;
  schedule?: Schedule;
  target: WorkloadFunction;
  alarms: OperatorAlarms;
}

/**
 * A rule that hands events to a function and loses none: what cannot be delivered, and what the function fails
 * upon, ends in one dead-letter queue with its reason, under an alarm.
 */
export class EventRule extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { config, target, alarms, ...props }: EventRuleProps) {
    super(scope, id);
    this.deadLetters = operatorQueue(this, 'DeadLetters', deadLetterPrefix(config) + commandName(id));
    new Rule(this, 'Rule', {
      description: props.description,
      eventBus: props.eventBus,
      eventPattern: props.pattern,
      schedule: props.schedule,
      targets: [
        new LambdaTarget(target.function, {
          deadLetterQueue: this.deadLetters,
          // EventBridge backs off exponentially: 24 tries take about as long as the hour that an event may wait.
          retryAttempts: 24,
          maxEventAge: MAX_EVENT_AGE,
        }),
      ],
    });
    keepFailures(id, { target, alarms, queue: this.deadLetters, holds: props.description });
  }
}

/**
 * Puts what a function fails upon that is invoked asynchronously, after three tries, into a queue, under an alarm.
 * @param id names the alarm, and the queue in the operator's commands
 */
export function keepFailures(
  id: string,
  given: Pick<EventRuleProps, 'target' | 'alarms'> & { queue: Queue; holds: string },
): void {
  const { target, alarms, queue, holds } = given;
  target.function.configureAsyncInvoke({
    onFailure: new SqsDestination(queue),
    retryAttempts: 2,
    maxEventAge: MAX_EVENT_AGE,
  });
  alarms.addNotEmpty(
    `${id}DeadLetters`,
    queue,
    `${holds}: an event was given up.`,
    `read the reason (saas dlq show ${commandName(id)}) and the function's log, remove the cause, then send the event again (saas dlq redrive ${commandName(id)}), or delete one that nobody needs (saas dlq discard ${commandName(id)}).`,
  );
}

/** What `saas dlq` calls a queue: `RejectedEvents` is rejected-events. */
export const commandName = (name: string): string =>
  name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

/** Begins the names of dead-letter queues: the control plane, deployed before most of them, finds them by these. */
export const deadLetterPrefix = ({ prefix }: Pick<Config, 'prefix'>): string => `${prefix}-dead-letters-`;

/** A queue whose messages wait two weeks for an operator. */
export function operatorQueue(scope: Construct, id: string, queueName: string): Queue {
  const queue = new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  explain(queue, {
    id: 'AwsSolutions-SQS3',
    reason:
      'This is where messages end that nobody processes: nothing receives from it, so nothing can fail.',
  });
  return queue;
}
