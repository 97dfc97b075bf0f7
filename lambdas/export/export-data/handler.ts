import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { CLIENT_SETTINGS, tries } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { exportInputSchema } from '../../shared/contracts/export';
import { parseEnvironment } from '../../shared/environment';
import { tenantItemsClient } from '../../shared/footprint/tenant-session';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { exportData } from './export-data';

const environment = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient(CLIENT_SETTINGS);

export const handler = taskHandler(
  exportInputSchema,
  exportData({
    dynamodb,
    itemsOf: tenantItemsClient(new STSClient(CLIENT_SETTINGS), environment.TENANT_DATA_ROLE_ARN),
    // Cognito's quota on lists is some ten a second, shared by the account: throttles are waited out.
    cognito: new CognitoIdentityProviderClient({ ...CLIENT_SETTINGS, ...tries(6) }),
    s3: new S3Client(CLIENT_SETTINGS),
    registry: registryContext(environment.REGISTRY_TABLE_NAME, dynamodb),
    pooledTables: environment.POOLED_TABLES,
    sharedUserPoolId: environment.SHARED_USER_POOL_ID,
    bucket: environment.EXPORT_BUCKET_NAME,
    clock: systemClock,
  }),
);
