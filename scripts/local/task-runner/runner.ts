import { setTimeout as pause } from 'node:timers/promises';
import { SubmitTaskStateChangeCommand } from '@aws-sdk/client-ecs';
import { AgentChannel } from './agent-channel';
import type { Aws } from './aws';
import { CrashThrottle, reconcile } from './reconcile';
import { runTask, type TaskEnd, type TaskHost } from './run-task';
import { labelOf, readPlan, type TaskPlan } from './task-plan';
import { serviceKeyOf, type TaskWatch, type WantedTask } from './watch-tasks';

/** While the local AWS does not answer. */
const RETRY_MS = 500;

interface Present {
  taskArn: string;
  serviceKey: string;
  stopping: boolean;
  stop: AbortController;
  gone: Promise<void>;
}

/** Keeps the machine's tasks as ECS wants them, and ECS informed. */
export class Runner {
  private readonly present = new Map<string, Present>();
  private readonly throttle = new CrashThrottle(Date.now);
  private readonly channel = new AgentChannel();
  private readonly over = new AbortController();
  private planned: Promise<unknown> = Promise.resolve();
  private reachable?: boolean;

  constructor(
    private readonly aws: Aws,
    private readonly host: TaskHost,
    private readonly watch: TaskWatch,
    private readonly say: (line: string) => void,
  ) {}

  /** Runs until `stop()`; a local AWS that does not answer is waited for, with the tasks left as they are. */
  async run(): Promise<void> {
    const over = this.over.signal;
    while (!over.aborted) {
      if (await this.step()) await this.channel.nextChange(over);
      else await pause(RETRY_MS, undefined, { signal: over }).catch(() => {});
    }
    this.channel.close();
  }

  /** Ends every task as a scale-in does, and resolves when all are gone. */
  async stop(): Promise<void> {
    this.over.abort();
    for (const task of this.present.values()) this.stopTask(task);
    await Promise.all([...this.present.values()].map((task) => task.gone));
  }

  private async step(): Promise<boolean> {
    try {
      // A local AWS that was started anew has to be told of the agent again.
      if (!this.reachable) this.channel.connect(await this.watch.connect());
      this.apply(await this.watch.read());
      if (!this.reachable) this.say('connected');
      this.reachable = true;
    } catch (error) {
      const { message } = error as Error;
      if (this.reachable !== false) this.say(`local AWS does not answer, waiting: ${message}`);
      this.reachable = false;
    }
    return this.reachable;
  }

  private apply(tasks: WantedTask[]): void {
    if (this.over.signal.aborted) return;
    const wanted = tasks.map((task) => ({ ...task, serviceKey: serviceKeyOf(task) }));
    const actions = reconcile({
      wanted,
      present: [...this.present.values()],
      mayStart: (key) => this.throttle.mayStart(key),
    });
    for (const task of actions.start) this.startTask(task, task.serviceKey);
    for (const taskArn of actions.stop) this.stopTask(this.present.get(taskArn));
    this.throttle.keepOnly(new Set(wanted.map((task) => task.serviceKey)));
  }

  private stopTask(task: Present | undefined): void {
    if (!task) return;
    task.stopping = true;
    task.stop.abort();
  }

  private startTask(task: WantedTask, serviceKey: string): void {
    const stop = new AbortController();
    const gone = this.runToEnd(task, serviceKey, stop.signal).finally(() =>
      this.present.delete(task.taskArn),
    );
    this.present.set(task.taskArn, { taskArn: task.taskArn, serviceKey, stopping: false, stop, gone });
  }

  private async runToEnd(task: WantedTask, serviceKey: string, stop: AbortSignal): Promise<void> {
    const since = Date.now();
    let label = 'task';
    let end: TaskEnd;
    try {
      const plan = await this.inOrder(readPlan(this.aws, task));
      label = labelOf(plan);
      const onHealthy = async () => {
        await this.report(task, 'RUNNING');
        this.say(`started ${label} in ${Date.now() - since} ms (${task.taskId})`);
      };
      end = await runTask(this.host, plan, onHealthy, stop);
    } catch (error) {
      const { name, message } = error as Error;
      end = { healthyForMs: 0, failure: name === 'TaskCannotStart' ? message : `${name}: ${message}` };
    }
    if (stop.aborted) {
      this.say(`stopped ${label} (${task.taskId})`);
      return;
    }
    const wait = this.throttle.crashed(serviceKey, end.healthyForMs);
    const code = end.exitCode === undefined ? '' : `, exit code ${end.exitCode}`;
    const next = wait ? `, next start in ${wait / 1_000} s` : '';
    this.say(`failed ${label}: ${end.failure}${code}${next} (${task.taskId})`);
    await this.report(task, 'STOPPED', end);
  }

  /** Plans are read at the same time, and carried out in the order of ECS: a provider is there before who uses it. */
  private async inOrder(reading: Promise<TaskPlan>): Promise<TaskPlan> {
    const earlier = this.planned;
    this.planned = Promise.allSettled([earlier, reading]).then(() => undefined);
    await earlier;
    return reading;
  }

  /** Tells ECS what became of a task. An agent that is not heard goes on with its work. */
  private async report(task: WantedTask, status: 'RUNNING' | 'STOPPED', end?: TaskEnd): Promise<void> {
    const change = new SubmitTaskStateChangeCommand({
      cluster: task.clusterArn,
      task: task.taskArn,
      status,
      reason: end?.failure,
      containers: end ? [{ exitCode: end.exitCode, status }] : undefined,
    });
    await this.aws.ecs.send(change).catch((error: Error) => {
      this.say(`could not report ${task.taskId} as ${status}: ${error.message}`);
    });
  }
}
