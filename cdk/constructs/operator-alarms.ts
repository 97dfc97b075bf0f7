import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { WHAT_TO_DO } from '../../lambdas/shared/contracts/alarms';
import type { Config } from '../config';

export interface AlarmProps {
  metric: IMetric;
  /** Alarms at this value and above. */
  threshold: number;
  /** What is wrong, in one sentence. */
  problem: string;
  /** What the operator does about it, beginning with a verb. */
  action: string;
  /** Periods in a row before it alarms. @default 1 */
  periods?: number;
  /** For metrics that are written at events only: no news is no change. @default no data is good */
  keepStateWithoutData?: boolean;
}

/** Alarms on what an operator must act upon; each says what to do. Sent by e-mail where a mailbox is configured. */
export class OperatorAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly topic?: ITopic,
  ) {
    super(scope, id);
  }

  add(id: string, { metric, threshold, problem, action, ...rest }: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: rest.periods ?? 1,
      treatMissingData: rest.keepStateWithoutData ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${problem}${WHAT_TO_DO}${action}`,
    });
    if (this.topic) alarm.addAlarmAction(new SnsAction(this.topic));
  }

  /** Alarms while anything lies in a queue whose messages an operator must look at. */
  addNotEmpty(id: string, queue: IQueue, problem: string, action: string): void {
    this.add(id, {
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 1,
      problem,
      action,
    });
  }
}

/** The topic that mails alarms, encrypted; none where no mailbox is configured. */
export function alarmTopic(scope: Construct, { alarmEmail, prefix }: Config): ITopic | undefined {
  if (!alarmEmail) return undefined;
  // CloudWatch cannot use the key that AWS manages for SNS: it needs one whose policy names it.
  const key = new Key(scope, 'AlarmKey', {
    description: `${prefix}: encrypts alarms on their way to a mailbox`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
  const topic = new Topic(scope, 'AlarmTopic', { masterKey: key, enforceSSL: true });
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
  topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}
