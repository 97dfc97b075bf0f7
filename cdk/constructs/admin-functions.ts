import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { environmentSchema as executionsSchema } from '../../lambdas/admin-api/executions/env';
import { environmentSchema as exportsSchema } from '../../lambdas/admin-api/exports/env';
import { environmentSchema as operationsSchema } from '../../lambdas/admin-api/operations/env';
import { environmentSchema as configSchema } from '../../lambdas/admin-api/tenant-config/env';
import { environmentSchema as registrationsSchema } from '../../lambdas/admin-api/tenant-registrations/env';
import { environmentSchema as tenantsSchema } from '../../lambdas/admin-api/tenants/env';
import { environmentSchema as usersSchema } from '../../lambdas/admin-api/users/env';
import type { AdminApiFunction } from '../../lambdas/shared/contracts/admin-api-routes';
import { placesOf } from '../cells';
import type { Config } from '../config';
import { exportBucketName, onExports } from './export-bucket';
import { footprintArns, OF_A_TENANT } from './footprint-arns';
import type { Grant } from './grants';
import type { OperatorPool } from './operator-pool';
import { PortalFunctions } from './portal-functions';
import { ADMISSION, onDirectory, onItems, onLists } from './registry-grants';
import { ofTheSharedPool } from './tenant-pool';
import { exportExecutions, exportWorkflowArn, workflowArns, workflowExecutions } from './workflow-names';
import { WorkloadFunction } from './workload-function';

export interface AdminFunctionsProps {
  config: Config;
  bus: IEventBus;
  registry: ITable;
  operators: OperatorPool;
}

/** The functions behind the admin API, one a resource, each with the rights of its own calls. */
export class AdminFunctions extends Construct {
  readonly byResource: Record<AdminApiFunction, WorkloadFunction>;
  /** Those of them that look across tenants, or at AWS itself. */
  readonly portal: PortalFunctions['byResource'];
  /** Says what is wrong with a path or a method that the API does not have. */
  readonly refusals: WorkloadFunction;

