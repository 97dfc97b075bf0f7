import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../scripts/local/processes';
import { startTaskRunner, type TaskRunner, type TaskRunnerOptions } from '../../scripts/local/task-runner';
import { readProcessRecords, TASKS } from '../../scripts/local/task-runner/process-records';
import { buildEchoServices } from './ecs-stage';
import { whileHeld } from './held';
import { until } from './until';

/** Gives the surrounding tests a task runner on the local AWS on `port`, whose services are echo services. */
export function useTaskRunner(port: number, names: string[], options: Partial<TaskRunnerOptions> = {}) {
  let stateDir: string;
  let bundles: Awaited<ReturnType<typeof buildEchoServices>>;
  let running: TaskRunner;
  let starts = 0;
  const log = () => readFile(running.logFile, 'utf8');
  const start = async () => {
    running = await startTaskRunner({ port, bundles: bundles.folder, stateDir, ...options });
    starts += 1;
    // Before it has, ECS knows of no agent and takes a task for running at once.
    await until('the runner to connect', 20_000, async () => {
      const connections = (await log()).match(/ connected$/gm) ?? [];
      return connections.length >= starts;
    });
  };
  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'task-runner-'));
    bundles = await buildEchoServices(names);
    await start();
  });
  afterAll(async () => {
    await running?.stop();
    await bundles.remove();
    await rm(stateDir, { recursive: true, force: true });
  });
  return {
    /** Another one in the same folder. */
    restart: start,
    get pid() {
      return running.pid;
    },
    stop: () => running.stop(),
    /** Does this while the runner is held still, so that no task can start or end meanwhile. */
    whileHeld: <T>(action: () => Promise<T>): Promise<T> => whileHeld(running.pid, action),
    log,
    /** Process ids of the tasks that run. */
    taskPids: () =>
      readProcessRecords(stateDir, TASKS)
        .filter(isRunning)
        .map(({ pid }) => pid),
  };
}
