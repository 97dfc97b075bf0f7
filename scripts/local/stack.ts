import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { bundle, deploy, type Settings, type StackOutputs, synthesize } from './deployment';
import { ACCOUNT, clientConfig, ensureEngine, REGION, startLocalAws } from './engine';
import { createOperator } from './operator';
import { type Outputs, removeOutputs, writeOutputs } from './outputs';
import { root } from './paths';
import { awaitPool } from './pool-health';
import { keepPortals, startPortals } from './portals';
import { end, identify, type ProcessIdentity } from './processes';
import { readRun, removeRun, writeRun } from './run-record';
import { startTaskRunner, stopTaskRunner } from './task-runner';

const tasksIn = (folder: string): string => join(folder, 'tasks');

export interface StackOptions {
  port: number;
  /** Everything of this run: data, logs, process ids, outputs. */
  folder: string;
  /** The `AWS_ENDPOINT_URL` of the Lambdas, to put a proxy between. @default the local AWS itself */
  lambdaEndpointUrl?: string;
  /** The same of the services' tasks. */
  taskEndpointUrl?: string;
  /** False takes `dist/` as it is. @default true */
  build?: boolean;
  /** Beside what a machine needs and instead of it. @default the defaults of cdk/config.ts */
  settings?: Settings;
  phase?: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/**
 * Starts the local AWS, deploys the five stacks, starts the task runner, serves the portals, creates the operator, and
 * waits for the pooled services. Writes `<folder>/outputs.json` and the record of what runs.
 */
export async function startStack(options: StackOptions): Promise<Outputs> {
  const { port, folder, phase = (_name, work) => work() } = options;
  mkdirSync(folder, { recursive: true });
  const run = { port, startedAt: new Date().toISOString(), processes: { start: identify(process.pid) } };
  const began = (name: string, pid: number) => {
    Object.assign(run.processes, { [name]: identify(pid) });
    writeRun(folder, run);
  };
  writeRun(folder, run);

  await phase('installing the local AWS', () => ensureEngine());
  // The processor-bound work (bundling, synthesis) and the engine's start do not need each other.
  const endpoint = clientConfig(port).endpoint;
  const [engine] = await Promise.all([
    phase('starting the local AWS, IAM enforced', async () => {
      const started = await startLocalAws({
        port,
        folder: join(folder, 'engine'),
        lambdaEndpointUrl: options.lambdaEndpointUrl,
        onSpawn: (pid) => began('engine', pid),
      });
      // Before the stacks: ECS then tells the truth about the pool's tasks from the first.
      const runner = await startTaskRunner({
        port,
        bundles: join(folder, 'bundles'),
        stateDir: tasksIn(folder),
        taskEndpointUrl: options.taskEndpointUrl,
      });
      began('taskRunner', runner.pid);
      return started;
    }),
    (async () => {
      if (options.build !== false) await phase('bundling functions and services', bundle);
      // A later build of this clone empties dist/, which running tasks must not notice.
      cpSync(join(root, 'dist/app-services'), join(folder, 'bundles'), { recursive: true });
      keepPortals(join(root, 'dist/portals'), join(folder, 'portals'));
      await phase('synthesizing the five stacks', () => synthesize(folder, endpoint, options.settings));
    })(),
  ]);
  const stacks = await phase('deploying the five stacks', () => deploy(folder, engine.endpointUrl, port));
  await Promise.all([
    phase('starting the services of the pool', () => awaitPool(engine.endpointUrl)),
    phase('serving the portals', () =>
      startPortals({
        port,
        folder: join(folder, 'portals'),
        template: join(folder, 'cdk.out/shared-infra-stack.template.json'),
        outputs: stacks['controlplane-stack'] ?? {},
        onSpawn: (pid) => began('portals', pid),
      }),
    ),
  ]);
  const outputs = await phase('creating the operator', () => describe(engine.endpointUrl, port, stacks));
  // The start itself ends, or waits for Ctrl-C: what serves is the rest.
  const { start: _start, ...serving } = run.processes as Record<string, ProcessIdentity>;
  outputs.pids = Object.fromEntries(Object.entries(serving).map(([name, { pid }]) => [name, pid]));
  writeOutputs(folder, outputs);
  return outputs;
}

const required = (stacks: StackOutputs, stack: string, output: string): string => {
  const value = stacks[stack]?.[output];
  if (value === undefined) throw new Error(`${stack} has no output ${output}`);
  return value;
};

async function describe(endpointUrl: string, port: number, stacks: StackOutputs): Promise<Outputs> {
  const cognito = new CognitoIdentityProviderClient(clientConfig(port));
  const userPoolId = required(stacks, 'controlplane-stack', 'ControlPlaneIdpUserPoolId');
  const clientId = required(stacks, 'controlplane-stack', 'ControlPlaneIdpClientId');
  return {
    endpointUrl,
    region: REGION,
    account: ACCOUNT,
    adminApiUrl: required(stacks, 'controlplane-stack', 'controlPlaneAPIEndpoint').replace(/\/$/, ''),
    operator: await createOperator(cognito, userPoolId, clientId),
    cells: [{ apiUrl: required(stacks, 'shared-infra-stack', 'ApiGatewayUrl') }],
    tenants: [],
    stacks,
    pids: {},
  };
}

/** Ends what a start in this folder began, in the reverse order; names what it ended. */
export async function stopRun(folder: string): Promise<string[]> {
  const ended: string[] = [];
  const seen = new Set<string>();
  // A start that is being stopped may begin another part while its former one ends: read until nothing is new.
  for (;;) {
    const next = Object.entries(readRun(folder)?.processes ?? {})
      .reverse()
      .find(([, { pid, startedAt }]) => pid !== process.pid && !seen.has(`${pid} ${startedAt}`));
    if (!next) break;
    const [name, process_] = next;
    seen.add(`${process_.pid} ${process_.startedAt}`);
    // Tasks finish their requests, ten seconds at most; the local AWS has nothing to finish.
    if (await end(process_, name === 'engine' ? 2_000 : 12_000)) ended.push(name);
  }
  // One that was begun but not yet recorded, and tasks that a crashed runner left.
  await stopTaskRunner(tasksIn(folder));
  removeOutputs(folder);
  removeRun(folder);
  return ended;
}
