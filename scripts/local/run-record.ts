import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from './processes';

/** What a start began, written as each part begins, so that a stop after a crash ends exactly that. */
export interface RunRecord {
  port: number;
  startedAt: string;
  /** In the order of their start; they are ended in the reverse order. */
  processes: Record<string, ProcessIdentity>;
}

const fileIn = (folder: string) => join(folder, 'run.json');

export function readRun(folder: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as RunRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function writeRun(folder: string, run: RunRecord): void {
  mkdirSync(folder, { recursive: true });
  const draft = `${fileIn(folder)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(run, null, 2));
  renameSync(draft, fileIn(folder));
}

export const removeRun = (folder: string): void => rmSync(fileIn(folder), { force: true });

export const runsStill = (run: RunRecord): boolean => Object.values(run.processes).some(isRunning);

/** Parts that ought to serve and have ended; the start itself may: with --detach it does. */
export const endedParts = (run: RunRecord): string[] =>
  Object.entries(run.processes)
    .filter(([name, identity]) => name !== 'start' && !isRunning(identity))
    .map(([name]) => name);
