import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { z } from 'zod';
import { environmentSchema as activateSchema } from '../../lambdas/onboarding/activate-tenant/env';
import { environmentSchema as beginSchema } from '../../lambdas/onboarding/begin-onboarding/env';
import { environmentSchema as clusterSchema } from '../../lambdas/onboarding/create-cluster/env';
import { environmentSchema as identitySchema } from '../../lambdas/onboarding/create-identity/env';
import { environmentSchema as networkSchema } from '../../lambdas/onboarding/create-network/env';
import { environmentSchema as storageSchema } from '../../lambdas/onboarding/create-storage/env';
import { environmentSchema as deploySchema } from '../../lambdas/onboarding/deploy-service/env';
import { environmentSchema as apiKeySchema } from '../../lambdas/onboarding/issue-api-key/env';
import { environmentSchema as publishSchema } from '../../lambdas/onboarding/publish-success/env';
import { SERVICES } from '../../lambdas/shared/contracts/tiers';
import { cellParameterPrefix } from '../cells';
import { type Config, imageOf } from '../config';
import { allowedOrigins } from './allowed-origins';
import type { Cell } from './cell';
import type { Network } from './network';
import { type OnboardingStep, onboardingGrants } from './onboarding-permissions';
import type { PooledTables } from './pooled-tables';
import type { SignOuts } from './sign-outs';
import type { TaskRoles } from './task-roles';
import { makesTenantKeys } from './tenant-key-grants';
import type { TenantPool } from './tenant-pool';
import type { UsagePlans } from './usage-plans';
import { WorkloadFunction, type WorkloadFunctionProps } from './workload-function';

/** Of steps that wait for AWS inside one invocation. */
const LONG = Duration.seconds(55);

/** What tenants share, on which a silo tenant's footprint is built. */
export interface SharedInfra {
  network: Network;
  tables: PooledTables;
  signOuts: SignOuts;
  tenantPool: TenantPool;
  taskRoles: TaskRoles;
  cells: Cell[];
  usagePlans: UsagePlans;
  /** Of the function that verifies a new tenant through the load balancer. */
  verifierSecurityGroup: ISecurityGroup;
}

export interface OnboardingStepsProps {
  config: Config;
  registry: ITable;
  bus: IEventBus;
  /** Pool that no step may touch. */
  operatorUserPoolArn: string;
  sharedInfra: SharedInfra;
  advancedCluster: ICluster;
}

/** The functions that the onboarding state machine calls, each with the rights of its own calls. */
export class OnboardingSteps extends Construct {
  readonly byName: Record<OnboardingStep, WorkloadFunction>;

