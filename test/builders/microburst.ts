import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensurePythonTools } from '../../scripts/local/python-tools';
import { until } from './until';

/** What calls a rule is about: all that is given must fit. */
interface Matching {
  /** As botocore names it: `dynamodb`, `ecs`, `elbv2`, `stepfunctions`, …; `*` is every service. */
  service?: string;
  /** As the API names it: `PutItem`. */
  operation?: string;
  /** Part of the name of what is called about: a table, a bucket, a queue. */
  resource?: string;
  /** Parts of the values of headers; the empty string: the header is there at all. */
  headers?: Record<string, string>;
  /** JMESPath on a JSON or form body. */
  body?: string;
}

/** What happens to the call: one of these. */
type Effect =
  /** Answered with this error in the service's own wire format; AWS never hears of the call. */
  | { error: { code: string; status: number; message?: string } }
  /** Held for as long, then answered 504; AWS never hears of the call. */
  | { timeout_ms: number }
  /** The connection is reset; AWS never hears of the call. */
  | { reset: true }
  /** The call takes effect, and its answer ends after so many bytes with the connection; 0: nothing of it arrives. */
  | { response: { abort_bytes: number } };

/** The first rule that fits a call, and whose probability is drawn, decides about it. */
export type FaultRule = Matching &
  Effect & {
    /** 0 to 1. @default 1 */
    probability?: number;
    /** Harms no more calls than these. @default all */
    times?: number;
  };

/** One call that a rule harmed. */
export interface Fired {
  /** Seconds since 1970. */
  ts: number;
  rule_id: number;
  service: string | null;
  operation: string | null;
  resource: string | null;
  /** `error:<code>`, `timeout:<n>ms`, `reset`, `response:abort`. */
  action: string;
  path: string;
}

/** How many calls of one operation were harmed in one way, since the start. */
export interface FiredCount {
  service: string;
  operation: string;
  action: string;
  count: number;
}

export interface ProxyStats {
  uptime_s: number;
  requests: { total: number; faulted: number; forwarded: number };
  by_service: { service: string; requests: number; faulted: number }[];
}

/** A running proxy between AWS SDKs and the local AWS, which harms calls by rules. */
export interface Microburst {
  /** For `AWS_ENDPOINT_URL`. */
  url: string;
  /** Replaces all rules, with their counts of `times`; none: every call passes. @returns their `rule_id`s, in order */
  rules(rules: FaultRule[]): Promise<number[]>;
  /** The calls harmed since the audit was cleared, oldest first: the last 2,000 of them. */
  fired(): Promise<Fired[]>;
  /** Empties what `fired` gives; `counts` and `stats` go on. */
  clearFired(): Promise<void>;
  /** Every harmed call since the start, however many. */
  counts(): Promise<FiredCount[]>;
  /** Calls since the start, by service. */
  stats(): Promise<ProxyStats>;
  /** Ends the process. Harmless when it has ended. */
  stop(): Promise<void>;
}

/** The reply is lost whole, after the call took effect. */
export const LOST_REPLY = { response: { abort_bytes: 0 } } as const;

/** How each service says that it is called too often, as its API reference has it. */
const THROTTLES: Record<string, { code: string; status: number }> = {
  apigateway: { code: 'TooManyRequestsException', status: 429 },
  cloudwatch: { code: 'ThrottlingException', status: 400 },
  'cognito-idp': { code: 'TooManyRequestsException', status: 400 },
  dynamodb: { code: 'ThrottlingException', status: 400 },
  ec2: { code: 'RequestLimitExceeded', status: 503 },
  ecs: { code: 'ThrottlingException', status: 400 },
  elbv2: { code: 'Throttling', status: 400 },
  events: { code: 'ThrottlingException', status: 400 },
  iam: { code: 'Throttling', status: 400 },
  kms: { code: 'ThrottlingException', status: 400 },
  lambda: { code: 'TooManyRequestsException', status: 429 },
  logs: { code: 'ThrottlingException', status: 400 },
  resourcegroupstaggingapi: { code: 'ThrottledException', status: 400 },
  s3: { code: 'SlowDown', status: 503 },
  servicediscovery: { code: 'RequestLimitExceeded', status: 400 },
  sqs: { code: 'RequestThrottled', status: 403 },
  ssm: { code: 'ThrottlingException', status: 400 },
  stepfunctions: { code: 'ThrottlingException', status: 400 },
  sts: { code: 'Throttling', status: 400 },
};

