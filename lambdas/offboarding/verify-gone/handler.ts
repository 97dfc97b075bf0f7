import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { CLIENT_SETTINGS, tries } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { pagedInputSchema } from '../../shared/contracts/pages';
import { parseEnvironment } from '../../shared/environment';
import { tenantItemsClient } from '../../shared/footprint/tenant-session';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { looksOf } from './looks';
import { verifyGone } from './verify-gone';

const environment = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient(CLIENT_SETTINGS);

const inputSchema = pagedInputSchema.extend({
  round: z.number().int().nonnegative(),
  redriveCount: z.number().int().nonnegative().default(0),
});

export const handler = taskHandler(
  inputSchema,
  verifyGone(
    looksOf({
      apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
      cloudMap: new ServiceDiscoveryClient(CLIENT_SETTINGS),
      // Cognito's quotas on lists are some ten a second, shared by the account: throttles are waited out.
      cognito: new CognitoIdentityProviderClient({ ...CLIENT_SETTINGS, ...tries(6) }),
      dynamodb,
      ec2: new EC2Client(CLIENT_SETTINGS),
      ecs: new ECSClient(CLIENT_SETTINGS),
      iam: new IAMClient(CLIENT_SETTINGS),
      itemsOf: tenantItemsClient(new STSClient(CLIENT_SETTINGS), environment.TENANT_DATA_ROLE_ARN),
      kms: new KMSClient(CLIENT_SETTINGS),
      loadBalancing: new ElasticLoadBalancingV2Client(CLIENT_SETTINGS),
      logs: new CloudWatchLogsClient(CLIENT_SETTINGS),
      pooledTables: environment.POOLED_TABLES,
      registry: registryContext(environment.REGISTRY_TABLE_NAME, dynamodb),
      sharedUserPoolId: environment.SHARED_USER_POOL_ID,
      tagging: new ResourceGroupsTaggingAPIClient(CLIENT_SETTINGS),
    }),
    systemClock,
  ),
);
