import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { environmentSchema as beginSchema } from '../../lambdas/suspension/begin-suspension/env';
import { environmentSchema as scaleSchema } from '../../lambdas/suspension/scale-services/env';
import { environmentSchema as accessSchema } from '../../lambdas/suspension/set-access/env';
import { cellParameterPrefix } from '../cells';
import type { Config } from '../config';
import { beginGrants } from './begin-grants';
import { ANY_TENANTS, footprintArns, OF_A_TENANT } from './footprint-arns';
import { onItems } from './registry-grants';
import { WorkloadFunction } from './workload-function';

export interface SuspensionStepsProps {
  config: Config;
  registry: ITable;
  advancedCluster: ICluster;
}

/** The functions that suspend a tenant and bring it back, each with the rights of its own calls. */
export class SuspensionSteps extends Construct {
  readonly byName: Record<'begin-suspension' | 'set-access' | 'scale-services', WorkloadFunction>;

  constructor(scope: Construct, id: string, { config, registry, advancedCluster }: SuspensionStepsProps) {
    super(scope, id);
    const arns = footprintArns(this, config);
    this.byName = {
      'begin-suspension': new WorkloadFunction(this, 'begin-suspension', {
        config,
        path: 'suspension/begin-suspension',
        description: "Suspension: takes the tenant's lock",
        timeout: Duration.seconds(25),
        schema: beginSchema,
        environment: {
          REGISTRY_TABLE_NAME: registry.tableName,
          CELL_PARAMETER_PREFIX: cellParameterPrefix(config),
          ADVANCED_CLUSTER_ARN: advancedCluster.clusterArn,
        },
        grants: [
          onItems(registry, ['TENANT'], ['GetItem', 'PutItem']),
          onItems(registry, ['REGISTRATION', 'ACCESS'], ['GetItem']),
          ...beginGrants(this, config),
        ],
      }),
      'set-access': new WorkloadFunction(this, 'set-access', {
        config,
        path: 'suspension/set-access',
        description: "Suspension: closes and opens the door to the tenant's users",
        timeout: Duration.seconds(25),
        schema: accessSchema,
        environment: { REGISTRY_TABLE_NAME: registry.tableName },
        grants: [
          onItems(registry, ['TENANT'], ['GetItem', 'Query']),
          onItems(registry, ['ACCESS'], ['UpdateItem']),
          {
            actions: ['apigateway:PATCH'],
            resources: [arns.apiKey],
            conditions: OF_A_TENANT,
            because: "API Gateway names keys at random; only a tenant's own is reached.",
          },
        ],
      }),
      'scale-services': new WorkloadFunction(this, 'scale-services', {
        config,
        path: 'suspension/scale-services',
        description: "Suspension: scales a silo tenant's services to zero and back",
        timeout: Duration.seconds(55),
        schema: scaleSchema,
        environment: {
          REGISTRY_TABLE_NAME: registry.tableName,
          DESIRED_COUNT: String(config.services.desiredCount),
        },
        grants: [
          onItems(registry, ['TENANT'], ['GetItem']),
          {
            actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
            resources: [arns.services],
            conditions: OF_A_TENANT,
            because: ANY_TENANTS,
          },
        ],
      }),
    };
  }
}
