import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { z } from 'zod';
import { environmentSchema as beginSchema } from '../../lambdas/offboarding/begin-offboarding/env';
import { environmentSchema as claimSchema } from '../../lambdas/offboarding/claim-removal/env';
import { environmentSchema as completeSchema } from '../../lambdas/offboarding/complete-offboarding/env';
import { environmentSchema as apiKeySchema } from '../../lambdas/offboarding/remove-api-key/env';
import { environmentSchema as clusterSchema } from '../../lambdas/offboarding/remove-cluster/env';
import { environmentSchema as dataSchema } from '../../lambdas/offboarding/remove-data/env';
import { environmentSchema as identitySchema } from '../../lambdas/offboarding/remove-identity/env';
import { environmentSchema as networkSchema } from '../../lambdas/offboarding/remove-network/env';
import { environmentSchema as serviceSchema } from '../../lambdas/offboarding/remove-service/env';
import { environmentSchema as revokeSchema } from '../../lambdas/offboarding/revoke-access/env';
import { environmentSchema as verifySchema } from '../../lambdas/offboarding/verify-gone/env';
import { cellParameterPrefix } from '../cells';
import type { Config } from '../config';
import { exportBucketName } from './export-bucket';
import { type OffboardingStep, offboardingGrants } from './offboarding-permissions';
import type { SharedInfra } from './onboarding-steps';
import { TenantItemsRole, tenantItemsRoleArn } from './tenant-items-role';
import { WorkloadFunction, type WorkloadFunctionProps } from './workload-function';

/** Of steps that wait for AWS, or work page by page, inside one invocation. */
const LONG = Duration.seconds(55);

export interface OffboardingStepsProps {
  config: Config;
  registry: ITable;
  sharedInfra: SharedInfra;
  advancedCluster: ICluster;
  /** Exports a tenant's data before it is deleted; is trusted with its items as those are that delete them. */
  exportData: WorkloadFunction;
}

/** The functions that the offboarding state machine calls, each with the rights of its own calls. */
export class OffboardingSteps extends Construct {
  readonly byName: Record<OffboardingStep | 'export-data', WorkloadFunction>;

  constructor(
    scope: Construct,
    id: string,
    { config, registry: table, sharedInfra, advancedCluster, exportData }: OffboardingStepsProps,
  ) {
    super(scope, id);
    const { tables, tenantPool, cells, usagePlans } = sharedInfra;
    const stack = Stack.of(this);
    const itemsRoleArn = tenantItemsRoleArn(this, config);
    const grants = offboardingGrants(this, {
      config,
      registry: table,
      sharedUserPoolArn: tenantPool.userPool.userPoolArn,
      usagePlanIds: Object.values(usagePlans.idByTier),
      listenerArns: cells.map((cell) => cell.listener.listenerArn),
      tenantItemsRoleArn: itemsRoleArn,
    });
    const step = <S extends z.ZodType>(
      name: OffboardingStep,
      props: Omit<WorkloadFunctionProps<S>, 'config' | 'path' | 'grants'>,
    ) =>
      new WorkloadFunction(this, name, {
        config,
        path: `offboarding/${name}`,
        grants: grants[name],
        // Shorter than the state waits, so that it is the function's log that tells what took so long.
        timeout: Duration.seconds(25),
        ...props,
      });
    const registry = { REGISTRY_TABLE_NAME: table.tableName };
    const asTheTenant = {
      POOLED_TABLES: stack.toJsonString({
        orders: tables.byName.orders.tableName,
        products: tables.byName.products.tableName,
      }),
      TENANT_DATA_ROLE_ARN: itemsRoleArn,
    };

    this.byName = {
      'begin-offboarding': step('begin-offboarding', {
        description: "Offboarding: takes the tenant's lock and decides how it leaves",
        schema: beginSchema,
        environment: {
          ...registry,
          CELL_PARAMETER_PREFIX: cellParameterPrefix(config),
          ADVANCED_CLUSTER_ARN: advancedCluster.clusterArn,
          RETAIN_DAYS: String(config.offboarding.retainDays),
          EXPORT_FIRST: String(config.offboarding.exportFirst),
        },
      }),
      'revoke-access': step('revoke-access', {
        description: "Offboarding: closes the door to the tenant's users",
        schema: revokeSchema,
        environment: registry,
      }),
      'claim-removal': step('claim-removal', {
        description: 'Offboarding: ends the time in which it can be cancelled',
        schema: claimSchema,
        environment: registry,
      }),
      'remove-service': step('remove-service', {
        description: 'Offboarding: drains and removes one service of a silo tenant',
        timeout: LONG,
        schema: serviceSchema,
        environment: registry,
      }),
      'remove-data': step('remove-data', {
        description: "Offboarding: the tenant's tables, logs, items and key",
        timeout: LONG,
        schema: dataSchema,
        environment: { ...registry, ...asTheTenant },
      }),
      'remove-identity': step('remove-identity', {
        description: "Offboarding: the tenant's user pool, or its users of the shared one",
        timeout: LONG,
        schema: identitySchema,
        environment: { ...registry, SHARED_USER_POOL_ID: tenantPool.userPool.userPoolId },
      }),
      'remove-api-key': step('remove-api-key', {
        description: "Offboarding: the tenant's API key",
        timeout: LONG,
        schema: apiKeySchema,
        environment: registry,
      }),
      'remove-network': step('remove-network', {
        description: "Offboarding: a silo tenant's namespace and security group",
        timeout: LONG,
        schema: networkSchema,
        environment: registry,
      }),
      'remove-cluster': step('remove-cluster', {
        description: "Offboarding: a Premium tenant's cluster",
        timeout: LONG,
        schema: clusterSchema,
        environment: registry,
      }),
      'verify-gone': step('verify-gone', {
        description: 'Offboarding: asks AWS what is left of the tenant',
        timeout: LONG,
        schema: verifySchema,
        environment: { ...registry, ...asTheTenant, SHARED_USER_POOL_ID: tenantPool.userPool.userPoolId },
      }),
      'complete-offboarding': step('complete-offboarding', {
        description: 'Offboarding: writes the deletion receipt',
        schema: completeSchema,
        environment: { ...registry, EXPORT_BUCKET_NAME: exportBucketName(this, config) },
      }),
      'export-data': exportData,
    };
    new TenantItemsRole(this, 'TenantItems', {
      config,
      tables: Object.values(tables.byName),
      trusted: [this.byName['remove-data'].role, this.byName['verify-gone'].role, exportData.role],
    });
  }
}
