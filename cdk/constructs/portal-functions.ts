import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { environmentSchema as overviewSchema } from '../../lambdas/admin-api/overview/env';
import { environmentSchema as preflightSchema } from '../../lambdas/admin-api/preflight/env';
import { environmentSchema as upkeepSchema } from '../../lambdas/admin-api/upkeep/env';
import { environmentSchema as usageSchema } from '../../lambdas/admin-api/usage/env';
import type { AdminApiFunction } from '../../lambdas/shared/contracts/admin-api-routes';
import { DEAD_LETTER_QUEUES } from '../../lambdas/shared/contracts/upkeep';
import { placesOf } from '../cells';
import type { Config } from '../config';
import { deadLetterPrefix } from './event-rule';
import { footprintArns } from './footprint-arns';
import type { Grant } from './grants';
import type { OperatorPool } from './operator-pool';
import { onDirectory, onItems } from './registry-grants';
import { makesTenantKeys } from './tenant-key-grants';
import { ofTheSharedPool, sharedPoolName } from './tenant-pool';
import { anyUsagePlan } from './usage-plan-grants';
import {
  exportWorkflowArn,
  failureRecorderName,
  reconcilerName,
  throttleCounterName,
  workflowArnsByOperation,
} from './workflow-names';
import { WorkloadFunction } from './workload-function';

export interface PortalFunctionsProps {
  config: Config;
  bus: IEventBus;
  registry: ITable;
  operators: OperatorPool;
  /** Right to look up who calls. */
  ofCallers: Grant;
}

/** The functions of the admin API that look across tenants, or at AWS itself: each with the rights of its own calls. */
export class PortalFunctions extends Construct {
  readonly byResource: Record<
    Extract<AdminApiFunction, 'overview' | 'preflight' | 'usage' | 'upkeep'>,
    WorkloadFunction
  >;

  constructor(scope: Construct, id: string, props: PortalFunctionsProps) {
    super(scope, id);
    const { config, registry: table, operators, ofCallers } = props;
    const common = {
      REGISTRY_TABLE_NAME: table.tableName,
      OPERATOR_POOL_ID: operators.userPool.userPoolId,
    };
    const stack = Stack.of(this);
    const stateMachines = { ...workflowArnsByOperation(this), export: exportWorkflowArn(this) };
    this.byResource = {
      overview: new WorkloadFunction(this, 'Overview', {
        config,
        path: 'admin-api/overview',
        description: 'Admin API: what happens now',
        schema: overviewSchema,
        environment: {
          ...common,
          PLACES: JSON.stringify(placesOf(config)),
          STATE_MACHINE_ARNS: stack.toJsonString(stateMachines),
        },
        grants: [
          ofCallers,
          onDirectory(table),
          onItems(table, ['THROTTLED'], ['Query']),
          { actions: ['states:ListExecutions'], resources: Object.values(stateMachines) },
          {
            actions: ['cloudwatch:DescribeAlarms'],
            resources: [
              stack.formatArn({
                service: 'cloudwatch',
                resource: 'alarm',
                resourceName: '*',
                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
              }),
            ],
            because: 'CloudWatch lists by the beginning of a name alone; what is not ours is left out then.',
          },
        ],
      }),
      preflight: new WorkloadFunction(this, 'Preflight', {
        config,
        path: 'admin-api/preflight',
        description: 'Admin API: tells whether a tenant could be onboarded, and what that would make',
        schema: preflightSchema,
        environment: {
          ...common,
          SHARED_POOL_NAME: sharedPoolName(config),
          PLACES: JSON.stringify(placesOf(config)),
          QUOTAS: JSON.stringify(config.quotas),
          TASK_SIZE: JSON.stringify(taskSizeOf(config)),
          TENANT_KEYS: String(makesTenantKeys(config)),
        },
        grants: [
          ofCallers,
          onItems(table, ['NAME', 'EMAIL'], ['GetItem']),
          onItems(table, ['CELL'], ['Query']),
          {
            actions: ['apigateway:GET'],
            resources: [`arn:${stack.partition}:apigateway:${stack.region}::/apikeys`],
          },
          {
            actions: [
              'cognito-idp:ListUserPools',
              'dynamodb:ListTables',
              'ecs:ListClusters',
              'iam:GetAccountSummary',
              'servicediscovery:ListNamespaces',
            ],
            resources: ['*'],
            because: 'How many there are is asked of the account: AWS authorizes these by no resource.',
          },
          {
            actions: ['cognito-idp:AdminGetUser'],
            resources: [footprintArns(this, config).userPools],
            conditions: ofTheSharedPool(config),
            because: 'The shared pool is made by a later stack; only what has its tag can be asked.',
          },
        ],
      }),
      usage: new WorkloadFunction(this, 'Usage', {
        config,
        path: 'admin-api/usage',
        description: "Admin API: tenants' requests against their plans, and more of them for today",
        schema: usageSchema,
        environment: common,
        grants: [
          ofCallers,
          onItems(table, ['TENANT', 'REGISTRATION'], ['GetItem']),
          onItems(table, ['TENANT'], ['Query']),
          onItems(table, ['THROTTLED'], ['BatchGetItem']),
          ...anyUsagePlan(this, ['read', 'extend']),
        ],
      }),
      upkeep: new WorkloadFunction(this, 'Upkeep', {
        config,
        path: 'admin-api/upkeep',
        description: 'Admin API: dead letters, and what registry, ledger and AWS disagree about',
        // Queues are read until they are empty; API Gateway gives up after 30 s.
        timeout: Duration.seconds(29),
        schema: upkeepSchema,
        environment: {
          ...common,
          EVENT_BUS_NAME: props.bus.eventBusName,
          DEAD_LETTER_PREFIX: deadLetterPrefix(config),
          RECONCILER_FUNCTION_NAME: reconcilerName(config),
        },
        grants: [ofCallers, ...upkeepGrants(this, props)],
      }),
    };
  }
}

/** Queues and functions of the application plane are found by name: it is deployed later. */
function upkeepGrants(scope: Construct, { config, bus, registry }: PortalFunctionsProps): Grant[] {
  const stack = Stack.of(scope);
  const queues = Object.keys(DEAD_LETTER_QUEUES).map((queue) =>
    stack.formatArn({ service: 'sqs', resource: `${deadLetterPrefix(config)}${queue}` }),
  );
  const names = [reconcilerName(config), failureRecorderName(config), throttleCounterName(config)];
  const functions = names.map((resourceName) =>
    stack.formatArn({
      ...{ service: 'lambda', resource: 'function', resourceName },
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  return [
    onItems(registry, ['RECONCILIATION'], ['GetItem', 'PutItem', 'Query']),
    {
      actions: [
        'sqs:GetQueueUrl',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
      ],
      resources: queues,
    },
    { actions: ['events:PutEvents'], resources: [bus.eventBusArn] },
    // The reconciler, and what gets events of AWS's own, which nobody may publish, or none at all.
    { actions: ['lambda:InvokeFunction'], resources: functions },
  ];
}

const taskSizeOf = ({ services }: Config) => ({
  architecture: services.architecture,
  cpu: services.cpu,
  memory: services.memory,
  desiredCount: services.desiredCount,
});
