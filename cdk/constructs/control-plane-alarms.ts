import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Config } from '../config';
import type { AdminApi } from './admin-api';
import type { OperatorAlarms } from './operator-alarms';
import { METRICS_NAMESPACE, type WorkloadFunction } from './workload-function';

const PERIOD = Duration.minutes(5);

/** Sum over functions, as one metric. */
export const sumOf = (metrics: IMetric[], label: string): MathExpression =>
  new MathExpression({
    expression: metrics.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    period: PERIOD,
    label,
  });

export function watchAdminApi(alarms: OperatorAlarms, { api }: AdminApi): void {
  alarms.add('AdminApiFaults', {
    metric: api.metricServerError({ period: PERIOD, statistic: 'Sum' }),
    threshold: 1,
    problem: 'The admin API answered 5xx.',
    action:
      "find the request in the API's access log by its status, then its requestId in the function's log.",
  });
}

/** Functions that are watched together, at most ten: that many metrics an alarm may add up. */
interface FunctionGroup {
  /** Begins the alarms' names. */
  name: 'AdminFunction' | 'PortalFunction';
  /** What they are, where it says that one of them failed. */
  of: string;
  functions: WorkloadFunction[];
}

/** Watches functions of the admin API. */
export function watchFunctions(alarms: OperatorAlarms, { name, of, functions }: FunctionGroup): void {
  alarms.add(`${name}Errors`, {
    metric: sumOf(
      functions.map((fn) => fn.function.metricErrors({ period: PERIOD })),
      'Errors of the admin functions',
    ),
    threshold: 1,
    problem: `A function ${of} failed.`,
    action:
      'search the logs of these functions for level ERROR (saas logs admin-api/NAME); roll back the last deployment if it began there.',
  });
  alarms.add(`${name}Throttles`, {
    metric: sumOf(
      functions.map((fn) => fn.function.metricThrottles({ period: PERIOD })),
      'Throttles of the admin functions',
    ),
    threshold: 1,
    problem: `Lambda refused to run a function ${of} for want of concurrency.`,
    action:
      "find what uses the account's concurrent executions (Lambda dashboard), and raise that quota in Service Quotas.",
  });
}

/** Warns while there is still room: a cell takes minutes to deploy, tenants sign up at any moment. */
export function watchCells(alarms: OperatorAlarms, { prefix }: Config): void {
  alarms.add('CellsNearlyFull', {
    metric: new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: 'SiloSlotsUsedPercent',
      dimensionsMap: { service: prefix },
      statistic: 'Maximum',
      period: PERIOD,
    }),
    threshold: 80,
    problem:
      'Four fifths of the places for Advanced and Premium tenants are taken; onboarding is refused at five fifths.',
    action: 'raise cells.count (cdk/config.ts, or -c cells.count=N) and deploy all stacks.',
    keepStateWithoutData: true,
  });
}
