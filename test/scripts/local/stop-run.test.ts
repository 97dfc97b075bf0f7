import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from '../../../scripts/local/processes';
import { endedParts, readRun, writeRun } from '../../../scripts/local/run-record';
import { stopRun } from '../../../scripts/local/stack';
import { RUNNER, writeProcessRecords } from '../../../scripts/local/task-runner/process-records';
import { until } from '../../builders/until';

const IDLE = 'setInterval(() => {}, 1_000)';
let folder: string;
let started: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
  started = [];
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function node(script: string, ...args: string[]): ProcessIdentity {
  const child = spawn(process.execPath, ['-e', script, ...args], { detached: true, stdio: 'ignore' });
  started.push(child);
  return identify(child.pid ?? 0);
}

test('a part that is begun while the stop waits for another is ended too', async () => {
  const late = node(IDLE);
  const ready = join(folder, 'ready');
  // A start that is told to end, and records one more part before it does.
  const start = node(
    `const { writeFileSync } = require('node:fs');
    const [ready, record, content] = process.argv.slice(1);
    process.on('SIGTERM', () => { writeFileSync(record, content); process.exit(); });
    writeFileSync(ready, '');
    ${IDLE}`,
    ready,
    join(folder, 'run.json'),
    JSON.stringify({ port: 1, startedAt: '', processes: { taskRunner: late } }),
  );
  await until('the start to run', 10_000, () => (existsSync(ready) ? true : undefined));
  writeRun(folder, { port: 1, startedAt: '', processes: { start } });

  const ended = await stopRun(folder);

  expect(ended).toEqual(['start', 'taskRunner']);
  expect([start, late].filter(isRunning)).toEqual([]);
  expect(readRun(folder)).toBeUndefined();
});

test('a task runner that no record of the run names yet is ended by its own', async () => {
  const runner = node(IDLE);
  writeProcessRecords(join(folder, 'tasks'), RUNNER, [runner]);

  await stopRun(folder);

  expect(isRunning(runner)).toBe(false);
});

test('a run whose engine has crashed is known by it, though its task runner lives on', () => {
  const [engine, taskRunner] = [{ pid: 999_999_999, startedAt: 'once' }, node(IDLE)];
  const run = { port: 1, startedAt: '', processes: { start: engine, engine: taskRunner, taskRunner } };

  expect(endedParts(run)).toEqual([]);
  expect(endedParts({ ...run, processes: { ...run.processes, engine } })).toEqual(['engine']);
});