  constructor(
    scope: Construct,
    id: string,
    { config, registry: table, bus, operatorUserPoolArn, sharedInfra, advancedCluster }: OnboardingStepsProps,
  ) {
    super(scope, id);
    const { network, tables, signOuts, tenantPool, taskRoles, cells, usagePlans, verifierSecurityGroup } =
      sharedInfra;
    const { vpc } = network;
    const stack = Stack.of(this);
    const grants = onboardingGrants(this, {
      config,
      registry: table,
      busArn: bus.eventBusArn,
      sharedUserPoolArn: tenantPool.userPool.userPoolArn,
      operatorUserPoolArn,
      usagePlanIds: Object.values(usagePlans.idByTier),
      vpcArn: vpc.vpcArn,
      listenerArns: cells.map((cell) => cell.listener.listenerArn),
      executionRoleArn: taskRoles.execution.roleArn,
      boundaryArn: taskRoles.boundary.managedPolicyArn,
    });
    const step = <S extends z.ZodType>(
      name: OnboardingStep,
      props: Omit<WorkloadFunctionProps<S>, 'config' | 'path' | 'grants'>,
    ) =>
      new WorkloadFunction(this, name, {
        config,
        path: `onboarding/${name}`,
        grants: grants[name],
        // Shorter than the state waits, so that it is the function's log that tells what took so long.
        timeout: Duration.seconds(25),
        ...props,
      });
    const registry = { REGISTRY_TABLE_NAME: table.tableName };

    this.byName = {
      'begin-onboarding': step('begin-onboarding', {
        description: "Onboarding: takes the tenant's lock and plans its footprint",
        schema: beginSchema,
        environment: {
          ...registry,
          CELL_PARAMETER_PREFIX: cellParameterPrefix(config),
          ADVANCED_CLUSTER_ARN: advancedCluster.clusterArn,
        },
      }),
      'create-identity': step('create-identity', {
        description: 'Onboarding: user pool, client and administrator of the tenant',
        timeout: LONG,
        schema: identitySchema,
        environment: {
          ...registry,
          SHARED_USER_POOL_ID: tenantPool.userPool.userPoolId,
          SHARED_APP_CLIENT_ID: tenantPool.client.userPoolClientId,
          SIGN_IN: JSON.stringify(config.signIn.tenants),
        },
      }),
      'issue-api-key': step('issue-api-key', {
        description: "Onboarding: the tenant's own API key on its tier's plan",
        timeout: LONG,
        schema: apiKeySchema,
        environment: { ...registry, USAGE_PLAN_IDS: stack.toJsonString(usagePlans.idByTier) },
      }),
      'create-cluster': step('create-cluster', {
        description: "Onboarding: a Premium tenant's own cluster",
        schema: clusterSchema,
        environment: registry,
      }),
      'create-network': step('create-network', {
        description: "Onboarding: a silo tenant's security group and Service Connect namespace",
        timeout: LONG,
        schema: networkSchema,
        environment: { ...registry, VPC_ID: vpc.vpcId },
      }),
      'create-storage': step('create-storage', {
        description: "Onboarding: a silo tenant's tables and log group, and their key where it has one",
        timeout: LONG,
        schema: storageSchema,
        environment: {
          ...registry,
          POOLED_TABLES: stack.toJsonString({
            orders: tables.byName.orders.tableName,
            products: tables.byName.products.tableName,
          }),
          LOG_RETENTION_DAYS: String(config.logRetentionDays),
          TENANT_KEYS: String(makesTenantKeys(config)),
        },
      }),
      'deploy-service': step('deploy-service', {
        description: 'Onboarding: one service of a silo tenant, with role, target group and listener rule',
        schema: deploySchema,
        environment: {
          ...registry,
          VPC_ID: vpc.vpcId,
          SUBNET_IDS: vpc.selectSubnets({ subnetGroupName: 'private' }).subnetIds.join(','),
          SERVICES: stack.toJsonString(
            Object.fromEntries(
              SERVICES.map((name) => {
                const { cpu, memory, desiredCount } = config.services;
                return [name, { image: imageOf(config, this, name), cpu, memory, desiredCount }];
              }),
            ),
          ),
          CPU_ARCHITECTURE: config.services.architecture,
          TASK_EXECUTION_ROLE_ARN: taskRoles.execution.roleArn,
          TASK_BOUNDARY_ARN: taskRoles.boundary.managedPolicyArn,
          TENANT_DATA_ROLE_ARN: taskRoles.tenantData.roleArn,
          SIGN_OUTS_TABLE_NAME: signOuts.silo.tableName,
          ...(config.endpoints.jwksBaseUrl && { JWKS_BASE_URL: config.endpoints.jwksBaseUrl }),
          CORS_ALLOWED_ORIGIN: allowedOrigins(config).tenantApi,
        },
        timeout: LONG,
      }),
      'await-services': step('await-services', {
        description: 'Onboarding: waits until the services run and are healthy behind the load balancer',
        timeout: LONG,
        environment: {},
      }),
      'verify-tenant': step('verify-tenant', {
        description: "Onboarding: asks the tenant's services through the load balancer, as its users will",
        environment: {},
        network: { vpc, securityGroup: verifierSecurityGroup },
      }),
      'verify-isolation': step('verify-isolation', {
        description: "Onboarding: has the tenant's services try what their credentials reach",
        environment: {},
        network: { vpc, securityGroup: verifierSecurityGroup },
      }),
      'activate-tenant': step('activate-tenant', {
        description: "Onboarding: opens the door to the tenant's users",
        schema: activateSchema,
        environment: registry,
      }),
      'publish-success': step('publish-success', {
        description: 'Onboarding: tells the bus that the tenant is in service',
        schema: publishSchema,
        environment: {
          ...registry,
          EVENT_BUS_NAME: bus.eventBusName,
          EVENT_NAMES: JSON.stringify(config.events),
        },
      }),
    };
  }
}
