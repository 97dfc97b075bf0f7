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
import type { WorkloadFunction } from './workload-function';

const DEFINITIONS = join(__dirname, '../../state-machines');

export interface TenantWorkflowProps {
  config: Config;
  bus: IEventBus;
  registry: ITable;
  /** What it does to a tenant: the definition is `state-machines/<operation>.asl.json`. */
  operation: string;
  name: string;
  comment: string;
  /** The step functions by the names of their folders. */
  steps: Record<string, WorkloadFunction>;
  /** It takes no lock and tells nobody: it gets no right to. @default false */
  silent?: boolean;
  /** False: a step tells of its end, and it gets no right to. @default true, unless silent */
  publishes?: boolean;
  /** Further values that the definition asks for. */
  substitutions?: Record<string, string>;
}

/** A state machine of a tenant's life. Its definition is a file; names and ARNs are filled in here. */
export class TenantWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: TenantWorkflowProps) {
    super(scope, id);
    const { config, bus, registry, operation, steps } = props;
    const publishes = props.publishes ?? !props.silent;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: `What the ${operation} state machine may do`,
    });
    allow(
      role,
      {
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(steps).map(({ function: step }) => step.functionArn),
      },
      ...(publishes ? [{ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }] : []),
      ...(props.silent ? [] : [onItems(registry, ['TENANT'], ['DeleteItem'])]),
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: props.name,
      comment: props.comment,
      definitionBody: DefinitionBody.fromString(
        readFileSync(join(DEFINITIONS, `${operation}.asl.json`), 'utf8'),
      ),
      definitionSubstitutions: {
        ...Object.fromEntries(
          Object.entries(steps).map(([name, { function: step }]) => [
            `${pascalCase(name)}Arn`,
            step.functionArn,
          ]),
        ),
        ...(publishes && {
          EventBusName: bus.eventBusName,
          ApplicationPlaneSource: config.events.applicationPlaneSource,
          DetailTypePrefix: config.events.detailTypePrefix,
        }),
        ...(props.silent ? {} : { RegistryTableName: registry.tableName }),
        ...props.substitutions,
      },
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${config.prefix}-${operation}`,
          retention: config.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // What passes through stays in the history, which asks for rights of its own.
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
