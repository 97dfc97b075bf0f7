import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from '../processes';

const fileIn = (stateDir: string) => join(stateDir, 'task-processes.json');

/** The task processes that the last runner of this folder wrote down. */
export function readProcessRecords(stateDir: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(fileIn(stateDir), 'utf8')) as ProcessIdentity[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * The processes that the runner started, on disk, so that a stop after a crash ends exactly those. The file is
 * replaced as a whole: a reader never sees half of it.
 */
export class ProcessRecords {
  private readonly records = new Map<number, ProcessIdentity>();

  constructor(private readonly stateDir: string) {
    mkdirSync(stateDir, { recursive: true });
  }

  add(pid: number): void {
    this.records.set(pid, identify(pid));
    this.save();
  }

  remove(pid: number): void {
    this.records.delete(pid);
    this.save();
  }

  private save(): void {
    const draft = `${fileIn(this.stateDir)}.draft`;
    writeFileSync(draft, JSON.stringify([...this.records.values()]), { mode: 0o600 });
    renameSync(draft, fileIn(this.stateDir));
  }
}
