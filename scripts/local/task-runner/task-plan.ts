import {
  type ContainerDefinition,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from './aws';
import type { WantedTask } from './watch-tasks';

/** A name under which other tasks of the namespace reach a task, as `host:port`. */
export type Alias = `${string}:${number}`;

/** All that is needed to run one task, as its task definition and its service say. Durations in milliseconds. */
export interface TaskPlan extends WantedTask {
  containerName: string;
  environment: Record<string, string>;
  roleArn?: string;
  healthPath: string;
  /** How long it may take until the first 200. */
  startTimeoutMs: number;
  healthIntervalMs: number;
  /** So many failures in a row make a task unhealthy. */
  unhealthyAfter: number;
  stopTimeoutMs: number;
  targetGroupArns: string[];
  serviceConnect?: { namespace: string; provides: Alias[] };
  logs?: { group: string; stream: string; createGroup: boolean };
}

/** What a task is called in messages: `orders of service x`. */
export function labelOf({ containerName, serviceName }: TaskPlan): string {
  return serviceName ? `${containerName} of service ${serviceName}` : `${containerName} of no service`;
}

/** A task definition that the runner cannot play; ends the task as failed to start. */
export class TaskCannotStart extends Error {
  override readonly name = 'TaskCannotStart';
}

/** Reads what a task needs. Errors: TaskCannotStart, and those of the AWS calls. */
export async function readPlan(aws: Aws, task: WantedTask): Promise<TaskPlan> {
  const [{ taskDefinition }, service, clusterNamespace] = await Promise.all([
    aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: task.taskDefinitionArn })),
    readService(aws, task),
    readDefaultNamespace(aws, task.clusterArn),
  ]);
  if (!taskDefinition) throw new TaskCannotStart(`no task definition ${task.taskDefinitionArn}`);
  const group = service?.loadBalancers?.find((balancer) => balancer.targetGroupArn)?.targetGroupArn;
  const targetGroupPath = group ? await readHealthCheckPath(aws, group) : undefined;
  return planTask({ task, taskDefinition, service, clusterNamespace, targetGroupPath });
}

async function readService(aws: Aws, task: WantedTask): Promise<Service | undefined> {
  if (!task.serviceName) return undefined;
  const { services } = await aws.ecs.send(
    new DescribeServicesCommand({ cluster: task.clusterArn, services: [task.serviceName] }),
  );
  return services?.[0];
}

async function readDefaultNamespace(aws: Aws, cluster: string): Promise<string | undefined> {
  const { clusters } = await aws.ecs.send(new DescribeClustersCommand({ clusters: [cluster] }));
  return clusters?.[0]?.serviceConnectDefaults?.namespace;
}

async function readHealthCheckPath(aws: Aws, targetGroupArn: string): Promise<string | undefined> {
  const { TargetGroups } = await aws.elb.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroupArn] }),
  );
  return TargetGroups?.[0]?.HealthCheckPath;
}

/** Turns the descriptions into a plan. Errors: TaskCannotStart. */
export function planTask(input: {
  task: WantedTask;
  taskDefinition: TaskDefinition;
  service?: Service;
  clusterNamespace?: string;
  targetGroupPath?: string;
}): TaskPlan {
  const { task, taskDefinition, service } = input;
  const container = chooseContainer(taskDefinition, service);
  const containerName = container.name as string;
  if (container.secrets?.length) {
    throw new TaskCannotStart(
      `container ${containerName} has secrets, which the task runner does not resolve`,
    );
  }
  const check = container.healthCheck;
  return {
    ...task,
    containerName,
    environment: Object.fromEntries(
      (container.environment ?? []).map(({ name = '', value = '' }) => [name, value]),
    ),
    roleArn: taskDefinition.taskRoleArn,
    healthPath: pathOfCommand(check?.command) ?? input.targetGroupPath ?? `/${containerName}/health`,
    // A task is given up after its start period and as many failures as make it unhealthy.
    startTimeoutMs: ((check?.startPeriod ?? 30) + (check?.retries ?? 3) * (check?.interval ?? 30)) * 1_000,
    // The definition's interval, but no slower than 5 s: nobody wants to wait here for what AWS finds in 90 s.
    healthIntervalMs: Math.min(check?.interval ?? 5, 5) * 1_000,
    unhealthyAfter: check?.retries ?? 3,
    // Fargate gives 30 s; what does not end within 10 s here has hung.
    stopTimeoutMs: Math.min(container.stopTimeout ?? 10, 10) * 1_000,
    targetGroupArns: (service?.loadBalancers ?? []).flatMap((balancer) => balancer.targetGroupArn ?? []),
    serviceConnect: serviceConnectOf(container, service, input.clusterNamespace),
    logs: logsOf(container, task.taskId),
  };
}

function chooseContainer(taskDefinition: TaskDefinition, service?: Service): ContainerDefinition {
  const containers = taskDefinition.containerDefinitions ?? [];
  const balanced = service?.loadBalancers?.[0]?.containerName;
  const chosen = containers.find((container) => container.name === balanced) ?? containers[0];
  if (!chosen?.name) throw new TaskCannotStart(`${taskDefinition.taskDefinitionArn} has no container`);
  return chosen;
}

/** The path of the URL in a health check's command, `curl -f http://localhost:3010/orders/health || exit 1`. */
function pathOfCommand(command: string[] = []): string | undefined {
  return command.join(' ').match(/https?:\/\/[^/\s'"`]+(\/[^\s'"`|;)]*)/)?.[1];
}

function serviceConnectOf(
  container: ContainerDefinition,
  service: Service | undefined,
  clusterNamespace: string | undefined,
): TaskPlan['serviceConnect'] {
  const primary = service?.deployments?.find((deployment) => deployment.status === 'PRIMARY');
  const configuration = primary?.serviceConnectConfiguration;
  const namespace = configuration?.namespace ?? clusterNamespace;
  if (!configuration?.enabled || !namespace) return undefined;
  const provides = (configuration.services ?? []).flatMap((provided): Alias[] => {
    const mapping = container.portMappings?.find(({ name }) => name === provided.portName);
    if (!mapping?.containerPort) return [];
    const host = `${provided.discoveryName ?? provided.portName}.${namespace}`;
    const aliases = provided.clientAliases?.length
      ? provided.clientAliases
      : [{ dnsName: host, port: mapping.containerPort }];
    return aliases.map((alias): Alias => `${(alias.dnsName ?? host).toLowerCase()}:${alias.port ?? 0}`);
  });
  return { namespace, provides };
}

function logsOf(container: ContainerDefinition, taskId: string): TaskPlan['logs'] {
  const options = container.logConfiguration?.options ?? {};
  const group = options['awslogs-group'];
  if (container.logConfiguration?.logDriver !== 'awslogs' || !group) return undefined;
  const prefix = options['awslogs-stream-prefix'];
  return {
    group,
    stream: prefix ? `${prefix}/${container.name}/${taskId}` : taskId,
    createGroup: options['awslogs-create-group'] === 'true',
  };
}
