import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from '../processes';

/** Files of a runner's folder that say which processes were started, so that a stop after a crash ends exactly those. */
export const RUNNER = 'runner-process.json';
export const TASKS = 'task-processes.json';

export function readProcessRecords(stateDir: string, file: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(join(stateDir, file), 'utf8')) as ProcessIdentity[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Replaces the file as a whole: a reader never sees half of it. */
export function writeProcessRecords(stateDir: string, file: string, processes: ProcessIdentity[]): void {
  mkdirSync(stateDir, { recursive: true });
  const draft = join(stateDir, `${file}.draft`);
  writeFileSync(draft, JSON.stringify(processes), { mode: 0o600 });
  renameSync(draft, join(stateDir, file));
}

/** The task processes of a runner, on disk from the moment they start until they are gone. */
export class ProcessRecords {
  private readonly running = new Map<number, ProcessIdentity>();

  constructor(private readonly stateDir: string) {}

  add(pid: number): void {
    this.running.set(pid, identify(pid));
    this.save();
  }

  remove(pid: number): void {
    this.running.delete(pid);
    this.save();
  }

  private save(): void {
    writeProcessRecords(this.stateDir, TASKS, [...this.running.values()]);
  }
}
