import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { detailType } from '../../lambdas/shared/contracts/events';
import { environmentSchema as failureSchema } from '../../lambdas/workflow/record-failure/env';
import { environmentSchema as starterSchema } from '../../lambdas/workflow/start-workflow/env';
import { type Config, placesOf } from '../config';
import { EventRule, operatorQueue } from '../constructs/event-rule';
import { OnboardingSteps } from '../constructs/onboarding-steps';
import { OnboardingWorkflow } from '../constructs/onboarding-workflow';
import { OperatorAlarms } from '../constructs/operator-alarms';
import { ADMISSION, onItems } from '../constructs/registry-grants';
import { workflowExecutions } from '../constructs/workflow-names';
import { WorkloadFunction } from '../constructs/workload-function';
import type { ControlPlaneStack } from './control-plane-stack';
import type { SharedInfraStack } from './shared-infra-stack';
import type { TenantTemplateAdvancedStack } from './tenant-template-advanced-stack';

export interface CoreAppPlaneStackProps extends StackProps {
  config: Config;
  controlPlane: ControlPlaneStack;
  sharedInfra: SharedInfraStack;
  advanced: TenantTemplateAdvancedStack;
}

/** What turns requests on the bus into tenants: starter, state machine with its steps, and what records failures. */
export class CoreAppPlaneStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { config, controlPlane, sharedInfra, advanced, ...props }: CoreAppPlaneStackProps,
  ) {
    super(scope, id, props);
    const { bus, registry } = controlPlane;
    const alarms = new OperatorAlarms(this, 'Alarms', controlPlane.alarmTopic);
    const { byName: steps } = new OnboardingSteps(this, 'OnboardingSteps', {
      config,
      registry,
      operatorUserPoolArn: controlPlane.operatorUserPoolArn,
      sharedInfra,
      advancedCluster: advanced.cluster,
    });
    const { stateMachine } = new OnboardingWorkflow(this, 'Onboarding', { config, bus, registry, steps });
    const events = {
      EVENT_BUS_NAME: bus.eventBusName,
      EVENT_NAMES: JSON.stringify(config.events),
    };

    const rejected = operatorQueue(this, 'RejectedEvents');
    new EventRule(this, 'Requests', {
      description: 'Requests of the control plane that start a workflow',
      eventBus: bus,
      pattern: {
        source: [config.events.controlPlaneSource],
        detailType: [detailType(config.events, 'onboardingRequest')],
      },
      target: new WorkloadFunction(this, 'StartWorkflow', {
        config,
        path: 'workflow/start-workflow',
        description: 'Admits a tenant and starts its workflow, once an event',
        schema: starterSchema,
        environment: {
          ...events,
          REGISTRY_TABLE_NAME: registry.tableName,
          PLACES: JSON.stringify(placesOf(config)),
          ONBOARDING_STATE_MACHINE_ARN: stateMachine.stateMachineArn,
          REJECTED_EVENTS_QUEUE_URL: rejected.queueUrl,
        },
        grants: [
          onItems(registry, ADMISSION, ['GetItem', 'PutItem', 'Query']),
          onItems(registry, ['ACCESS'], ['GetItem']),
          { actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] },
          {
            actions: ['states:DescribeExecution'],
            resources: [...workflowExecutions(this)],
            because: 'An execution is named by its event; the pattern is limited to our state machines.',
          },
          { actions: ['events:PutEvents'], resources: [bus.eventBusArn] },
          { actions: ['sqs:SendMessage'], resources: [rejected.queueArn] },
        ],
      }),
      alarms,
    });

    new EventRule(this, 'Failures', {
      description: 'Executions of our state machines that ended without success',
      pattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [stateMachine.stateMachineArn],
        },
      },
      target: new WorkloadFunction(this, 'RecordFailure', {
        config,
        path: 'workflow/record-failure',
        description: 'Records why an execution failed, and tells the bus',
        schema: failureSchema,
        environment: events,
        grants: [
          {
            actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
            resources: [...workflowExecutions(this)],
            because: 'An execution is named by its event; the pattern is limited to our state machines.',
          },
          { actions: ['events:PutEvents'], resources: [bus.eventBusArn] },
        ],
      }),
      alarms,
    });

    alarms.addNotEmpty(
      'RejectedEventsWaiting',
      rejected,
      'An event asked for a workflow that can never start.',
      `read the message in ${rejected.queueName}: it holds the event and the reason; correct the sender, send the event again, then delete the message.`,
    );
    alarms.add('OnboardingFailed', {
      metric: stateMachine.metricFailed({ period: Duration.minutes(5) }),
      threshold: 1,
      problem: 'The onboarding of a tenant failed.',
      action:
        'read the failure on its registration (GET /tenant-registrations/{id}), remove the cause, then redrive the execution: it resumes at the failed state.',
    });
    alarms.add('OnboardingTimedOut', {
      metric: stateMachine.metricTimedOut({ period: Duration.minutes(5) }),
      threshold: 1,
      problem: 'The onboarding of a tenant took longer than its state machine allows.',
      action:
        "look at the state that it waited in, and at the stopped tasks of the tenant's services; then redrive the execution.",
    });
  }
}
