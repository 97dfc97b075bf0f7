import { GetApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateLogStreamCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetItemCommand, QueryCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { keys, LIST_INDEX } from '../../../../lambdas/shared/registry/keys';
import type { CredentialAction, Situation } from '../action';
import type { Holder } from '../holder';
import { callJson, SECRETS, STREAMS } from '../json-call';

type Grounds = Omit<Situation, 'by'>;
const administrator = ({ keyring }: Grounds) => keyring.root;
const byFunction =
  (name: keyof Situation['keyring']['functions']) =>
  ({ keyring }: Grounds) =>
    keyring.functions[name];

const logs = ({ victim: { estate } }: Situation) => ({ logGroupName: estate.logGroup });
const logStream = (s: Situation) => ({ ...logs(s), logStreamName: s.victim.estate.logStream });

/** What tasks log; ECS alone writes it, and operators read it. */
const LOGS: CredentialAction[] = [
  {
    ...{ kind: 'log group', name: 'FilterLogEvents', owner: administrator },
    send: (s) => s.by.logs.send(new FilterLogEventsCommand({ ...logs(s), limit: 1 })),
  },
  {
    ...{ kind: 'log group', name: 'GetLogEvents', owner: administrator },
    send: (s) => s.by.logs.send(new GetLogEventsCommand({ ...logStream(s), limit: 1 })),
  },
  {
    ...{ kind: 'log group', name: 'DescribeLogStreams', owner: administrator },
    send: (s) => s.by.logs.send(new DescribeLogStreamsCommand({ ...logs(s), limit: 1 })),
  },
  {
    ...{ kind: 'log group', name: 'CreateLogStream', owner: administrator },
    past: ['ResourceAlreadyExistsException'],
    send: (s) => s.by.logs.send(new CreateLogStreamCommand(logStream(s))),
  },
  {
    ...{ kind: 'log group', name: 'PutLogEvents', owner: administrator },
    send: (s) =>
      s.by.logs.send(
        new PutLogEventsCommand({
          ...logStream(s),
          logEvents: [{ timestamp: Date.now(), message: 'forged' }],
        }),
      ),
  },
];

const ofOwnTable = { fits: ({ victim }: Situation) => victim.estate.stream !== undefined };
const shardIterator = (by: Holder, { victim }: Situation) =>
  callJson(by, STREAMS, 'GetShardIterator', {
    ...victim.estate.stream,
    ShardIteratorType: 'TRIM_HORIZON',
  }) as Promise<{ ShardIterator: string }>;
const STREAM: CredentialAction[] = [
  {
    ...{ kind: 'stream', name: 'DescribeStream', owner: administrator, ...ofOwnTable },
    send: (s) => callJson(s.by, STREAMS, 'DescribeStream', { StreamArn: s.victim.estate.stream?.StreamArn }),
  },
  {
    ...{ kind: 'stream', name: 'ListStreams', owner: administrator, ...ofOwnTable },
    send: (s) => callJson(s.by, STREAMS, 'ListStreams', { TableName: s.victim.estate.orders.name }),
  },
  {
    ...{ kind: 'stream', name: 'GetShardIterator', owner: administrator, ...ofOwnTable },
    send: (s) => shardIterator(s.by, s),
  },
  {
    // With an iterator that somebody else was given: it is no secret, and must not be enough.
    ...{ kind: 'stream', name: 'GetRecords', owner: administrator, ...ofOwnTable },
    send: async (s) => callJson(s.by, STREAMS, 'GetRecords', await shardIterator(s.keyring.root, s)),
  },
];

/** The API key of a tenant is in its gateway and in the registry, for the authorizer. */
const SECRET: CredentialAction[] = [
  {
    ...{ kind: 'secret', name: 'GetApiKey-with-value', owner: byFunction('revokeAccess') },
    send: (s) =>
      s.by.apiGateway.send(new GetApiKeyCommand({ apiKey: s.victim.estate.apiKeyId, includeValue: true })),
  },
  {
    ...{ kind: 'secret', name: 'GetApiKeys-with-values', owner: byFunction('revokeAccess') },
    send: (s) =>
      s.by.apiGateway.send(
        new GetApiKeysCommand({ nameQuery: s.victim.estate.footprint, includeValues: true }),
      ),
  },
  {
    ...{ kind: 'secret', name: 'GetItem-of-registry-access', owner: byFunction('authorizer') },
    send: (s) => {
      const { pk, sk } = keys.access(s.victim.member.tenantId);
      const Key = { pk: { S: pk }, sk: { S: sk } };
      return s.by.dynamodb.send(new GetItemCommand({ TableName: s.victim.estate.registry, Key }));
    },
  },
  {
    ...{ kind: 'secret', name: 'GetSecretValue', owner: administrator },
    send: (s) => callJson(s.by, SECRETS, 'GetSecretValue', { SecretId: s.victim.estate.secret }),
  },
  {
    ...{ kind: 'secret', name: 'DescribeSecret', owner: administrator },
    send: (s) => callJson(s.by, SECRETS, 'DescribeSecret', { SecretId: s.victim.estate.secret }),
  },
];

/** The ledger, and the one table of the product that has an index. */
const REGISTRY: CredentialAction[] = [
  {
    ...{ kind: 'registry', name: 'Query-ledger', owner: byFunction('revokeAccess') },
    send: (s) =>
      s.by.dynamodb.send(
        new QueryCommand({
          TableName: s.victim.estate.registry,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: keys.tenant(s.victim.member.tenantId).pk } },
        }),
      ),
  },
  {
    ...{ kind: 'index', name: 'Query-list-of-tenants', owner: byFunction('reconciler') },
    send: (s) =>
      s.by.dynamodb.send(
        new QueryCommand({
          TableName: s.victim.estate.registry,
          IndexName: LIST_INDEX,
          KeyConditionExpression: 'listPk = :list',
          ExpressionAttributeValues: { ':list': { S: 'TENANT' } },
          Limit: 1,
        }),
      ),
  },
  {
    ...{ kind: 'index', name: 'Scan-list-of-tenants', owner: administrator },
    send: (s) =>
      s.by.dynamodb.send(
        new ScanCommand({ TableName: s.victim.estate.registry, IndexName: LIST_INDEX, Limit: 1 }),
      ),
  },
];

