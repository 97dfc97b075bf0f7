import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { environmentSchema } from '../../lambdas/export/export-data/env';
import type { Config } from '../config';
import { exportBucketName, onExports } from './export-bucket';
import { ANY_TENANTS, footprintArns, OF_A_TENANT } from './footprint-arns';
import type { SharedInfra } from './onboarding-steps';
import { onItems } from './registry-grants';
import { tenantItemsRoleArn } from './tenant-items-role';
import { tenantKeyGrants } from './tenant-key-grants';
import { WorkloadFunction } from './workload-function';

export interface ExportStepsProps {
  config: Config;
  registry: ITable;
  sharedInfra: Pick<SharedInfra, 'tables' | 'tenantPool'>;
}

/** The function that writes a tenant's data into the export bucket, for exports and offboardings. */
export class ExportSteps extends Construct {
  readonly byName: Record<'export-data', WorkloadFunction>;

  constructor(scope: Construct, id: string, { config, registry, sharedInfra }: ExportStepsProps) {
    super(scope, id);
    const { tables, tenantPool } = sharedInfra;
    const arns = footprintArns(this, config);
    const itemsRoleArn = tenantItemsRoleArn(this, config);
    this.byName = {
      'export-data': new WorkloadFunction(this, 'export-data', {
        config,
        path: 'export/export-data',
        description: "Export: writes a tenant's items and users as JSON Lines",
        // 15 s of pages, one more of them and its object; shorter than the state waits.
        timeout: Duration.seconds(55),
        schema: environmentSchema,
        environment: {
          REGISTRY_TABLE_NAME: registry.tableName,
          POOLED_TABLES: Stack.of(this).toJsonString({
            orders: tables.byName.orders.tableName,
            products: tables.byName.products.tableName,
          }),
          TENANT_DATA_ROLE_ARN: itemsRoleArn,
          SHARED_USER_POOL_ID: tenantPool.userPool.userPoolId,
          EXPORT_BUCKET_NAME: exportBucketName(this, config),
        },
        grants: [
          onItems(registry, ['TENANT'], ['Query']),
          onItems(registry, ['REGISTRATION'], ['GetItem']),
          { actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [itemsRoleArn] },
          { actions: ['dynamodb:Query'], resources: [arns.tables], because: ANY_TENANTS },
          tenantKeyGrants(this, config).read,
          { actions: ['cognito-idp:ListUsers'], resources: [tenantPool.userPool.userPoolArn] },
          {
            actions: ['cognito-idp:ListUsers'],
            resources: [arns.userPools],
            conditions: OF_A_TENANT,
            because: "Cognito names pools at random; only a tenant's own can be listed.",
          },
          ...onExports(this, config, ['GetObject', 'PutObject']),
        ],
      }),
    };
  }
}
