import { Duration } from 'aws-cdk-lib';
import type { Cell } from './cell';
import type { OperatorAlarms } from './operator-alarms';
import type { WorkloadFunction } from './workload-function';

const PERIOD = Duration.minutes(5);

export function watchCell(alarms: OperatorAlarms, cell: Cell): void {
  alarms.add(`Faults-${cell.id}`, {
    metric: cell.api.restApi.metricServerError({ period: PERIOD, statistic: 'Sum' }),
    // A single one is a task that was just replaced; a client's retry settles it.
    threshold: 5,
    problem: `The gateway of ${cell.id} answered tenants with 5xx.`,
    action: `find the tenants and paths in the access log of ${cell.id} (status >= 500), then read those services' logs; where integrationLatencyMs is "-", read the authorizer's log instead.`,
  });
}

/** Without the authorizer no tenant gets in. */
export function watchAuthorizer(alarms: OperatorAlarms, { function: authorizer }: WorkloadFunction): void {
  alarms.add('AuthorizerErrors', {
    metric: authorizer.metricErrors({ period: PERIOD }),
    threshold: 1,
    problem: 'The authorizer failed, so tenants with good tokens were refused.',
    action:
      "search its log for level ERROR; check that the registry table and the pools' signing keys can be reached.",
  });
  alarms.add('AuthorizerThrottles', {
    metric: authorizer.metricThrottles({ period: PERIOD }),
    threshold: 1,
    problem: 'Lambda refused to run the authorizer for want of concurrency, so tenants were refused.',
    action: "raise the account's concurrent executions in Service Quotas.",
  });
}