  constructor(
    scope: Construct,
    id: string,
    { config, bus, registry: table, operators }: AdminFunctionsProps,
  ) {
    super(scope, id);
    const registry = { REGISTRY_TABLE_NAME: table.tableName };
    const operatorPool = { OPERATOR_POOL_ID: operators.userPool.userPoolId };
    const ofCallers: Grant = {
      actions: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminListGroupsForUser'],
      resources: [operators.userPool.userPoolArn],
    };
    this.portal = new PortalFunctions(this, 'Portal', {
      config,
      bus,
      registry: table,
      operators,
      ofCallers,
    }).byResource;
    this.refusals = new WorkloadFunction(this, 'Refusals', {
      config,
      path: 'admin-api/refusals',
      description: 'Admin API: refuses paths and methods that it does not have',
      environment: {},
    });
    this.byResource = {
      ...this.portal,
      'tenant-registrations': new WorkloadFunction(this, 'TenantRegistrations', {
        config,
        path: 'admin-api/tenant-registrations',
        description: 'Admin API: registers, shows, changes and deletes tenant registrations',
        schema: registrationsSchema,
        environment: {
          ...operatorPool,
          ...registry,
          EVENT_BUS_NAME: bus.eventBusName,
          EVENT_NAMES: JSON.stringify(config.events),
          PLACES: JSON.stringify(placesOf(config)),
        },
        grants: [
          ofCallers,
          onItems(table, ADMISSION, ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query']),
          onLists(table, ['REGISTRATION', 'TENANT']),
          { actions: ['events:PutEvents'], resources: [bus.eventBusArn] },
        ],
      }),
      tenants: new WorkloadFunction(this, 'Tenants', {
        config,
        path: 'admin-api/tenants',
        description:
          'Admin API: shows and finds tenants, what they have, their users, and what was deleted of them',
        schema: tenantsSchema,
        environment: { ...registry, ...operatorPool },
        grants: [
          ofCallers,
          onItems(table, ['TENANT', 'REGISTRATION'], ['GetItem', 'BatchGetItem']),
          onItems(table, ['TENANT'], ['Query']),
          onLists(table, ['TENANT']),
          onDirectory(table),
          ...this.ofTenantsUsers(config, operators),
        ],
      }),
      users: new WorkloadFunction(this, 'Users', {
        config,
        path: 'admin-api/users',
        description: 'Admin API: operators and their roles',
        schema: usersSchema,
        environment: { ...operatorPool, ...registry, USER_POOL_ID: operators.userPool.userPoolId },
        grants: [
          ofCallers,
          onItems(table, ['OPERATORS'], ['UpdateItem']),
          {
            actions: [
              'AdminCreateUser',
              'AdminGetUser',
              'AdminUpdateUserAttributes',
              'AdminDeleteUser',
              'AdminDisableUser',
              'AdminEnableUser',
              'AdminAddUserToGroup',
              'AdminRemoveUserFromGroup',
              'AdminListGroupsForUser',
              'ListUsers',
              'ListUsersInGroup',
            ].map((action) => `cognito-idp:${action}`),
            resources: [operators.userPool.userPoolArn],
          },
        ],
      }),
      'tenant-config': new WorkloadFunction(this, 'TenantConfig', {
        config,
        path: 'admin-api/tenant-config',
        description: "Admin API: tells a login page a tenant's pool, client and URL",
        schema: configSchema,
        environment: registry,
        grants: [onItems(table, ['TENANT', 'REGISTRATION', 'NAME'], ['GetItem'])],
      }),
      operations: new WorkloadFunction(this, 'Operations', {
        config,
        path: 'admin-api/operations',
        description: 'Admin API: replays, suspends and resumes tenants, and cancels offboardings',
        schema: operationsSchema,
        environment: {
          ...operatorPool,
          ...registry,
          EVENT_BUS_NAME: bus.eventBusName,
          EVENT_NAMES: JSON.stringify(config.events),
        },
        grants: [
          ofCallers,
          onItems(table, ['TENANT', 'REGISTRATION'], ['GetItem', 'PutItem', 'UpdateItem', 'Query']),
          onItems(table, ['ACCESS'], ['GetItem']),
          {
            actions: ['states:StartExecution', 'states:DescribeStateMachine'],
            resources: workflowArns(this),
          },
          {
            actions: [
              'states:DescribeExecution',
              'states:DescribeStateMachineForExecution',
              'states:RedriveExecution',
              'states:StopExecution',
            ],
            resources: workflowExecutions(this),
            because: 'An execution is named when it starts; the pattern is limited to our state machines.',
          },
          { actions: ['events:PutEvents'], resources: [bus.eventBusArn] },
        ],
      }),
      exports: new WorkloadFunction(this, 'Exports', {
        config,
        path: 'admin-api/exports',
        description: "Admin API: exports tenants' data and links to it",
        // An export is waited for; API Gateway gives up after 30 s.
        timeout: Duration.seconds(29),
        schema: exportsSchema,
        environment: {
          ...operatorPool,
          ...registry,
          EXPORT_STATE_MACHINE_ARN: exportWorkflowArn(this),
          EXPORT_BUCKET_NAME: exportBucketName(this, config),
        },
        grants: [
          ofCallers,
          onItems(table, ['TENANT', 'REGISTRATION'], ['GetItem', 'PutItem', 'Query']),
          { actions: ['states:StartExecution'], resources: [exportWorkflowArn(this)] },
          {
            actions: ['states:DescribeExecution'],
            resources: [exportExecutions(this), ...workflowExecutions(this)],
            because: 'An execution is named when it starts; the pattern is limited to our state machines.',
          },
          ...onExports(this, config, ['GetObject']),
        ],
      }),
      executions: new WorkloadFunction(this, 'Executions', {
        config,
        path: 'admin-api/executions',
        description: "Admin API: a tenant's workflow executions, state by state",
        schema: executionsSchema,
        environment: { ...registry, ...operatorPool },
        grants: [
          ofCallers,
          onItems(table, ['TENANT', 'REGISTRATION'], ['GetItem', 'Query']),
          {
            actions: [
              'states:DescribeExecution',
              'states:DescribeStateMachineForExecution',
              'states:GetExecutionHistory',
            ],
            resources: [exportExecutions(this), ...workflowExecutions(this)],
            because: 'An execution is named when it starts; the pattern is limited to our state machines.',
          },
        ],
      }),
    };
  }
  /** Rights to list users of tenants, and no operators, whatever tags their pool may get. */
  private ofTenantsUsers(config: Config, operators: OperatorPool): Grant[] {
    const actions = ['cognito-idp:ListUsers'];
    const resources = [footprintArns(this, config).userPools];
    return [
      {
        ...{ actions, resources, conditions: OF_A_TENANT },
        because: "Cognito names pools at random; only a tenant's own can be listed.",
      },
      {
        ...{ actions, resources },
        conditions: ofTheSharedPool(config),
        because: 'The shared pool is made by a later stack; only what has its tag can be listed.',
      },
      { effect: 'Deny', actions, resources: [operators.userPool.userPoolArn] },
    ];
  }
}
