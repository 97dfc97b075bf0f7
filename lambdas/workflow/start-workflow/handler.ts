import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { parseEnvironment } from '../../shared/environment';
import { failurePublisher } from '../../shared/events/publish-failure';
import { taskHandler } from '../../shared/middleware/task';
import { metrics } from '../../shared/observability';
import { registryContext } from '../../shared/registry/client';
import { admitKnown, howItLeaves } from './admit-known';
import { admitOnboarding } from './admit-onboarding';
import { environmentSchema } from './env';
import { rejecter } from './reject';
import { startWorkflow } from './start-workflow';
import { workflowsBy } from './workflows';

const environment = parseEnvironment(environmentSchema);
const names = environment.EVENT_NAMES;
const registry = registryContext(environment.REGISTRY_TABLE_NAME);

const arns = environment.STATE_MACHINE_ARNS;
const admit = admitKnown(registry);

const workflows = workflowsBy(names, {
  onboardingRequest: {
    operation: 'onboarding',
    stateMachineArn: arns.onboarding,
    admit: admitOnboarding({
      registry,
      places: environment.PLACES,
      onSlotTaken: (percent) => metrics.addMetric('SiloSlotsUsedPercent', MetricUnit.Percent, percent),
    }),
  },
  offboardingRequest: {
    operation: 'offboarding',
    stateMachineArn: arns.offboarding,
    admit,
    pass: howItLeaves,
  },
  activateRequest: { operation: 'activation', stateMachineArn: arns.activation, admit },
  deactivateRequest: { operation: 'deactivation', stateMachineArn: arns.deactivation, admit },
});

/** Takes any event: what does not parse is put aside by the work, not thrown back at EventBridge. */
export const handler = taskHandler(
  z.unknown(),
  startWorkflow({
    sfn: new SFNClient(CLIENT_SETTINGS),
    registry,
    workflows,
    controlPlaneSource: names.controlPlaneSource,
    reject: rejecter({
      sqs: new SQSClient(CLIENT_SETTINGS),
      queueUrl: environment.REJECTED_EVENTS_QUEUE_URL,
      registry,
      publishFailure: failurePublisher(
        new EventBridgeClient(CLIENT_SETTINGS),
        environment.EVENT_BUS_NAME,
        names,
      ),
    }),
  }),
);
