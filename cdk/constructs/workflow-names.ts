import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Names of the state machines: the control plane finds their executions by them. */
export const ONBOARDING_STATE_MACHINE = 'tenant-onboarding';

/** Pattern of the ARNs of onboarding executions. */
export const onboardingExecutions = (scope: Construct): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${ONBOARDING_STATE_MACHINE}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
