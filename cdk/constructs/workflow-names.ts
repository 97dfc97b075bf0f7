import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Names of the state machines: the control plane finds them and their executions by these. */
export const ONBOARDING_STATE_MACHINE = 'tenant-onboarding';
export const OFFBOARDING_STATE_MACHINE = 'tenant-offboarding';
export const ACTIVATION_STATE_MACHINE = 'tenant-activation';
export const DEACTIVATION_STATE_MACHINE = 'tenant-deactivation';

const STATE_MACHINES = [
  ONBOARDING_STATE_MACHINE,
  OFFBOARDING_STATE_MACHINE,
  ACTIVATION_STATE_MACHINE,
  DEACTIVATION_STATE_MACHINE,
];

/** ARNs of all state machines, also for stacks that are deployed before they are. */
export const workflowArns = (scope: Construct): string[] =>
  STATE_MACHINES.map((name) => statesArn(scope, 'stateMachine', name));

/** Patterns of the ARNs of all their executions. */
export const workflowExecutions = (scope: Construct): string[] =>
  STATE_MACHINES.map((name) => statesArn(scope, 'execution', `${name}:*`));

const statesArn = (scope: Construct, resource: string, resourceName: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
