import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIGatewayClient, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListNamespacesCommand, ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { root } from '../../scripts/local/paths';
import { useLocalAws } from '../builders/local-aws';
import {
  type FaultRule,
  LOST_REPLY,
  type Microburst,
  SERVICES,
  serverError,
  startMicroburst,
  throttle,
} from '../builders/microburst';

const [PORT, PROXY_PORT] = [4810, 4811];
const aws = useLocalAws(PORT);
const config = { ...aws.config, endpoint: `http://127.0.0.1:${PROXY_PORT}` };
let proxy: Microburst;
beforeAll(async () => {
  proxy = await startMicroburst(PROXY_PORT, aws.endpointUrl);
}, 120_000); // the first start of a checkout installs it
afterAll(() => proxy.stop());
beforeEach(async () => {
  await proxy.rules([]);
  await proxy.clearFired();
});

interface Reply {
  $metadata: { attempts?: number };
}
/** A call of each service that needs nothing to be there, through the proxy, as often as the SDK tries. */
const call = (maxAttempts = 3): Record<string, { operation: string; send: () => Promise<Reply> }> => {
  const with_ = { ...config, maxAttempts };
  return {
    apigateway: {
      operation: 'GetApiKeys',
      send: () => new APIGatewayClient(with_).send(new GetApiKeysCommand({})),
    },
    cloudwatch: {
      operation: 'DescribeAlarms',
      send: () => new CloudWatchClient(with_).send(new DescribeAlarmsCommand({})),
    },
    'cognito-idp': {
      operation: 'ListUserPools',
      send: () => new CognitoIdentityProviderClient(with_).send(new ListUserPoolsCommand({ MaxResults: 1 })),
    },
    dynamodb: {
      operation: 'ListTables',
      send: () => new DynamoDBClient(with_).send(new ListTablesCommand({})),
    },
    ec2: {
      operation: 'DescribeSecurityGroups',
      send: () => new EC2Client(with_).send(new DescribeSecurityGroupsCommand({})),
    },
    ecs: { operation: 'ListClusters', send: () => new ECSClient(with_).send(new ListClustersCommand({})) },
    elbv2: {
      operation: 'DescribeLoadBalancers',
      send: () => new ElasticLoadBalancingV2Client(with_).send(new DescribeLoadBalancersCommand({})),
    },
    events: {
      operation: 'ListEventBuses',
      send: () => new EventBridgeClient(with_).send(new ListEventBusesCommand({})),
    },
    iam: { operation: 'ListRoles', send: () => new IAMClient(with_).send(new ListRolesCommand({})) },
    kms: { operation: 'ListKeys', send: () => new KMSClient(with_).send(new ListKeysCommand({})) },
    lambda: {
      operation: 'ListFunctions',
      send: () => new LambdaClient(with_).send(new ListFunctionsCommand({})),
    },
    logs: {
      operation: 'DescribeLogGroups',
      send: () => new CloudWatchLogsClient(with_).send(new DescribeLogGroupsCommand({})),
    },
    resourcegroupstaggingapi: {
      operation: 'GetResources',
      send: () => new ResourceGroupsTaggingAPIClient(with_).send(new GetResourcesCommand({})),
    },
    s3: { operation: 'ListBuckets', send: () => new S3Client(with_).send(new ListBucketsCommand({})) },
    servicediscovery: {
      operation: 'ListNamespaces',
      send: () => new ServiceDiscoveryClient(with_).send(new ListNamespacesCommand({})),
    },
    sqs: { operation: 'ListQueues', send: () => new SQSClient(with_).send(new ListQueuesCommand({})) },
    ssm: {
      operation: 'DescribeParameters',
      send: () => new SSMClient(with_).send(new DescribeParametersCommand({})),
    },
    stepfunctions: {
      operation: 'ListStateMachines',
      send: () => new SFNClient(with_).send(new ListStateMachinesCommand({})),
    },
    sts: {
      operation: 'GetCallerIdentity',
      send: () => new STSClient(with_).send(new GetCallerIdentityCommand({})),
    },
  };
};

