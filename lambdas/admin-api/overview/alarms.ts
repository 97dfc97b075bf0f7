import { type CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { WHAT_TO_DO } from '../../shared/contracts/alarms';
import type { Overview } from '../../shared/contracts/overview';
import { logger } from '../../shared/observability';

type Alarms = NonNullable<Overview['alarms']>;

/** What an operator looks at first. */
const ORDER: readonly Alarms[number]['state'][] = ['ALARM', 'INSUFFICIENT_DATA', 'OK'];

/**
 * The deployment's alarms as CloudWatch has them, those that alarm first; undefined when it cannot be asked, since all
 * else of the overview is still worth seeing. AWS call: `cloudwatch:DescribeAlarms`, one a hundred alarms of the account.
 */
export async function alarms(cloudwatch: CloudWatchClient): Promise<Alarms | undefined> {
  const found: Alarms = [];
  try {
    const pages = paginateDescribeAlarms(
      { client: cloudwatch },
      { AlarmTypes: ['MetricAlarm'], MaxRecords: 100 },
    );
    for await (const { MetricAlarms = [] } of pages) found.push(...MetricAlarms.flatMap(ofOurs));
  } catch (error) {
    logger.warn('alarms could not be read', error as Error);
    return undefined;
  }
  return found.sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name),
  );
}

function ofOurs({ AlarmName, AlarmArn, AlarmDescription, ...alarm }: MetricAlarm): Alarms {
  const [problem, action] = AlarmDescription?.split(WHAT_TO_DO) ?? [];
  if (!AlarmName || !AlarmArn || !problem || !action) return [];
  const [, , , region] = AlarmArn.split(':');
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return [
    {
      name: AlarmName,
      state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
      ...(since ? { since: since.toISOString() } : {}),
      ...{ problem, action },
      consoleUrl: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(AlarmName)}`,
    },
  ];
}
