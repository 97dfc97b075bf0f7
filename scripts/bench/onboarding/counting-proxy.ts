import { createServer, request as forward, type IncomingHttpHeaders, type Server } from 'node:http';

/** A call that a Lambda made to AWS. */
export interface AwsCall {
  /** As in IAM: `dynamodb:CreateTable`. */
  action: string;
  /** What belongs to the registry: `read`, or how many of its ledger entries were written; absent for all else. */
  registry?: { ledgerWrites: number };
}

export interface CountingProxy {
  url: string;
  /** Calls since the last time. */
  take: () => AwsCall[];
  close: () => Promise<void>;
}

/** Stands between the Lambdas and the local AWS and remembers each call by service and action; adds about 1 ms. */
export async function startCountingProxy(port: number, target: number): Promise<CountingProxy> {
  let calls: AwsCall[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const call = callOf(incoming.method ?? '', incoming.url ?? '', incoming.headers, body.toString());
      if (call) calls.push(call);
      const { method, url: path, headers } = incoming;
      const onward = forward({ host: '127.0.0.1', port: target, method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', (error) => outgoing.destroy(error));
      onward.end(body);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** API Gateway's protocol has no action in the request: method and path say it. */
const REST_ACTIONS: [RegExp, string][] = [
  [/^POST \/apikeys$/, 'CreateApiKey'],
  [/^GET \/apikeys$/, 'GetApiKeys'],
  [/^POST \/usageplans\/[^/]+\/keys$/, 'CreateUsagePlanKey'],
];

function callOf(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: string,
): AwsCall | undefined {
  // Signature Version 4: Credential=<key>/<day>/<region>/<service>/aws4_request
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
  if (!service) return undefined;
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const form = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  const path = `${method} ${url.split('?')[0]}`;
  const name = target || form || REST_ACTIONS.find(([pattern]) => pattern.test(path))?.[1] || path;
  const action = `${service}:${name}`;
  return service === 'dynamodb' && body.includes('-registry')
    ? { action, registry: registryPart(name, body) }
    : { action };
}

function registryPart(name: string, body: string): { ledgerWrites: number } {
  if (name !== 'TransactWriteItems') return { ledgerWrites: 0 };
  const { TransactItems = [] } = JSON.parse(body) as { TransactItems?: unknown[] };
  return { ledgerWrites: TransactItems.filter((item) => JSON.stringify(item).includes('RESOURCE#')).length };
}
