import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import { environmentSchema } from '../../lambdas/tenant-access/count-throttled/env';
import type { Config } from '../config';
import type { Cell } from './cell';
import { onItems } from './registry-grants';
import { WorkloadFunction } from './workload-function';

export interface ThrottleCountsProps {
  config: Config;
  registry: ITable;
  cells: Cell[];
}

/** Counts the requests that the cells' gateways refused, by tenant and day: their access logs hand over each 429. */
export class ThrottleCounts extends Construct {
  constructor(scope: Construct, id: string, { config, registry, cells }: ThrottleCountsProps) {
    super(scope, id);
    const { function: counter } = new WorkloadFunction(this, 'CountThrottled', {
      config,
      path: 'tenant-access/count-throttled',
      description: "Counts tenants' refused requests by day",
      schema: environmentSchema,
      environment: { REGISTRY_TABLE_NAME: registry.tableName },
      grants: [onItems(registry, ['THROTTLED'], ['UpdateItem'])],
    });
    for (const cell of cells) {
      const { accessLogs } = cell.api;
      counter.addPermission(`Logs-${cell.id}`, {
        principal: new ServicePrincipal('logs.amazonaws.com'),
        sourceArn: accessLogs.logGroupArn,
      });
      new SubscriptionFilter(this, `Refused-${cell.id}`, {
        logGroup: accessLogs,
        destination: new LambdaDestination(counter, { addPermissions: false }),
        filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
      });
    }
  }
}
