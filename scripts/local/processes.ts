import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process by id and start time: ids are reused, the pair is not. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

/** When a process started, in whatever unit the system tells; undefined when it does not run. */
function startTime(pid: number): string | undefined {
  try {
    // Field 22 of /proc/<pid>/stat, counted after the command's closing parenthesis; a zombie has ended.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
    try {
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
      );
    } catch {
      return undefined;
    }
  }
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startTime(pid) ?? 'ended' };
}

export const isRunning = ({ pid, startedAt }: ProcessIdentity): boolean => startTime(pid) === startedAt;

/** What has the id now: the process itself, only what is left of the group it led, a stranger, or nothing. */
function remains({ pid, startedAt }: ProcessIdentity): 'itself' | 'its group' | 'nothing of it' {
  const now = startTime(pid);
  if (now !== undefined) return now === startedAt ? 'itself' : 'nothing of it';
  // The system gives no new process an id that a group still has: a group without its leader is ours.
  return signal(-pid, 0) ? 'its group' : 'nothing of it';
}

function signal(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, name);
  } catch {
    return false;
  }
}

/**
 * Ends a process and the group it leads: SIGTERM, and SIGKILL after `graceMs`. Another process that has the id
 * by now is left alone.
 * @returns whether there was anything to end
 */
export async function end(target: ProcessIdentity, graceMs = 12_000): Promise<boolean> {
  if (remains(target) === 'nothing of it') return false;
  const deadline = Date.now() + graceMs;
  let name: NodeJS.Signals = 'SIGTERM';
  signal(-target.pid, name) || signal(target.pid, name);
  while (remains(target) !== 'nothing of it') {
    if (Date.now() > deadline && name === 'SIGTERM') {
      name = 'SIGKILL';
      signal(-target.pid, name) || signal(target.pid, name);
    }
    // Zombies of a group count until their parent reaps them: after SIGKILL there is nothing left to wait for.
    if (Date.now() > deadline + 2_000) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
