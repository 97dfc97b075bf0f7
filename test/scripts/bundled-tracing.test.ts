import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleDiet } from '../../scripts/bundle-diet';

const root = join(__dirname, '../..');
const TRACE = '1-5759e988-bd862e3fe1be46a994272793';

/** A function as all of ours are, which asks two servers at once and then annotates its trace. */
const FUNCTION = `
  import { get } from 'node:http';
  import * as z from 'zod';
  import { taskHandler } from './lambdas/shared/middleware/task';
  import { tracer } from './lambdas/shared/tracer';
  const ask = (url) => new Promise((done) => get(url, (answer) => answer.resume().on('end', done)));
  export const handler = taskHandler(z.unknown(), async (url) => {
    await Promise.all([ask(url + '/one'), ask(url + '/two')]);
    tracer.putAnnotation('tenantId', 't-1');
    return 'done';
  });`;

interface Segment {
  name: string;
  trace_id?: string;
  annotations?: Record<string, unknown>;
  subsegments?: Segment[];
  http?: { request?: { url?: string }; response?: { status?: number } };
}

let folder: string;
let server: Server;
let daemon: Socket;
const received: Segment[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundled-tracing-'));
  await build({
    stdin: { contents: FUNCTION, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    logLevel: 'error',
    plugins: [bundleDiet('lambda')],
  });
  server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  daemon = createSocket('udp4');
  // What the SDK sends to the daemon: a line that says JSON, and the segment.
  daemon.on('message', (message) => received.push(JSON.parse(message.toString().split('\n')[1] ?? '')));
  daemon.bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(daemon, 'listening')]);
});

afterAll(async () => {
  daemon?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

const within = (segments: Segment[]): Segment[] =>
  segments.flatMap((segment) => [segment, ...within(segment.subsegments ?? [])]);

test('a bundled function still writes its trace: the handler, its requests and its annotations', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const invoke = `require('./index.js').handler(${JSON.stringify(url)}, { functionName: 'f', awsRequestId: 'r' })
    .then((answer) => console.log(answer))`;

  const { stdout } = await promisify(execFile)(process.execPath, ['-e', invoke], {
    cwd: folder,
    env: {
      AWS_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: folder,
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: `Root=${TRACE};Parent=53995c3f42cd8ad8;Sampled=1`,
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${(daemon.address() as AddressInfo).port}`,
      POWERTOOLS_SERVICE_NAME: 'f',
      POWERTOOLS_METRICS_NAMESPACE: 'f',
    },
  });
  // Sent last, before the process ended, but the daemon may still have to read it.
  const isHandler = ({ name }: Segment) => name === '## index.handler';
  while (!received.some(isHandler)) await once(daemon, 'message');
  const handler = received.find(isHandler);

  expect(stdout).toContain('done');
  expect(handler).toMatchObject({
    trace_id: TRACE,
    annotations: { ColdStart: true, Service: 'f', tenantId: 't-1' },
  });
  expect(
    within(received)
      .filter(({ http }) => http)
      .map(({ http }) => [http?.request?.url, http?.response?.status])
      .sort(),
  ).toEqual([
    [expect.stringMatching(/\/one$/), 200],
    [expect.stringMatching(/\/two$/), 200],
  ]);
});
