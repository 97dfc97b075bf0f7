import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  DescribeServicesCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { clientConfig } from '../../scripts/local/engine';
import { isRunning } from '../../scripts/local/processes';
import { readProcessRecords, TASKS } from '../../scripts/local/task-runner/process-records';
import type { RunningAt } from '../builders/product';
import { until } from '../builders/until';

const run = promisify(execFile);

const POOLED = ['orders', 'products', 'users'];
/** What is looked at is under load, and each look is a part of it. */
const LOOK_EVERY_MS = 250;

export interface ServiceRef {
  cluster: string;
  service: string;
}

/** The ECS services of a tenant, or the pool's, and what an operator or bad luck does to them. */
export class TenantServices {
  private readonly ecs: ECSClient;

  private constructor(
    private readonly at: RunningAt,
    readonly refs: ServiceRef[],
  ) {
    this.ecs = new ECSClient(clientConfig(at.port));
  }

  /** @param tenantName a silo tenant, or undefined for the pool */
  static async find(at: RunningAt, tenantName?: string): Promise<TenantServices> {
    const ecs = new ECSClient(clientConfig(at.port));
    const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}));
    const refs: ServiceRef[] = [];
    for (const cluster of clusterArns) {
      const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster, maxResults: 100 }));
      for (const arn of serviceArns) {
        const service = arn.slice(arn.lastIndexOf('/') + 1);
        if (tenantName ? service.includes(`-${tenantName}-`) : POOLED.includes(service))
          refs.push({ cluster, service });
      }
    }
    if (refs.length !== POOLED.length)
      throw new Error(`${tenantName ?? 'the pool'}: ${refs.length} services`);
    return new TenantServices(at, refs);
  }

  /** Kills the process of one task of a service (`orders`), as a lack of memory does; the time as of `performance.now()`. */
  async kill(kind: string): Promise<number> {
    process.kill(await this.processOf(kind), 'SIGKILL');
    return performance.now();
  }

  /** The process of one task of a service. */
  async processOf(kind: string): Promise<number> {
    const ref = this.refOf(kind);
    const [taskId] = await this.taskIdsOf(ref);
    const ofTask = (await this.commandLines()).find(({ line }) => line.includes(`--ecs-task=${taskId}`));
    if (!ofTask) throw new Error(`no process of ${ref.service}`);
    return ofTask.pid;
  }

  /** Sets how many tasks each service has, and waits until they run. */
  async scale(desiredCount: number): Promise<void> {
    for (const { cluster, service } of this.refs) {
      await this.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
    }
    await this.steady(desiredCount);
  }

  /** Deploys the services anew, one after the other; resolves when the last old task's process is gone. */
  async roll(): Promise<void> {
    for (const ref of this.refs) {
      const before = await this.taskIdsOf(ref);
      const { cluster, service } = ref;
      await this.ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
      await this.steady(before.length);
      const ended = async () => {
        const alive = await this.commandLines();
        return !before.some((id) => alive.some(({ line }) => line.includes(id)));
      };
      await until(`the old tasks of ${service} to end`, 30_000, ended, LOOK_EVERY_MS);
    }
  }

  /** Waits until each service runs as many tasks as it should, of one deployment. */
  private async steady(desiredCount: number): Promise<void> {
    const steady = async () =>
      (await this.describe()).every(
        ({ runningCount, pendingCount, deployments = [] }) =>
          runningCount === desiredCount &&
          pendingCount === 0 &&
          deployments.length === 1 &&
          deployments[0]?.rolloutState === 'COMPLETED',
      );
    await until(`${desiredCount} tasks of each service`, 60_000, steady, LOOK_EVERY_MS);
  }

  private async describe(): Promise<Service[]> {
    const found = await Promise.all(
      this.refs.map(({ cluster, service }) =>
        this.ecs.send(new DescribeServicesCommand({ cluster, services: [service] })),
      ),
    );
    return found.flatMap(({ services = [] }) => services);
  }

  private async taskIdsOf({ cluster, service }: ServiceRef): Promise<string[]> {
    const { taskArns = [] } = await this.ecs.send(new ListTasksCommand({ cluster, serviceName: service }));
    return taskArns.map((arn) => arn.split('/').at(-1) ?? '');
  }

  private refOf(kind: string): ServiceRef {
    const found = this.refs.find(({ service }) => service === kind || service.endsWith(`-${kind}`));
    if (!found) throw new Error(`no service ${kind} among ${this.refs.map(({ service }) => service)}`);
    return found;
  }

  /** Of the task processes that this product's task runner has started, and of no others. */
  private async commandLines(): Promise<{ pid: number; line: string }[]> {
    const pids = readProcessRecords(join(this.at.folder, 'tasks'), TASKS)
      .filter(isRunning)
      .map(({ pid }) => pid);
    if (pids.length === 0) return [];
    const { stdout } = await run('ps', ['-ww', '-o', 'pid=,args=', '-p', pids.join()]).catch(() => ({
      stdout: '',
    }));
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ pid: Number.parseInt(line, 10), line }));
  }
}
