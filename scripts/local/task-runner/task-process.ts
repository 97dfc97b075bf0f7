import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { Names } from './service-connect';
import { TaskCannotStart } from './task-plan';

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A task's process. */
export interface TaskProcess {
  pid: number;
  exited: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
  tellNames(names: Names): void;
}

/** Nothing of the caller's environment but what a process needs to run at all; never its AWS credentials. */
const INHERITED = ['PATH', 'HOME', 'LANG'];

/** Starts a bundle as a task. Its output goes to `onOutput`; `onLateName` hears of the first use of a late name. */
export function startProcess(input: {
  bundle: string;
  taskId: string;
  environment: Record<string, string>;
  names: Names;
  onLateName: (name: string) => void;
  onOutput: (source: 'stdout' | 'stderr', chunk: string) => void;
}): TaskProcess {
  const inherited = INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const child: ChildProcess = spawn(
    process.execPath,
    ['--require', join(__dirname, 'preload', 'index.cjs'), input.bundle, `--ecs-task=${input.taskId}`],
    {
      env: {
        ...Object.fromEntries(inherited),
        ...input.environment,
        SERVICE_CONNECT_NAMES: JSON.stringify(input.names),
        CODE_CACHE_FOLDER: join(__dirname, 'code-cache'),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  // Without this, a process that cannot be started (no memory, no more processes) would end the runner.
  child.on('error', () => {});
  if (child.pid === undefined) throw new TaskCannotStart(`no process could be started for ${input.bundle}`);
  for (const source of ['stdout', 'stderr'] as const) {
    child[source]?.setEncoding('utf8').on('data', (chunk: string) => input.onOutput(source, chunk));
  }
  child.on('message', (message: { lateName?: string }) => {
    if (message.lateName) input.onLateName(message.lateName);
  });
  // 'close' comes after the last output.
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid,
    exited,
    kill: (signal) => void child.kill(signal),
    tellNames: (names) => {
      if (child.connected) child.send({ serviceConnectNames: names }, () => {});
    },
  };
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
