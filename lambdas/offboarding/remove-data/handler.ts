import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { pagedInputSchema } from '../../shared/contracts/pages';
import { parseEnvironment } from '../../shared/environment';
import { tenantItemsClient } from '../../shared/footprint/tenant-session';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeData } from './remove-data';

const environment = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient(CLIENT_SETTINGS);

const registry = registryContext(environment.REGISTRY_TABLE_NAME, dynamodb);

export const handler = stepHandler(
  pagedInputSchema,
  registry,
  removeData({
    dynamodb,
    itemsOf: tenantItemsClient(new STSClient(CLIENT_SETTINGS), environment.TENANT_DATA_ROLE_ARN),
    kms: new KMSClient(CLIENT_SETTINGS),
    logs: new CloudWatchLogsClient(CLIENT_SETTINGS),
    registry,
    pooledTables: environment.POOLED_TABLES,
    clock: systemClock,
  }),
);
