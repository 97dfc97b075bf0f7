import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { OperatorAlarms } from './operator-alarms';

const PERIOD = Duration.minutes(5);

/** A tenant's workflow that did not end well waits for somebody: it has kept the tenant's lock and its place. */
export function watchWorkflow(alarms: OperatorAlarms, operation: string, stateMachine: IStateMachine): void {
  const name = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  alarms.add(`${name}Failed`, {
    metric: stateMachine.metricFailed({ period: PERIOD }),
    threshold: 1,
    problem: `The ${operation} of a tenant failed.`,
    action:
      'read the failure on its registration (GET /tenant-registrations/{id}), remove the cause, then replay (saas tenant replay): it resumes at the failed state.',
  });
  alarms.add(`${name}TimedOut`, {
    metric: stateMachine.metricTimedOut({ period: PERIOD }),
    threshold: 1,
    problem: `The ${operation} of a tenant took longer than its state machine allows.`,
    action:
      "look at the state that it waited in, and at the stopped tasks of the tenant's services; then replay (saas tenant replay).",
  });
}
