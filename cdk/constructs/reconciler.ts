import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { environmentSchema } from '../../lambdas/reconciler/reconcile/env';
import { DEAD_LETTER_QUEUES } from '../../lambdas/shared/contracts/upkeep';
import type { Config } from '../config';
import { lockHolder } from './begin-grants';
import { EventRule } from './event-rule';
import { ANY_TENANTS, footprintArns, OF_A_TENANT } from './footprint-arns';
import type { Grant } from './grants';
import type { OperatorAlarms } from './operator-alarms';
import { onItems, onLists } from './registry-grants';
import { tenantKeyGrants } from './tenant-key-grants';
import { reconcilerName } from './workflow-names';
import { METRICS_NAMESPACE, WorkloadFunction } from './workload-function';

export interface ReconcilerProps {
  config: Config;
  registry: ITable;
  usagePlanIds: string[];
  alarms: OperatorAlarms;
}

/**
 * Compares registry, ledger and AWS: every day, reporting only, and whenever an operator asks (`saas reconcile`), who
 * may have it mend what is safe.
 */
export class Reconciler extends Construct {
  constructor(scope: Construct, id: string, props: ReconcilerProps) {
    super(scope, id);
    const { config, registry, alarms } = props;
    const target = new WorkloadFunction(this, 'Reconcile', {
      config,
      path: 'reconciler/reconcile',
      functionName: reconcilerName(config),
      description: 'Compares registry, ledger and AWS; mends what is safe when an operator asks',
      // The daily run goes through all tenants in one invocation.
      timeout: Duration.minutes(15),
      schema: environmentSchema,
      environment: {
        REGISTRY_TABLE_NAME: registry.tableName,
        DESIRED_COUNT: String(config.services.desiredCount),
        STUCK_AFTER_MINUTES: String(config.reconciler.stuckAfterMinutes),
      },
      grants: [...reads(this, props), ...repairs(this, props)],
    });
    new EventRule(this, 'Reconciler', {
      config,
      description: DEAD_LETTER_QUEUES.reconciler,
      schedule: Schedule.expression(config.reconciler.schedule),
      target,
      alarms,
    });
    alarms.add('ReconcilerFindings', {
      metric: new Metric({
        namespace: METRICS_NAMESPACE,
        metricName: 'ReconcilerFindings',
        dimensionsMap: { service: config.prefix },
        statistic: 'Maximum',
        period: Duration.hours(1),
      }),
      threshold: 1,
      problem: 'Registry, ledger and AWS do not agree about a tenant.',
      action:
        'run saas reconcile: it lists what it finds, each with what to do; saas reconcile --fix mends what is safe.',
      keepStateWithoutData: true,
    });
    new CfnOutput(Stack.of(this), 'ReconcilerFunctionName', { value: target.function.functionName });
  }
}

/** What it takes to look: lists of the account, and the registry. */
function reads(scope: Construct, { config, registry, usagePlanIds }: ReconcilerProps): Grant[] {
  const arns = footprintArns(scope, config);
  return [
    onLists(registry, ['TENANT']),
    onItems(registry, ['TENANT'], ['Query']),
    onItems(registry, ['TENANT', 'REGISTRATION', 'ACCESS', 'NAME'], ['GetItem']),
    onItems(registry, ['REGISTRATION'], ['BatchGetItem']),
    // Where it leaves its report.
    onItems(registry, ['RECONCILIATION'], ['GetItem', 'PutItem']),
    lockHolder(scope),
    {
      actions: [
        'tag:GetResources',
        'cognito-idp:ListUserPools',
        'dynamodb:ListTables',
        'ec2:DescribeSecurityGroups',
        'ecs:DescribeTaskDefinition',
        'ecs:ListClusters',
        'ecs:ListTaskDefinitions',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'iam:ListRoles',
        'logs:DescribeLogGroups',
        'servicediscovery:ListNamespaces',
      ],
      resources: ['*'],
      because: 'Lists: AWS authorizes them by no resource; it offers `*` only.',
    },
    { actions: ['apigateway:GET'], resources: [arns.apiKeys, ...usagePlanIds.map(arns.keysOfPlan)] },
    { actions: ['ecs:DescribeServices'], resources: [arns.services], because: ANY_TENANTS },
    {
      actions: ['cognito-idp:ListUserPoolClients'],
      resources: [arns.userPools],
      because: 'Cognito names pools at random, and a pool that is gone has no tag.',
    },
    { actions: ['iam:ListRoleTags'], resources: arns.roles, because: ANY_TENANTS },
    ...tenantKeyGrants(scope, config).look,
  ];
}

/** What an operator may have it mend: nothing that carries no tenant's tag. */
function repairs(scope: Construct, { config, registry }: ReconcilerProps): Grant[] {
  const arns = footprintArns(scope, config);
  const named = (actions: string[], ...resources: string[]): Grant => ({
    ...{ actions, resources, conditions: OF_A_TENANT },
    because: 'Tenants come and go; only what carries the tag of one is reached.',
  });
  return [
    // A lock that is given back, an entry that is told the truth.
    onItems(registry, ['TENANT'], ['UpdateItem', 'DeleteItem']),
    named(['ecs:UpdateService', 'ecs:DeleteService'], arns.services),
    named(['ecs:DeleteCluster'], arns.clusters),
    named(['ecs:DeleteTaskDefinitions'], arns.taskDefinitions),
    {
      actions: ['ecs:DeregisterTaskDefinition'],
      resources: ['*'],
      because: 'ECS authorizes this call by no resource; it offers `*` only.',
    },
    named(['elasticloadbalancing:DeleteRule'], arns.listenerRules),
    named(['elasticloadbalancing:DeleteTargetGroup'], arns.targetGroups),
    named(['iam:DeleteRolePolicy', 'iam:DeleteRole'], ...arns.roles),
    named(['dynamodb:DeleteTable'], arns.tables),
    named(['logs:DeleteLogGroup'], arns.logGroups),
    tenantKeyGrants(scope, config).schedule,
    named(['cognito-idp:DeleteUserPool'], arns.userPools),
    named(['apigateway:DELETE'], arns.apiKey),
    named(['servicediscovery:DeleteNamespace'], arns.namespaces),
    named(['ec2:DeleteSecurityGroup'], arns.securityGroups),
  ];
}
