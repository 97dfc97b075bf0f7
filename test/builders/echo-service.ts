/** A service for tests, in place of a built bundle: its name is its folder's; it tells what it finds around it. */
import { createServer, get } from 'node:http';
import { connect } from 'node:net';
import { basename } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const name = basename(__dirname);
let healthy = true;

const byHttp = (url: string) =>
  new Promise<string>((resolve, reject) => {
    // A connection of its own, so that each one gets its turn.
    get(url, { agent: false }, (response) => {
      let body = '';
      response
        .on('data', (chunk) => {
          body += chunk;
        })
        .on('end', () => resolve(body));
    }).on('error', reject);
  });

/** The status line of a request written by hand. */
const byTcp = (url: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(`GET ${pathname} HTTP/1.0\r\n\r\n`));
    socket.once('data', (chunk) => resolve(chunk.toString().split('\r\n')[0] ?? ''));
    socket.once('error', reject);
  });

const routes: Record<string, (query: URLSearchParams) => unknown> = {
  health: () => ({ status: 'ok' }),
  'fail-health': () => {
    healthy = false;
  },
  exit: () => process.exit(3),
  version: () => process.env.VERSION ?? '',
  pid: () => process.pid,
  environment: () => process.env,
  identity: async () => (await new STSClient().send(new GetCallerIdentityCommand())).Arn,
  credentials: async () => {
    const authorization = process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? '';
    const answer = await fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? '', {
      headers: { authorization },
    });
    return answer.json();
  },
  call: async (query) => {
    const url = query.get('url') ?? '';
    if (query.get('by') === 'http') return byHttp(url);
    if (query.get('by') === 'tcp') return byTcp(url);
    return (await fetch(url)).text();
  },
  print: (query) => console.log(query.get('line')),
  slow: async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return process.env.VERSION ?? '';
  },
};

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://task');
  const route = routes[pathname.replace(`/${name}/`, '')];
  const answer = async () => (await route?.(searchParams)) ?? '';
  void answer().then(
    (value) => {
      const known = route && (healthy || !pathname.endsWith('/health'));
      response.writeHead(known ? 200 : 503).end(typeof value === 'string' ? value : JSON.stringify(value));
    },
    (error: Error) => response.writeHead(502).end(`${error.cause ?? error}`),
  );
});
server.listen(Number(process.env.PORT), '0.0.0.0', () => console.log(`${name} listens`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
