import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { end, identify } from '../processes';
import { RUNNER, readProcessRecords, TASKS, writeProcessRecords } from './process-records';

/** Where and for what a task runner runs. */
export interface TaskRunnerOptions {
  /** The local AWS's port on 127.0.0.1. */
  port: number;
  /** Folder of the built services: `<bundles>/<container name>/main.js`. */
  bundles: string;
  /** Folder of its own: `task-runner.log`, `task-logs/`, the record of its processes. */
  stateDir: string;
  /** @default us-east-1 */
  region?: string;
  /** Time in ms between a task's deregistration and its SIGTERM. @default 200 */
  drainMs?: number;
  /** Life of the task roles' credentials in seconds. @default 3600 */
  credentialsSeconds?: number;
  /** The `AWS_ENDPOINT_URL` of the tasks, to put a proxy between. @default the local AWS itself */
  taskEndpointUrl?: string;
}

export interface TaskRunner {
  /** Leads the process group of the runner and its tasks. */
  pid: number;
  logFile: string;
  /** Ends the runner and every task, gracefully; also after a crash of the runner. */
  stop(): Promise<void>;
}

/** The runner's process could not be started. */
export class TaskRunnerNotStarted extends Error {
  override name = 'TaskRunnerNotStarted';
}

/**
 * Starts the task runner as a process that outlives the caller. It need not be waited for: what ECS wants is started
 * as soon as the local AWS answers. A runner that still runs in the same folder, and tasks that one left, end first.
 * @throws TaskRunnerNotStarted
 */
export async function startTaskRunner(options: TaskRunnerOptions): Promise<TaskRunner> {
  const stateDir = resolve(options.stateDir);
  await mkdir(stateDir, { recursive: true });
  await stopTaskRunner(stateDir);
  const program = await bundleRunner(stateDir);
  const logFile = join(stateDir, 'task-runner.log');
  const log = await open(logFile, 'a', 0o600);
  const flags = {
    port: options.port,
    bundles: resolve(options.bundles),
    state: stateDir,
    region: options.region,
    'drain-ms': options.drainMs,
    'credentials-seconds': options.credentialsSeconds,
    'task-endpoint': options.taskEndpointUrl,
  };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const child = spawn(
    process.execPath,
    [program, ...given.flatMap(([name, value]) => [`--${name}`, `${value}`])],
    {
      detached: true,
      cwd: stateDir,
      stdio: ['ignore', log.fd, log.fd],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LANG: process.env.LANG,
        // Its log is for what happens to tasks.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    },
  );
  child.once('error', () => {});
  // Before anything else can interrupt us.
  if (child.pid !== undefined) writeProcessRecords(stateDir, RUNNER, [identify(child.pid)]);
  await log.close();
  if (child.pid === undefined) throw new TaskRunnerNotStarted(`${process.execPath} cannot be started`);
  child.unref();
  return { pid: child.pid, logFile, stop: () => stopTaskRunner(stateDir) };
}

/**
 * Ends the runner of a folder, and whatever of its tasks a crash left. A process that got one of their numbers since
 * is left alone.
 */
export async function stopTaskRunner(stateDir: string): Promise<void> {
  for (const runner of readProcessRecords(stateDir, RUNNER)) await end(runner);
  await Promise.all(readProcessRecords(stateDir, TASKS).map((task) => end(task, 2_000)));
}

/** One file instead of a TypeScript loader: the runner starts in a quarter of the time and in half the memory. */
async function bundleRunner(stateDir: string): Promise<string> {
  const outfile = join(stateDir, 'program', 'main.js');
  await build({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile,
    bundle: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  cpSync(join(__dirname, 'preload'), join(stateDir, 'program', 'preload'), { recursive: true });
  return outfile;
}
