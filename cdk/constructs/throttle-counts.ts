import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import { DEAD_LETTER_QUEUES } from '../../lambdas/shared/contracts/upkeep';
import { environmentSchema } from '../../lambdas/tenant-access/count-throttled/env';
import type { Config } from '../config';
import type { Cell } from './cell';
import { deadLetterPrefix, keepFailures, operatorQueue } from './event-rule';
import type { OperatorAlarms } from './operator-alarms';
import { onItems } from './registry-grants';
import { throttleCounterName } from './workflow-names';
import { WorkloadFunction } from './workload-function';

export interface ThrottleCountsProps {
  config: Config;
  registry: ITable;
  cells: Cell[];
  alarms: OperatorAlarms;
}

/** Counts the requests that the cells' gateways refused, by tenant and day: their access logs hand over each 429. */
export class ThrottleCounts extends Construct {
  constructor(scope: Construct, id: string, { config, registry, cells, alarms }: ThrottleCountsProps) {
    super(scope, id);
    const target = new WorkloadFunction(this, 'CountThrottled', {
      config,
      path: 'tenant-access/count-throttled',
      functionName: throttleCounterName(config),
      description: "Counts tenants' refused requests by day",
      schema: environmentSchema,
      environment: { REGISTRY_TABLE_NAME: registry.tableName },
      grants: [onItems(registry, ['THROTTLED'], ['UpdateItem'])],
    });
    // A subscription invokes as a rule does: nobody waits for the end, and what fails is gone unless it is kept.
    keepFailures('ThrottleCounts', {
      ...{ target, alarms },
      queue: operatorQueue(this, 'DeadLetters', `${deadLetterPrefix(config)}throttle-counts`),
      holds: DEAD_LETTER_QUEUES['throttle-counts'],
    });
    const { function: counter } = target;
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