const signOutKey = (s: Situation) => ({
  TableName: s.victim.estate.signOuts.name,
  Key: { tenantId: { S: s.victim.member.tenantId }, userId: { S: 'nobody' } },
});
const writeSignOut = (s: Situation) => s.by.dynamodb.send(new UpdateItemCommand(signOutKey(s)));
const SIGN_OUTS: CredentialAction[] = [
  {
    ...{ kind: 'sign-outs', name: 'UpdateItem' },
    owner: ({ victim }) => (victim.member.tier === 'Basic' ? victim.keys.signOuts : victim.keys.tasks.users),
    send: writeSignOut,
  },
  {
    // The pool may have the session of any tenant: what it writes must reach no silo tenant's users.
    ...{ kind: 'sign-outs', name: 'UpdateItem-by-session-of-the-pool' },
    owner: ({ victim }) => victim.keys.tasks.users,
    fits: ({ by, keyring, victim }) => by === keyring.pool.users && victim.member.tier !== 'Basic',
    send: async (s) => {
      const Tags = [{ Key: 'tenant', Value: s.victim.member.tenantId }];
      const session = { RoleArn: s.keyring.arns.tenantSignOuts, Tags };
      return writeSignOut({ ...s, by: await s.by.assume('session-of-the-pool', session) });
    },
    plain: writeSignOut,
  },
  {
    ...{ kind: 'sign-outs', name: 'GetItem', owner: byFunction('authorizer') },
    send: (s) => s.by.dynamodb.send(new GetItemCommand(signOutKey(s))),
  },
  {
    ...{ kind: 'sign-outs', name: 'Scan', owner: administrator },
    send: (s) => s.by.dynamodb.send(new ScanCommand({ TableName: s.victim.estate.signOuts.name })),
  },
];

const object = ({ victim: { estate } }: Situation) => ({
  Bucket: estate.exportBucket,
  Key: estate.exportKey,
});
const EXPORTS: CredentialAction[] = [
  {
    ...{ kind: 'export', name: 'GetObject', owner: byFunction('exportData') },
    send: (s) => s.by.s3.send(new GetObjectCommand(object(s))),
  },
  {
    ...{ kind: 'export', name: 'PutObject', owner: byFunction('exportData') },
    send: (s) => s.by.s3.send(new PutObjectCommand({ ...object(s), Body: '{}' })),
  },
];

const ofOwnService = { fits: ({ victim }: Situation) => victim.estate.service !== undefined };
const COMPUTE: CredentialAction[] = [
  {
    ...{ kind: 'service', name: 'DescribeServices', owner: byFunction('awaitServices'), ...ofOwnService },
    send: (s) => {
      const { cluster, name } = s.victim.estate.service ?? {};
      return s.by.ecs.send(new DescribeServicesCommand({ cluster, services: name ? [name] : [] }));
    },
  },
  {
    ...{ kind: 'service', name: 'UpdateService', owner: byFunction('scaleServices'), ...ofOwnService },
    send: (s) => {
      const { cluster, name } = s.victim.estate.service ?? {};
      return s.by.ecs.send(new UpdateServiceCommand({ cluster, service: name, desiredCount: 1 }));
    },
  },
];

/** What a tenant has beside items and users. */
export const BELONGING_ACTIONS: readonly CredentialAction[] = [
  ...LOGS,
  ...STREAM,
  ...SECRET,
  ...REGISTRY,
  ...SIGN_OUTS,
  ...EXPORTS,
  ...COMPUTE,
];
