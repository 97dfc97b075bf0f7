import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { systemClock } from '../../shared/aws/wait-until';
import { planInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { createStorage } from './create-storage';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient({});

export const handler = taskHandler(
  planInputSchema,
  createStorage({
    dynamodb,
    logs: new CloudWatchLogsClient({}),
    registry: registryContext(environment.REGISTRY_TABLE_NAME, dynamodb),
    pooledTables: environment.POOLED_TABLES,
    logRetentionDays: environment.LOG_RETENTION_DAYS,
    clock: systemClock,
  }),
);
