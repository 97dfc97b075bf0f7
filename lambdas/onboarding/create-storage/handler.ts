import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { planInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { createStorage } from './create-storage';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient(CLIENT_SETTINGS);

export const handler = taskHandler(
  planInputSchema,
  createStorage({
    dynamodb,
    logs: new CloudWatchLogsClient(CLIENT_SETTINGS),
    registry: registryContext(environment.REGISTRY_TABLE_NAME, dynamodb),
    pooledTables: environment.POOLED_TABLES,
    logRetentionDays: environment.LOG_RETENTION_DAYS,
    clock: systemClock,
  }),
);
