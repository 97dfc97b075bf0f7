import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { LifecycleOperation } from '../../lambdas/shared/contracts/registry-items';
import type { OperatorAlarms } from './operator-alarms';

const PERIOD = Duration.minutes(5);

/** What the operator does about an execution that failed, and about one that took too long. */
interface Actions {
  failed: string;
  timedOut: string;
}

/** A tenant's workflow that did not end well waits for somebody: it has kept the tenant's lock and its place. */
export const watchWorkflow = (
  alarms: OperatorAlarms,
  operation: LifecycleOperation,
  stateMachine: IStateMachine,
): void =>
  watch(alarms, operation, stateMachine, {
    failed:
      'read the failure on the tenant (saas tenant show), remove its cause, then saas tenant replay: it resumes at the state that failed.',
    timedOut:
      "look at the state that it waited in (saas execution show), and at the stopped tasks of the tenant's services; remove the cause, then saas tenant replay.",
  });

/** An export holds no lock and is told on no registration: it stands on its execution alone, and is ordered anew. */
export const watchExport = (alarms: OperatorAlarms, stateMachine: IStateMachine): void =>
  watch(alarms, 'export', stateMachine, {
    failed:
      'find the execution (saas execution list) and what it failed upon (saas execution show), remove the cause, then order it anew: saas tenant export.',
    timedOut:
      'find the execution (saas execution list) and the state that it waited in (saas execution show), remove the cause, then order it anew: saas tenant export.',
  });

function watch(
  alarms: OperatorAlarms,
  operation: LifecycleOperation | 'export',
  stateMachine: IStateMachine,
  { failed, timedOut }: Actions,
): void {
  const name = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  const whose = `The name of the execution, of tenant-${operation}, begins with the tenant's.`;
  alarms.add(`${name}Failed`, {
    metric: stateMachine.metricFailed({ period: PERIOD }),
    threshold: 1,
    problem: `The ${operation} of a tenant failed. ${whose}`,
    action: failed,
  });
  alarms.add(`${name}TimedOut`, {
    metric: stateMachine.metricTimedOut({ period: PERIOD }),
    threshold: 1,
    problem: `The ${operation} of a tenant took longer than its state machine allows. ${whose}`,
    action: timedOut,
  });
}
