import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { APP_CLIENT_ID, buildTokenIssuer, REGION, USER_POOL_ID } from '../builders/tenant-tokens';
import { until } from '../builders/until';

/** Runs the services as they run in a container: bundled, as processes, with nothing but their environment. */
const root = join(__dirname, '..', '..');
const services = ['orders', 'products', 'users'];
const AWS_PORT = 14760;
const PORT = 14761;

let folder: string;
let aws: Server;
let answerDynamo: (response: ServerResponse, target: string) => void;
let assumed: string[];
let token: string;
let child: ChildProcess | undefined;
let output: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'services-'));
  await build({
    absWorkingDir: root,
    entryPoints: services.map((name) => ({ in: `app-services/${name}/main.ts`, out: name })),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
  });
  const issuer = await buildTokenIssuer();
  token = await issuer.idToken();
  aws = createServer((request, response) => void play(request, response, JSON.stringify(issuer.jwks)));
  await new Promise<void>((resolve) => aws.listen(AWS_PORT, '127.0.0.1', resolve));
}, 60_000);

afterAll(async () => {
  aws.closeAllConnections();
  await new Promise((resolve) => aws.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  assumed = [];
  answerDynamo = (response) => response.end('{"Items":[]}');
});

afterEach(async () => {
  if (child && child.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  child = undefined;
});

/** DynamoDB, STS and the key set of the user pool. */
async function play(request: IncomingMessage, response: ServerResponse, jwks: string): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return answerDynamo(response, target);
  if (request.url?.endsWith('/.well-known/jwks.json')) return void response.end(jwks);
  assumed.push(decodeURIComponent(body));
  const expiration = new Date(Date.now() + 3600_000).toISOString();
  response.setHeader('content-type', 'text/xml');
  response.end(
    `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>` +
      `<SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
}

async function startService(
  name: string,
  environment: Record<string, string | undefined> = {},
): Promise<ChildProcess> {
  output = '';
  const started = spawn(process.execPath, ['--no-warnings', join(folder, `${name}.js`)], {
    env: {
      PATH: process.env.PATH,
      PORT: String(PORT),
      SERVICE_NAME: name,
      TENANCY: 'pooled',
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${AWS_PORT}`,
      JWKS_BASE_URL: `http://127.0.0.1:${AWS_PORT}`,
      PRODUCTS_URL: `http://127.0.0.1:${AWS_PORT}`,
      USER_POOL_ID,
      SIGN_OUTS_TABLE_NAME: 'sign-outs',
      APP_CLIENT_ID,
      TABLE_NAME: name,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [started.stdout, started.stderr]) {
    stream?.on('data', (data) => {
      output += data;
    });
  }
  child = started;
  return started;
}

const healthy = (name: string) =>
  until(
    `health of ${name}`,
    10_000,
    async () => (await fetch(url(`/${name}/health`)).catch(() => undefined))?.ok,
  );
const url = (path: string) => `http://127.0.0.1:${PORT}${path}`;
const bearer = () => ({ headers: { authorization: `Bearer ${token}` } });
const lines = () =>
  output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

it.each(services)('%s starts, is healthy, and ends with 0 when told to stop', async (name) => {
  const service = await startService(name);
  await healthy(name);
  const health = await fetch(url(`/${name}/health`));
  expect([health.headers.get('content-type'), await health.json()]).toEqual([
    'application/json; charset=utf-8',
    { status: 'ok' },
  ]);
  expect((await fetch(url(`/${name}/health`), { method: 'POST' })).status).toBe(405);
  const ended = once(service, 'exit');
  service.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('a request under way when the service is told to stop gets its answer; no new connection is taken', async () => {
  let release = () => {};
  answerDynamo = (response) => {
    release = () => response.end('{"Items":[]}');
  };
  const service = await startService('orders');
  await healthy('orders');
  const underway = fetch(url('/orders'), bearer());
  await until('the request has reached DynamoDB', 15_000, async () => String(release).includes('end'));
  const idle = connect(PORT, '127.0.0.1');
  await once(idle, 'connect');
  const idleClosed = once(idle, 'close');

  const ended = once(service, 'close');
  service.kill('SIGTERM');
  await idleClosed;
  await expect(fetch(url('/orders/health'))).rejects.toThrow();
  expect(service.exitCode).toBeNull();
  release();

  const response = await underway;
  expect([response.status, await response.json()]).toEqual([200, []]);
  expect(await ended).toEqual([0, null]);
  // The client keeps its connection alive; the service does not wait for it to let go.
  expect(lines().map(({ msg }) => msg)).toContain('stopped');
  expect(output).not.toContain('cut off at the deadline');
});

it('what was logged and measured is out before the end', async () => {
  const service = await startService('orders');
  await healthy('orders');
  expect((await fetch(url('/orders'), bearer())).status).toBe(200);
  // 'close' comes after the last output, 'exit' may come before it.
  const ended = once(service, 'close');
  service.kill('SIGTERM');
  await ended;
  expect(lines()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ msg: 'listening', service: 'orders' }),
      expect.objectContaining({ msg: 'request', tenantId: 'tenant-1', status: 200 }),
      expect.objectContaining({ Requests: 1, tenantId: 'tenant-1', tier: 'BASIC', service: 'orders' }),
      expect.objectContaining({ msg: 'stopped' }),
    ]),
  );
  expect(output).not.toContain(token);
});

it("a shared table is reached with credentials tagged for the caller's tenant, assumed once", async () => {
  await startService('orders', { TENANT_DATA_ROLE_ARN: 'arn:aws:iam::111122223333:role/data' });
  await healthy('orders');
  const answers = await Promise.all([1, 2, 3].map(() => fetch(url('/orders'), bearer())));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(assumed).toHaveLength(1);
  expect(assumed[0]).toContain('Action=AssumeRole');
  expect(assumed[0]).toContain('Tags.member.1.Key=tenant&Tags.member.1.Value=tenant-1');
});

it('connections to DynamoDB are kept', async () => {
  const connections = new Set<unknown>();
  answerDynamo = (response) => {
    connections.add(response.socket);
    response.end('{"Items":[]}');
  };
  await startService('orders');
  await healthy('orders');
  for (let n = 0; n < 10; n += 1) await fetch(url('/orders'), bearer());
  expect(connections.size).toBe(1);
});

it('DynamoDB that throttles makes a 503, not a crash', async () => {
  answerDynamo = (response) => {
    response.writeHead(400, { 'x-amzn-errortype': 'ThrottlingException' });
    response.end('{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow down"}');
  };
  await startService('orders');
  await healthy('orders');
  const response = await fetch(url('/orders'), bearer());
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
});

it('does not start without its environment, and says what is missing', async () => {
  const service = await startService('orders', { TABLE_NAME: undefined, TENANCY: 'half' });
  const [code] = await once(service, 'close');
  expect(code).toBe(1);
  expect(output).toMatch(/TENANCY: .*TABLE_NAME: /);
});

it('hears on every address, as the load balancer calls from outside', async () => {
  await startService('products');
  await healthy('products');
  const status = await new Promise((resolve, reject) => {
    get({ host: '127.0.0.2', port: PORT, path: '/products/health' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
  expect(status).toBe(200);
});
