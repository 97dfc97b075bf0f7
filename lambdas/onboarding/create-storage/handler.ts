import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { CLIENT_SETTINGS, ONCE_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { planInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { createStorage } from './create-storage';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient(CLIENT_SETTINGS);

const registry = registryContext(environment.REGISTRY_TABLE_NAME, dynamodb);

export const handler = stepHandler(
  planInputSchema,
  registry,
  createStorage({
    dynamodb,
    logs: new CloudWatchLogsClient(CLIENT_SETTINGS),
    registry,
    pooledTables: environment.POOLED_TABLES,
    logRetentionDays: environment.LOG_RETENTION_DAYS,
    ...(environment.TENANT_KEYS && {
      keys: { kms: new KMSClient(CLIENT_SETTINGS), creatingKeys: new KMSClient(ONCE_SETTINGS) },
    }),
    clock: systemClock,
  }),
);
