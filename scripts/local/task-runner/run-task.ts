import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CredentialsEndpoint } from './credentials-endpoint';
import { becomesHealthy, becomesUnhealthy, isHealthy } from './health-check';
import type { ProcessRecords } from './process-records';
import type { GetRoleCredentials } from './role-credentials';
import type { Names, ServiceConnect } from './service-connect';
import type { TargetRegistration } from './target-registration';
import type { TaskLog } from './task-logs';
import { labelOf, TaskCannotStart, type TaskPlan } from './task-plan';
import { freePort, startProcess, type TaskProcess } from './task-process';
import { serviceKeyOf } from './watch-tasks';

/** What a task finds around it on Fargate. */
export interface TaskHost {
  /** Folder of the built services: `<bundles>/<container name>/main.js`. */
  bundles: string;
  /** Variables that every task gets beside its own: region and endpoints. */
  environment: Record<string, string>;
  credentials: CredentialsEndpoint;
  credentialsOf: GetRoleCredentials;
  serviceConnect: ServiceConnect;
  targets: TargetRegistration;
  records: ProcessRecords;
  openLog: (plan: TaskPlan) => TaskLog;
  /** Writes a line of the runner's own log. */
  say: (line: string) => void;
  /** How long it is at least from deregistration to SIGTERM, for requests that come past the load balancer. */
  drainMs: number;
}

/** The deregistration delay is 30 s; who stops the runner waits for less. */
const LONGEST_DRAIN_MS = 8_000;

/** How a task ended; `failure` says why when nobody asked for it. */
export interface TaskEnd {
  healthyForMs: number;
  failure?: string;
  exitCode?: number;
}

/**
 * Runs one task from its start to its end, in the order of the ECS task lifecycle: credentials, process, health,
 * registration, and back: deregistration, drain, SIGTERM, SIGKILL. `onHealthy` is called once it takes requests;
 * aborting `stop` ends it. Resolves when its process is gone and nothing of it is left. Errors: TaskCannotStart and
 * those of the AWS calls, with nothing left either.
 */
export async function runTask(
  host: TaskHost,
  plan: TaskPlan,
  onHealthy: () => Promise<void>,
  stop: AbortSignal,
): Promise<TaskEnd> {
  const log = host.openLog(plan);
  const undo: (() => void)[] = [];
  try {
    const { process, port } = await launch(host, plan, log, undo);
    const ended = new AbortController();
    void process.exited.then(() => ended.abort());
    // Whatever goes wrong from here on, the process must not stay.
    undo.push(() => process.kill('SIGKILL'));
    const life = await live(host, plan, port, onHealthy, { stop, ended: ended.signal });
    const failure = !stop.aborted && ended.signal.aborted ? 'essential container exited' : life.failure;
    const { code } = await endProcess(process, plan.stopTimeoutMs);
    return { healthyForMs: life.healthyForMs, failure, exitCode: code ?? undefined };
  } catch (error) {
    log.note((error as Error).message);
    throw error;
  } finally {
    for (const step of undo.reverse()) step();
    await log.end();
  }
}

/** Starts the process with all that surrounds it; `undo` collects what takes that away again. */
async function launch(
  host: TaskHost,
  plan: TaskPlan,
  log: TaskLog,
  undo: (() => void)[],
): Promise<{ process: TaskProcess; port: number }> {
  const { taskId, roleArn } = plan;
  const bundle = join(host.bundles, plan.containerName, 'main.js');
  if (!existsSync(bundle)) throw new TaskCannotStart(`no bundle of ${plan.containerName}: ${bundle}`);

  let names: Names = {};
  let process: TaskProcess | undefined;
  if (plan.serviceConnect) {
    const leave = await host.serviceConnect.enter(plan.serviceConnect.namespace, {
      serviceKey: serviceKeyOf(plan),
      provides: plan.serviceConnect.provides,
      onNames: (current) => {
        names = current;
        process?.tellNames(current);
      },
    });
    undo.push(leave);
  }
  // ECS assumes the role before it starts the container: a role that cannot be assumed is found out here.
  const [port] = await Promise.all([freePort(), roleArn && host.credentialsOf(roleArn)]);
  const credentials = roleArn ? host.credentials.grant(taskId, roleArn) : {};
  undo.push(() => host.credentials.revoke(taskId));

  process = startProcess({
    bundle,
    taskId,
    environment: { ...plan.environment, ...host.environment, PORT: String(port), ...credentials },
    names,
    onLateName: (name) =>
      host.say(
        `note: ${labelOf(plan)} uses ${name}, deployed after it: on AWS it reaches it once deployed anew`,
      ),
    onOutput: (source, chunk) => log.write(source, chunk),
  });
  const { pid } = process;
  host.records.add(pid);
  undo.push(() => host.records.remove(pid));
  return { process, port };
}

/** The part of a task's life in which its process runs: until `stop`, `ended`, or until it is found unhealthy. */
async function live(
  host: TaskHost,
  plan: TaskPlan,
  port: number,
  onHealthy: () => Promise<void>,
  { stop, ended }: { stop: AbortSignal; ended: AbortSignal },
): Promise<{ healthyForMs: number; failure?: string }> {
  const over = AbortSignal.any([stop, ended]);
  const check = () => isHealthy(port, plan.healthPath);
  if (!(await becomesHealthy(check, plan.startTimeoutMs, over))) {
    const failure = over.aborted ? undefined : `not healthy within ${plan.startTimeoutMs / 1_000} s`;
    return { healthyForMs: 0, failure };
  }
  const withdraw = await takeRequests(host, plan, port);
  const since = Date.now();
  if (!over.aborted) await onHealthy();
  const unhealthy = await becomesUnhealthy(
    check,
    { intervalMs: plan.healthIntervalMs, unhealthyAfter: plan.unhealthyAfter },
    over,
  );
  const healthyForMs = Date.now() - since;
  await withdraw();
  await Promise.all([
    pause(host.drainMs, undefined, { signal: ended }).catch(() => {}),
    host.targets.drained(plan.targetGroupArns, port, LONGEST_DRAIN_MS, ended),
  ]);
  const failure = unhealthy ? `failed ${plan.unhealthyAfter} health checks in a row` : undefined;
  return { healthyForMs, failure };
}

/** Puts a healthy task behind its load balancer and its Service Connect names. Returns how it is withdrawn. */
async function takeRequests(host: TaskHost, plan: TaskPlan, port: number): Promise<() => Promise<void>> {
  const connect = plan.serviceConnect;
  const stopAnswering = connect && host.serviceConnect.answer(connect.namespace, connect.provides, port);
  await host.targets.register(plan.targetGroupArns, port);
  return async () => {
    stopAnswering?.();
    // A local AWS that does not answer must not keep the task from ending.
    await host.targets.deregister(plan.targetGroupArns, port).catch(() => {});
  };
}

async function endProcess(process: TaskProcess, stopTimeoutMs: number) {
  process.kill('SIGTERM');
  const kill = setTimeout(() => process.kill('SIGKILL'), stopTimeoutMs);
  const exit = await process.exited;
  clearTimeout(kill);
  return exit;
}
