import { createServer, request as forward, type IncomingHttpHeaders, type Server } from 'node:http';

/** A call that a Lambda made to AWS. */
export interface AwsCall {
  /** As in IAM: `dynamodb:CreateTable`. */
  action: string;
  /** Of a call to the registry: how many entries of the ledger it writes. Absent for all else. */
  registry?: { ledgerWrites: number };
}

export interface CountingProxy {
  url: string;
  /** Calls since the last time; those to the registry's table are told apart. */
  take: (registryTable: string) => AwsCall[];
  close: () => Promise<void>;
}

/** Stands between the Lambdas and the local AWS and remembers each call by service and action; adds about 1 ms. */
export async function startCountingProxy(port: number, target: number): Promise<CountingProxy> {
  let calls: ReceivedCall[] = [];
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
    take: (registryTable) => {
      const taken = calls;
      calls = [];
      return taken.map(({ action, body }) =>
        action.startsWith('dynamodb:') && body.includes(registryTable)
          ? { action, registry: { ledgerWrites: ledgerWrites(action, body) } }
          : { action },
      );
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
  [/^GET \/apikeys\/[^/]+$/, 'GetApiKey'],
  [/^PATCH \/apikeys\/[^/]+$/, 'UpdateApiKey'],
  [/^DELETE \/apikeys\/[^/]+$/, 'DeleteApiKey'],
  [/^DELETE \/usageplans\/[^/]+\/keys\/[^/]+$/, 'DeleteUsagePlanKey'],
  [/^POST \/usageplans\/[^/]+\/keys$/, 'CreateUsagePlanKey'],
];

interface ReceivedCall {
  action: string;
  body: string;
}

function callOf(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: string,
): ReceivedCall | undefined {
  // Signature Version 4: Credential=<key>/<day>/<region>/<service>/aws4_request
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
  if (!service) return undefined;
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const form = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  const path = `${method} ${url.split('?')[0]}`;
  const rest = REST_ACTIONS.find(([pattern]) => pattern.test(path))?.[1];
  return { action: `${service}:${target || form || rest || path}`, body };
}

/** How many of a tenant's resources a call writes into the ledger. */
function ledgerWrites(action: string, body: string): number {
  if (action !== 'dynamodb:TransactWriteItems') return 0;
  const { TransactItems = [] } = JSON.parse(body) as { TransactItems?: unknown[] };
  return TransactItems.filter((item) => JSON.stringify(item).includes('RESOURCE#')).length;
}
