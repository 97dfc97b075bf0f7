import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { Names } from './service-connect';

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

/** Starts a bundle as a task. Its output goes to `onOutput`. */
export function startProcess(input: {
  bundle: string;
  taskId: string;
  environment: Record<string, string>;
  names: Names;
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
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  for (const source of ['stdout', 'stderr'] as const) {
    child[source]?.setEncoding('utf8').on('data', (chunk: string) => input.onOutput(source, chunk));
  }
  const exited = new Promise<Exit>((resolve) => {
    // 'close' comes after the last output; 'error' when there never was a process.
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  // Telling names to a task that is just ending is no error.
  child.on('error', () => {});
  return {
    pid: child.pid ?? 0,
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
