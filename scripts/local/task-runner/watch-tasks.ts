import {
  DescribeTasksCommand,
  DiscoverPollEndpointCommand,
  type ECSClient,
  ListClustersCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';

/** A task that ECS wants to run. */
export interface WantedTask {
  taskArn: string;
  /** The last part of the ARN: names the log stream and the credentials. */
  taskId: string;
  clusterArn: string;
  taskDefinitionArn: string;
  /** Absent for a task of RunTask. */
  serviceName?: string;
}

/** Identifies a service among all clusters; a task of RunTask stands for itself. */
export function serviceKeyOf(task: WantedTask): string {
  return task.serviceName ? `${task.clusterArn}/${task.serviceName}` : task.taskArn;
}

/**
 * Reads which tasks ECS wants, in all clusters: one ListClusters and one ListTasks a cluster; what a task is never
 * changes, so it is described once.
 */
export class TaskWatch {
  private known = new Map<string, WantedTask>();

  constructor(private readonly ecs: ECSClient) {}

  /**
   * Tells ECS that an agent is there, upon which it waits for the agent's word on every task.
   * Returns where changes are told.
   */
  async connect(): Promise<string | undefined> {
    const { endpoint } = await this.ecs.send(new DiscoverPollEndpointCommand({}));
    return endpoint;
  }

  /** Every task whose desired status is RUNNING. */
  async read(): Promise<WantedTask[]> {
    const { clusterArns = [] } = await this.ecs.send(new ListClustersCommand({}));
    const tasks = (await Promise.all(clusterArns.map((cluster) => this.readCluster(cluster)))).flat();
    this.known = new Map(tasks.map((task) => [task.taskArn, task]));
    return tasks;
  }

  private async readCluster(cluster: string): Promise<WantedTask[]> {
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.ecs.send(
        new ListTasksCommand({ cluster, desiredStatus: 'RUNNING', maxResults: 100, nextToken }),
      );
      arns.push(...(page.taskArns ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    const news = arns.filter((arn) => !this.known.has(arn));
    const described = new Map((await this.describe(cluster, news)).map((task) => [task.taskArn, task]));
    return arns.flatMap((arn) => this.known.get(arn) ?? described.get(arn) ?? []);
  }

  private async describe(cluster: string, arns: string[]): Promise<WantedTask[]> {
    const found: WantedTask[] = [];
    // DescribeTasks takes 100 at most.
    for (let from = 0; from < arns.length; from += 100) {
      const { tasks = [] } = await this.ecs.send(
        new DescribeTasksCommand({ cluster, tasks: arns.slice(from, from + 100) }),
      );
      for (const { taskArn, clusterArn, taskDefinitionArn, group } of tasks) {
        if (!taskArn || !clusterArn || !taskDefinitionArn) continue;
        const taskId = taskArn.slice(taskArn.lastIndexOf('/') + 1);
        const serviceName = group?.startsWith('service:') ? group.slice('service:'.length) : undefined;
        found.push({ taskArn, taskId, clusterArn, taskDefinitionArn, serviceName });
      }
    }
    return found;
  }
}
