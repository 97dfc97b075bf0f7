import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface Server {
  url: string;
  pid: number;
  /** From the spawn to the first 200 of the path asked. */
  startMs: number;
  stop(): Promise<void>;
}

/**
 * Starts a bundle in a process of its own and waits until the path answers.
 * @throws Error when the process ends or does not answer within 10 s
 */
export async function startServer(
  file: string,
  port: number,
  path: string,
  environment: Record<string, string>,
): Promise<Server> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', file], {
    env: { PATH: process.env.PATH, ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(child, `${url}${path}`, started + 10_000);
  const startMs = performance.now() - started;
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return { url, pid: child.pid as number, startMs, stop };
}

async function untilAnswers(child: ChildProcess, url: string, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`server ended with code ${child.exitCode} before it answered`);
    const answered = await fetch(url).catch(() => undefined);
    if (answered?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  throw new Error(`no answer from ${url} within 10 s`);
}

/** Resident memory in MB; Linux only, undefined elsewhere. */
export function residentMb(pid: number): number | undefined {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

/** Processor time that a process has used, in ms (ticks of 10 ms); Linux only, undefined elsewhere. */
export function cpuMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}
