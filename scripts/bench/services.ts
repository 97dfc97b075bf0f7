/**
 * Measures the orders service against bare `node:http` servers in the same run: one process each, 50 connections, an
 * AWS that answers at once. Ends with exit code 1 when a figure misses its target.
 *
 * Usage: npm run bench:services [-- --quick] [-- --json]
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { benchOptions } from './options';
import { APP_CLIENT_ID, type Identity, makeIdentity, REGION, USER_POOL_ID } from './services/identity';
import { median, send } from './services/load';
import { residentMb, type Server, startServer } from './services/processes';
import { type Judged, judge, print } from './services/report';
import { type Comparison, compare } from './services/scenarios';

const root = join(__dirname, '..', '..');
const { quick, json: asJson } = benchOptions(
  'bench:services',
  'The orders service against bare node:http servers in the same run: requests a second, DynamoDB calls a request, start and memory.',
);
const [STUB, SERVICE, BARE, REMEMBERING, STARTING] = [14710, 14711, 14712, 14713, 14714];

const orderBody = JSON.stringify({
  orderName: 'Order',
  orderProducts: [
    { productId: 'product-1', price: 12.5, quantity: 1 },
    { productId: 'product-2', price: 12.5, quantity: 2 },
  ],
});

const environment = {
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL: `http://127.0.0.1:${STUB}`,
  JWKS_BASE_URL: `http://127.0.0.1:${STUB}`,
  PRODUCTS_URL: `http://127.0.0.1:${STUB}`,
  USER_POOL_ID,
  APP_CLIENT_ID,
  TABLE_NAME: 'orders',
  SERVICE_NAME: 'orders',
  TENANCY: 'pooled',
  // Pooled as in the basic tier: every tenant's requests go with credentials of an assumed role.
  TENANT_DATA_ROLE_ARN: 'arn:aws:iam::000000000000:role/tenant-data',
};

/** Bundles of this run's own: a build beside it replaces `dist/`. */
const folder = mkdtempSync(join(tmpdir(), 'bench-services-'));
const serviceFile = join(folder, 'main.js');
const benchFile = (name: string) => join(folder, `${name}.js`);
const note = (text: string) => process.stderr.write(`${text}\n`);

/** The service as built, and the stub and the bare servers bundled in the same way. */
async function bundleServers(): Promise<void> {
  const built = join(root, 'dist/app-services/orders/main.js');
  if (!existsSync(built)) throw new Error(`${built} is missing: npm run build first`);
  cpSync(built, serviceFile);
  await build({
    absWorkingDir: root,
    entryPoints: ['aws-stub', 'bare-server'].map((name) => `scripts/bench/services/${name}.ts`),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}

/** Median of several starts, spawn to first 200. */
async function startTime(): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < (quick ? 3 : 9); run += 1) {
    const server = await startServer(serviceFile, STARTING, '/orders/health', environment);
    times.push(server.startMs);
    await server.stop();
  }
  return median(times);
}

/**
 * Resident memory after a warm-up and after twice as many requests more, of 20 tenants with 10 tokens each, so that every
 * cache by tenant and token is in use. The heap has its size after some 15,000 requests.
 */
async function memoryGrowth(
  service: Server,
  identity: Identity,
): Promise<{ beforeMb: number; afterMb: number }> {
  const users = Array.from({ length: 200 }, (_, n) => ({
    tenant: `tenant-${n % 20}`,
    name: `user-${n}@example.com`,
  }));
  const tokens = await Promise.all(users.map(({ tenant, name }) => identity.token(tenant, name)));
  const requests = tokens.map((token) => ({
    path: '/orders',
    headers: { authorization: `Bearer ${token}` },
  }));
  const amount = quick ? 15_000 : 30_000;
  await send({ url: service.url, requests }, amount);
  const beforeMb = residentMb(service.pid) ?? 0;
  await send({ url: service.url, requests }, 2 * amount);
  return { beforeMb, afterMb: residentMb(service.pid) ?? 0 };
}

async function measure(servers: Server[]): Promise<Judged[]> {
  const identity = await makeIdentity();
  const start = async (file: string, port: number, path: string, env: Record<string, string>) => {
    const server = await startServer(file, port, path, env);
    servers.push(server);
    return server;
  };
  const stub = await start(benchFile('aws-stub'), STUB, '/_counts', { JWKS: identity.jwks });
  note('start to the first 200 …');
  const startMs = await startTime();
  const service = await start(serviceFile, SERVICE, '/orders/health', environment);
  const bare = await start(benchFile('bare-server'), BARE, '/orders/health', environment);
  const remembering = await start(benchFile('bare-server'), REMEMBERING, '/orders/health', {
    ...environment,
    REMEMBER_TOKENS: '1',
  });

  const headers = { authorization: `Bearer ${await identity.token('tenant-1')}` };
  const postHeaders = { ...headers, 'content-type': 'application/json' };
  const get = { path: '/orders', headers };
  const post = { path: '/orders', method: 'POST' as const, headers: postHeaders, body: orderBody };
  const length = { rounds: quick ? 3 : 5, seconds: quick ? 2 : 4 };
  const comparisons: Comparison[] = [];
  for (const { name, against, load } of [
    { name: 'GET /orders/health', against: bare, load: { path: '/orders/health' } },
    { name: 'GET /orders', against: bare, load: get },
    { name: 'POST /orders', against: bare, load: post },
    { name: 'GET /orders, bare remembering tokens', against: remembering, load: get },
    { name: 'POST /orders, bare remembering tokens', against: remembering, load: post },
  ]) {
    note(`${name} …`);
    comparisons.push(await compare({ name, service, bare: against, stub, load, ...length }));
  }
  note('memory …');
  return judge({ startMs, comparisons, memory: await memoryGrowth(service, identity) });
}

async function main(): Promise<void> {
  const servers: Server[] = [];
  try {
    await bundleServers();
    const judged = await measure(servers);
    print(judged, asJson);
    if (judged.some(({ passed }) => !passed)) process.exitCode = 1;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
