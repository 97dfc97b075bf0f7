import { MetricUnit } from '@aws-lambda-powertools/metrics';
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
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { executionStatus } from '../../shared/aws/execution-runs';
import { idSchema } from '../../shared/contracts/identifiers';
import { parseEnvironment } from '../../shared/environment';
import { jobHandler } from '../../shared/middleware/job';
import { logger, metrics } from '../../shared/observability';
import { registryContext } from '../../shared/registry/client';
import { beginRun } from '../../shared/registry/reconciliations';
import { environmentSchema } from './env';
import { type InventoryClients, inventoryOf } from './inventory';
import { resourceDeleter } from './orphan-deletion';
import { ownersIn } from './owners';
import { type Order, reconcile } from './reconcile';
import { recorded } from './recorded';
import { scheduledRun } from './scheduled';

const environment = parseEnvironment(environmentSchema);
const dynamodb = new DynamoDBClient(CLIENT_SETTINGS);
const clients: InventoryClients = {
  apiGateway: new APIGatewayClient(CLIENT_SETTINGS),
  cloudMap: new ServiceDiscoveryClient(CLIENT_SETTINGS),
  cognito: new CognitoIdentityProviderClient(CLIENT_SETTINGS),
  dynamodb,
  ec2: new EC2Client(CLIENT_SETTINGS),
  ecs: new ECSClient(CLIENT_SETTINGS),
  iam: new IAMClient(CLIENT_SETTINGS),
  kms: new KMSClient(CLIENT_SETTINGS),
  loadBalancing: new ElasticLoadBalancingV2Client(CLIENT_SETTINGS),
  logs: new CloudWatchLogsClient(CLIENT_SETTINGS),
};
const tagging = new ResourceGroupsTaggingAPIClient(CLIENT_SETTINGS);
const statusOf = executionStatus(new SFNClient(CLIENT_SETTINGS));
const registry = registryContext(environment.REGISTRY_TABLE_NAME, dynamodb);

/** What is read once and kept is kept for one invocation: the next sees AWS as it is then. */
const run = (order: Order, until: number) =>
  reconcile({
    ...{ registry, tagging, statusOf, ecs: clients.ecs, iam: clients.iam, now: registry.now },
    desiredCount: environment.DESIRED_COUNT,
    threshold: environment.STUCK_AFTER_MINUTES * 60_000,
    inventory: inventoryOf(clients),
    owners: ownersIn(registry),
    deleteResource: resourceDeleter(clients),
  })(order, until);

/** How long a page of an operator's run may take: somebody waits for it. */
const PAGE_MS = 20_000;

const orderSchema = z.strictObject({
  fix: z.boolean().default(false),
  tenantId: idSchema.optional(),
  cursor: z.string().max(4_096).optional(),
});
const scheduleSchema = z.looseObject({ source: z.literal('aws.events') });

/** Ordered through the admin API, which has noted that it begins; nobody waits for it. */
const wholeSchema = z.strictObject({ startedAt: z.iso.datetime(), fix: z.boolean() });

const whole = (startedAt: string, fix: boolean) =>
  recorded(registry, startedAt, (onFinding) =>
    scheduledRun({
      run,
      onFindings: (count) => metrics.addMetric('ReconcilerFindings', MetricUnit.Count, count),
      onFinding: (finding) => {
        logger.warn('finding', { ...finding });
        onFinding(finding);
      },
      now: Date.now,
    })(fix),
  );

/** A page of an operator who waits for it; a whole run that was ordered; or the schedule's. */
export const handler = jobHandler(z.union([scheduleSchema, wholeSchema, orderSchema]), async (input) => {
  if ('startedAt' in input) return whole(input.startedAt as string, input.fix === true);
  if ('source' in input) return whole(await beginRun(registry, { fix: false }), false);
  return run(input as Order, Date.now() + PAGE_MS);
});