/** Calls every service at once. */
const callAll = async <T>(maxAttempts: number, of: (reply: Promise<Reply>) => Promise<T>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(call(maxAttempts)).map(
        async ([service, { send }]) => [service, await of(send())] as const,
      ),
    ),
  );

test('lets a role through, whose signature the local AWS verifies', async () => {
  const iam = new IAMClient(config);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'caller',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    }),
  );
  const { Credentials = {} } = await new STSClient(config).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'caller' }),
  );

  const asRole = new STSClient({ ...aws.configAs(Credentials), endpoint: config.endpoint });

  expect((await asRole.send(new GetCallerIdentityCommand())).Arn).toContain('assumed-role/caller');
});

test('knows the words of each service whose SDK the product uses', () => {
  const sources = ['lambdas', 'app-services'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.ts$/.test(file))
      .map((file) => join(root, folder, file)),
  );

  expect(clientsIn([__filename])).toEqual(clientsIn(sources));
  expect(SERVICES).toEqual(Object.keys(call()).sort());
});

/** Packages of the AWS SDK's clients that files import. */
const clientsIn = (files: string[]): string[] =>
  [
    ...new Set(
      files.flatMap((file) => readFileSync(file, 'utf8').match(/@aws-sdk\/client-[a-z\d-]+/g) ?? []),
    ),
  ].sort();

describe.each([
  { fault: 'throttle', effectOf: throttle },
  { fault: 'server error', effectOf: serverError },
])('a $fault', ({ effectOf }) => {
  test('is what each SDK reads: its code, its status', async () => {
    await proxy.rules(SERVICES.map((service) => ({ service, ...effectOf(service) }) as FaultRule));

    const read = await callAll(1, (reply) =>
      reply.then(
        () => 'answered',
        ({ name, $metadata }) => ({ code: name, status: $metadata.httpStatusCode }),
      ),
    );

    expect(read).toEqual(Object.fromEntries(SERVICES.map((service) => [service, effectOf(service).error])));
  });

  test('is tried again by each SDK, and told in the audit', async () => {
    await proxy.rules(SERVICES.map((service) => ({ service, times: 1, ...effectOf(service) }) as FaultRule));

    const attempts = await callAll(3, async (reply) => (await reply).$metadata.attempts);

    expect(attempts).toEqual(Object.fromEntries(SERVICES.map((service) => [service, 2])));
    const told = (await proxy.fired()).map(({ service, operation, action }) => [service, operation, action]);
    expect(told.sort()).toEqual(
      SERVICES.map((service) => [
        service,
        call()[service]?.operation,
        `error:${effectOf(service).error.code}`,
      ]).sort(),
    );
  });
});

test('a lost reply is tried again by each SDK', async () => {
  await proxy.rules(SERVICES.map((service) => ({ service, times: 1, ...LOST_REPLY })));

  const attempts = await callAll(3, async (reply) => (await reply).$metadata.attempts);

  expect(attempts).toEqual(Object.fromEntries(SERVICES.map((service) => [service, 2])));
});

test('a lost reply is lost also when it has no body, and its call took effect', async () => {
  await proxy.rules([{ service: 'logs', operation: 'CreateLogGroup', ...LOST_REPLY }]);
  const logs = new CloudWatchLogsClient({ ...config, maxAttempts: 1 });

  const created = logs.send(new CreateLogGroupCommand({ logGroupName: 'lost' }));

  await expect(created).rejects.toThrow('socket hang up');
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups?.map(({ logGroupName }) => logGroupName)).toContain('lost');
});

test('counts what it harmed, by operation and kind, and what it saw', async () => {
  const before = await proxy.counts();
  await proxy.rules([{ service: 'iam', operation: 'ListRoles', times: 2, ...throttle('iam') }]);

  await new IAMClient(config).send(new ListRolesCommand({}));

  const countIn = (counts: typeof before) =>
    counts.find(
      ({ service, operation, action }) =>
        `${service} ${operation} ${action}` === 'iam ListRoles error:Throttling',
    )?.count ?? 0;
  expect(countIn(await proxy.counts()) - countIn(before)).toBe(2);
  expect((await proxy.stats()).requests.faulted).toBeGreaterThanOrEqual(2);
});
