import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { allow } from './grants';
import { explain } from './nag-reasons';
import { onItems } from './registry-grants';
import { ONBOARDING_STATE_MACHINE } from './workflow-names';
import type { WorkloadFunction } from './workload-function';

const DEFINITION = join(__dirname, '../../state-machines/onboarding.asl.json');

export interface OnboardingWorkflowProps {
  config: Config;
  bus: IEventBus;
  registry: ITable;
  /** The step functions by name, as `lambdas/onboarding` has them. */
  steps: Record<string, WorkloadFunction>;
}

/** The state machine that onboards a tenant. Its definition is a file; names and ARNs are filled in here. */
export class OnboardingWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { config, bus, registry, steps }: OnboardingWorkflowProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: 'What the onboarding state machine may do',
    });
    allow(
      role,
      {
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(steps).map(({ function: step }) => step.functionArn),
      },
      { actions: ['events:PutEvents'], resources: [bus.eventBusArn] },
      onItems(registry, ['TENANT'], ['DeleteItem']),
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: ONBOARDING_STATE_MACHINE,
      comment: 'Makes what a tenant of its tier gets, verifies it by a real request, and opens the door',
      definitionBody: DefinitionBody.fromString(readFileSync(DEFINITION, 'utf8')),
      definitionSubstitutions: {
        ...Object.fromEntries(
          Object.entries(steps).map(([name, { function: step }]) => [
            `${pascalCase(name)}Arn`,
            step.functionArn,
          ]),
        ),
        EventBusName: bus.eventBusName,
        ApplicationPlaneSource: config.events.applicationPlaneSource,
        DetailTypePrefix: config.events.detailTypePrefix,
        RegistryTableName: registry.tableName,
      },
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${config.prefix}-onboarding`,
          retention: config.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Inputs and outputs carry tenants' e-mail addresses; the history of the execution has them.
        includeExecutionData: false,
      },
    });
    const policy = role.node.tryFindChild('DefaultPolicy');
    if (policy) explain(policy, LOG_DELIVERY_AND_TRACES);
  }
}

/** `begin-onboarding` as `BeginOnboarding`. */
const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());

const LOG_DELIVERY_AND_TRACES = {
  id: 'AwsSolutions-IAM5',
  reason:
    'Delivery of logs (logs:…LogDelivery and …ResourcePolicies) and X-Ray know no resource; AWS offers `*` only.',
  appliesTo: ['Resource::*'],
};
