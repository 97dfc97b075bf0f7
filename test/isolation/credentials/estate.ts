import { GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, paginateListTables, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import type { Member } from '../requests/member';
import type { Holder } from './holder';
import { callJson, SECRETS, STREAMS } from './json-call';

/** A table that holds a tenant's items, alone or with others'. */
export interface HeldTable {
  name: string;
  /** Sort key, below the partition key `tenantId`. */
  idName: string;
  own: boolean;
}

/** What a tenant has at AWS: what others' credentials must not reach. */
export interface Estate {
  orders: HeldTable;
  products: HeldTable;
  /** Shared by leading key: one table of the pooled tenants, one of the silo tenants. */
  signOuts: HeldTable;
  /** The stream of its own orders; a pooled table has none. */
  stream?: { StreamArn: string; ShardId: string };
  userPoolId: string;
  logGroup: string;
  logStream: string;
  apiKeyId: string;
  exportBucket: string;
  exportKey: string;
  /** ECS cluster and service of its own orders. */
  service?: { cluster: string; name: string };
  /** Table of all tenants, with their ledgers and API keys. */
  registry: string;
  /** Name of a secret of its own. */
  secret: string;
  /** Begins the names of all its own. */
  footprint: string;
}

const STREAM = 'isolation';

/** Looks up what a tenant has, and adds what attempts need: a log line, an export, a stream of its own table. */
export async function estateOf(member: Member, root: Holder, registry: string): Promise<Estate> {
  const { tenantId, tier, client, userPoolId } = member;
  const { tenantName } = client.tenant;
  const footprint = footprintName({ tenantId, tenantName });
  const names = await tableNames(root);
  const table = (service: 'orders' | 'products', idName: string): HeldTable => {
    const own = names.find((name) => name === `${footprint}-${service}`);
    const pooled = names.find((name) => new RegExp(`^shared-infra-stack-Tables.*${service}`, 'i').test(name));
    return { name: own ?? only(pooled, `${service} table`), idName, own: own !== undefined };
  };
  const orders = table('orders', 'orderId');
  const logGroup = tier === 'Basic' ? await poolLogs(root) : `/tenants/${footprint}`;
  await writeLog(root, logGroup);
  const { items: keys = [] } = await root.apiGateway.send(
    new GetApiKeysCommand({ nameQuery: footprint, limit: 1 }),
  );
  const { Buckets = [] } = await root.s3.send(new ListBucketsCommand({}));
  const exportBucket = only(Buckets.find(({ Name }) => Name?.includes('-exports-'))?.Name, 'bucket');
  const exportKey = `exports/${tenantId}/isolation/orders-0001.jsonl`;
  await root.s3.send(new PutObjectCommand({ Bucket: exportBucket, Key: exportKey, Body: '{}' }));
  const signOuts = only(
    names.find((name) =>
      name.startsWith(`shared-infra-stack-SignOuts${tier === 'Basic' ? '' : 'Silo'}Table`),
    ),
    'table of sign-outs',
  );
  return {
    ...{ orders, products: table('products', 'productId'), userPoolId, logGroup, logStream: STREAM },
    signOuts: { name: signOuts, idName: 'userId', own: false },
    ...(orders.own && { stream: await streamOf(root, orders.name) }),
    ...{
      apiKeyId: only(keys[0]?.id, `API key of ${footprint}`),
      exportBucket,
      exportKey,
      footprint,
      registry,
    },
    secret: await secretOf(root, footprint),
    ...(tier !== 'Basic' && {
      service: { cluster: tier === 'Premium' ? footprint : 'advanced', name: `${footprint}-orders` },
    }),
  };
}

async function poolLogs({ logs: client }: Holder): Promise<string> {
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    const found = logGroups.find(({ logGroupName }) => logGroupName?.endsWith('/basic'))?.logGroupName;
    if (found) return found;
  }
  throw new Error("there is no log group of the pool's tasks");
}

/** The product keeps none in Secrets Manager; one is made so that there is something to refuse. */
async function secretOf(root: Holder, footprint: string): Promise<string> {
  const Name = `${footprint}-secret`;
  try {
    await callJson(root, SECRETS, 'CreateSecret', { Name, SecretString: 'known to its owner' });
  } catch (error) {
    if ((error as Error).name !== 'ResourceExistsException') throw error;
  }
  return Name;
}

async function tableNames({ dynamodb: client }: Holder): Promise<string[]> {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  return names;
}

async function writeLog({ logs }: Holder, logGroupName: string): Promise<void> {
  const where = { logGroupName, logStreamName: STREAM };
  try {
    await logs.send(new CreateLogStreamCommand(where));
  } catch (error) {
    // The pool's group is that of both Basic tenants.
    if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
  }
  const logEvents = [{ timestamp: Date.now(), message: 'a line of its owner' }];
  await logs.send(new PutLogEventsCommand({ ...where, logEvents }));
}

/** The product turns on no streams; one is made so that there is something to refuse. */
async function streamOf(root: Holder, TableName: string): Promise<Estate['stream']> {
  const StreamArn = await streamArnOf(root, TableName);
  const described = (await callJson(root, STREAMS, 'DescribeStream', { StreamArn })) as {
    StreamDescription?: { Shards?: { ShardId?: string }[] };
  };
  const ShardId = only(described.StreamDescription?.Shards?.[0]?.ShardId, `shard of ${StreamArn}`);
  return { StreamArn, ShardId };
}

async function streamArnOf({ dynamodb }: Holder, TableName: string): Promise<string> {
  const look = async () =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.LatestStreamArn;
  const known = await look();
  if (known) return known;
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
  await dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  return only(await look(), `stream of ${TableName}`);
}

function only(found: string | undefined, what: string): string {
  if (!found) throw new Error(`there is no ${what}`);
  return found;
}