/** How each service says that the fault is its own. */
const SERVER_ERRORS: Record<string, { code: string; status: number }> = {
  apigateway: { code: 'ServiceUnavailableException', status: 503 },
  cloudwatch: { code: 'InternalServiceFault', status: 500 },
  'cognito-idp': { code: 'InternalErrorException', status: 500 },
  dynamodb: { code: 'InternalServerError', status: 500 },
  ec2: { code: 'InternalError', status: 500 },
  ecs: { code: 'ServerException', status: 500 },
  elbv2: { code: 'InternalFailure', status: 500 },
  events: { code: 'InternalException', status: 500 },
  iam: { code: 'InternalFailure', status: 500 },
  kms: { code: 'KMSInternalException', status: 500 },
  lambda: { code: 'ServiceException', status: 500 },
  logs: { code: 'ServiceUnavailableException', status: 500 },
  resourcegroupstaggingapi: { code: 'InternalServiceException', status: 500 },
  s3: { code: 'InternalError', status: 500 },
  servicediscovery: { code: 'InternalFailure', status: 500 },
  sqs: { code: 'InternalFailure', status: 500 },
  ssm: { code: 'InternalServerError', status: 500 },
  stepfunctions: { code: 'InternalFailure', status: 500 },
  sts: { code: 'InternalFailure', status: 500 },
};

/** Every service that has its words for `throttle` and `serverError`: all that the product calls. */
export const SERVICES = Object.keys(THROTTLES);

const wordsOf = (table: Record<string, { code: string; status: number }>, service: string) => {
  const error = table[service];
  if (!error) throw new Error(`no error is known of the service "${service}"`);
  return { error };
};

/** A throttle as this service words it. */
export const throttle = (service: string) => wordsOf(THROTTLES, service);
/** A 5xx as this service words it. */
export const serverError = (service: string) => wordsOf(SERVER_ERRORS, service);

/**
 * Starts microburst on a port of this machine, in front of `upstream` (`http://127.0.0.1:<port>`), with no rules;
 * installs it first when it is missing. It ends with this process at the latest.
 */
export async function startMicroburst(port: number, upstream: string): Promise<Microburst> {
  const python = await ensurePythonTools();
  const program = join(__dirname, 'microburst', 'proxy.py');
  const server: ChildProcess = spawn(python, [program, '--port', String(port), '--upstream', upstream], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const kill = () => void server.kill('SIGKILL');
  process.once('exit', kill);
  const url = `http://127.0.0.1:${port}`;
  const control = async (path: string, init?: RequestInit): Promise<Response> => {
    const answer = await fetch(`${url}/_microburst/${path}`, init);
    if (!answer.ok) throw new Error(`microburst ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  await until('microburst answers', 30_000, () => {
    if (server.exitCode !== null)
      throw new Error(`microburst ended with ${server.exitCode}: is ${url} in use?`);
    return control('health').then(
      () => true,
      () => undefined,
    );
  });
  return {
    url,
    rules: async (rules) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await control('rules', { method: 'POST', headers, body: JSON.stringify(rules) });
      return ((await answer.json()) as { id: number }[]).map(({ id }) => id);
    },
    fired: async () => (await control('fired?limit=2000')).json() as Promise<Fired[]>,
    clearFired: async () => void (await control('fired', { method: 'DELETE' })),
    counts: async () => countsOf(await (await control('metrics')).text()),
    stats: async () => (await control('stats')).json() as Promise<ProxyStats>,
    stop: async () => {
      process.off('exit', kill);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      kill();
      await ended;
    },
  };
}

const COUNT = /^microburst_faults_total\{service="(.*)",operation="(.*)",action="(.*)"\} (\d+)$/gm;

/** Reads the counters in Prometheus's text format; the audit itself forgets all but the last 2,000 calls. */
const countsOf = (metrics: string): FiredCount[] =>
  [...metrics.matchAll(COUNT)].map(([, service = '', operation = '', action = '', count]) => ({
    service,
    operation,
    action,
    count: Number(count),
  }));
