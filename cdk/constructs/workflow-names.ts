import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config';

/** Names of the state machines: the control plane finds them and their executions by these. */
export const ONBOARDING_STATE_MACHINE = 'tenant-onboarding';
export const OFFBOARDING_STATE_MACHINE = 'tenant-offboarding';
export const ACTIVATION_STATE_MACHINE = 'tenant-activation';
export const DEACTIVATION_STATE_MACHINE = 'tenant-deactivation';
export const EXPORT_STATE_MACHINE = 'tenant-export';

/** Names of functions that the control plane calls, which is deployed before they are. */
export const reconcilerName = ({ prefix }: Pick<Config, 'prefix'>): string => `${prefix}-reconcile`;
export const failureRecorderName = ({ prefix }: Pick<Config, 'prefix'>): string => `${prefix}-record-failure`;
export const throttleCounterName = ({ prefix }: Pick<Config, 'prefix'>): string =>
  `${prefix}-count-throttled`;

/** ARN of the state machine of each operation that changes a tenant. */
export const workflowArnsByOperation = (scope: Construct) => ({
  onboarding: stateMachineArn(scope, ONBOARDING_STATE_MACHINE),
  offboarding: stateMachineArn(scope, OFFBOARDING_STATE_MACHINE),
  activation: stateMachineArn(scope, ACTIVATION_STATE_MACHINE),
  deactivation: stateMachineArn(scope, DEACTIVATION_STATE_MACHINE),
});

/** ARNs of these state machines, also for stacks that are deployed before they are. */
export const workflowArns = (scope: Construct): string[] => Object.values(workflowArnsByOperation(scope));

/** Patterns of the ARNs of all their executions. */
export const workflowExecutions = (scope: Construct): string[] => workflowArns(scope).map(executionsOf);

/** ARN of the state machine that exports: started by the admin API, and by no event. */
export const exportWorkflowArn = (scope: Construct): string => stateMachineArn(scope, EXPORT_STATE_MACHINE);

/** Pattern of the ARNs of its executions. */
export const exportExecutions = (scope: Construct): string => executionsOf(exportWorkflowArn(scope));

const executionsOf = (arn: string): string => `${arn.replace(':stateMachine:', ':execution:')}:*`;

const stateMachineArn = (scope: Construct, resourceName: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
