import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { detailType } from '../../lambdas/shared/contracts/events';
import { DEAD_LETTER_QUEUES } from '../../lambdas/shared/contracts/upkeep';
import { environmentSchema as failureSchema } from '../../lambdas/workflow/record-failure/env';
import { environmentSchema as starterSchema } from '../../lambdas/workflow/start-workflow/env';
import { placesOf } from '../cells';
import type { Config } from '../config';
import { commandName, deadLetterPrefix, EventRule, operatorQueue } from '../constructs/event-rule';
import { ExportBucket } from '../constructs/export-bucket';
import { ExportSteps } from '../constructs/export-steps';
import { OffboardingSteps } from '../constructs/offboarding-steps';
import { OnboardingSteps } from '../constructs/onboarding-steps';
import { OperatorAlarms } from '../constructs/operator-alarms';
import { Reconciler } from '../constructs/reconciler';
import { ADMISSION, onItems } from '../constructs/registry-grants';
import { SuspensionSteps } from '../constructs/suspension-steps';
import { TenantWorkflow } from '../constructs/tenant-workflow';
import { ThrottleCounts } from '../constructs/throttle-counts';
import { watchExport, watchWorkflow } from '../constructs/workflow-alarms';
import {
  ACTIVATION_STATE_MACHINE,
  DEACTIVATION_STATE_MACHINE,
  EXPORT_STATE_MACHINE,
  failureRecorderName,
  OFFBOARDING_STATE_MACHINE,
  ONBOARDING_STATE_MACHINE,
  workflowArns,
  workflowArnsByOperation,
  workflowExecutions,
} from '../constructs/workflow-names';
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
    const given = { config, registry, sharedInfra, advancedCluster: advanced.cluster };
    const { operatorUserPoolArn } = controlPlane;
    const onboardingSteps = new OnboardingSteps(this, 'OnboardingSteps', {
      ...given,
      bus,
      operatorUserPoolArn,
    }).byName;
    const { stateMachine: onboarding } = new TenantWorkflow(this, 'Onboarding', {
      ...{ config, bus, registry },
      operation: 'onboarding',
      name: ONBOARDING_STATE_MACHINE,
      comment: 'Makes what a tenant of its tier gets, verifies it by a real request, and opens the door',
      steps: onboardingSteps,
      publishes: false,
    });
    const { bucket } = new ExportBucket(this, 'Exports', { config });
    new CfnOutput(this, 'ExportBucketName', { value: bucket.bucketName });
    const exportSteps = new ExportSteps(this, 'ExportSteps', given).byName;
    const { stateMachine: exporting } = new TenantWorkflow(this, 'Export', {
      ...{ config, bus, registry },
      operation: 'export',
      name: EXPORT_STATE_MACHINE,
      comment: 'Writes what a tenant has into the export bucket',
      steps: exportSteps,
      silent: true,
    });
    const { stateMachine: offboarding } = new TenantWorkflow(this, 'Offboarding', {
      ...{ config, bus, registry },
      operation: 'offboarding',
      name: OFFBOARDING_STATE_MACHINE,
      comment: 'Closes the door, removes all that a tenant has, and asks AWS whether it is gone',
      steps: new OffboardingSteps(this, 'OffboardingSteps', {
        ...given,
        exportData: exportSteps['export-data'],
      }).byName,
      substitutions: { SettleSeconds: String(config.offboarding.settleSeconds) },
    });
    const suspension = new SuspensionSteps(this, 'SuspensionSteps', given).byName;
    const { stateMachine: deactivation } = new TenantWorkflow(this, 'Deactivation', {
      ...{ config, bus, registry },
      operation: 'deactivation',
      name: DEACTIVATION_STATE_MACHINE,
      comment: 'Refuses the requests of a tenant and stops its own services; keeps its data',
      steps: suspension,
    });
    const { stateMachine: activation } = new TenantWorkflow(this, 'Activation', {
      ...{ config, bus, registry },
      operation: 'activation',
      name: ACTIVATION_STATE_MACHINE,
      comment: 'Starts the own services of a suspended tenant, asks them, and admits its requests again',
      steps: { ...suspension, 'verify-tenant': onboardingSteps['verify-tenant'] },
    });
    const events = {
      EVENT_BUS_NAME: bus.eventBusName,
      EVENT_NAMES: JSON.stringify(config.events),
    };

    const rejected = operatorQueue(this, 'RejectedEvents', `${deadLetterPrefix(config)}rejected-events`);
    new EventRule(this, 'Requests', {
      config,
      description: DEAD_LETTER_QUEUES.requests,
      eventBus: bus,
      pattern: {
        source: [config.events.controlPlaneSource],
        detailType: (
          ['onboardingRequest', 'offboardingRequest', 'activateRequest', 'deactivateRequest'] as const
        ).map((request) => detailType(config.events, request)),
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
          STATE_MACHINE_ARNS: this.toJsonString(workflowArnsByOperation(this)),
          REJECTED_EVENTS_QUEUE_URL: rejected.queueUrl,
        },
        grants: [
          onItems(registry, ADMISSION, ['GetItem', 'PutItem', 'Query']),
          onItems(registry, ['ACCESS'], ['GetItem']),
          { actions: ['states:StartExecution'], resources: workflowArns(this) },
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
      config,
      description: DEAD_LETTER_QUEUES.failures,
      pattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: workflowArns(this),
        },
      },
      target: new WorkloadFunction(this, 'RecordFailure', {
        config,
        path: 'workflow/record-failure',
        functionName: failureRecorderName(config),
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
      `read the event and the reason (saas dlq show ${commandName('RejectedEvents')}); correct the cause, then send the event again (saas dlq redrive ${commandName('RejectedEvents')}); delete one that can never be (saas dlq discard ${commandName('RejectedEvents')}).`,
    );
    new ThrottleCounts(this, 'ThrottleCounts', {
      ...{ config, registry, alarms },
      cells: sharedInfra.cells,
    });
    new Reconciler(this, 'Reconciler', {
      ...{ config, registry, alarms },
      usagePlanIds: Object.values(sharedInfra.usagePlans.idByTier),
    });
    watchWorkflow(alarms, 'onboarding', onboarding);
    watchWorkflow(alarms, 'offboarding', offboarding);
    watchWorkflow(alarms, 'deactivation', deactivation);
    watchWorkflow(alarms, 'activation', activation);
    watchExport(alarms, exporting);
  }
}
