import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type ContainerDefinition,
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServicesCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { build } from 'esbuild';
import { clientConfig } from '../../scripts/local/engine';
import { until } from './until';

export const LOG_GROUP = '/ecs/stage';

/** Folders `<name>/main.js` of the echo service, as `dist/app-services` has them; and how to remove them. */
export async function buildEchoServices(names: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'echo-services-'));
  await Promise.all(
    names.map(async (name) => {
      await mkdir(join(folder, name));
      await build({
        entryPoints: [join(__dirname, 'echo-service.ts')],
        outfile: join(folder, name, 'main.js'),
        bundle: true,
        platform: 'node',
        target: 'node20',
        logLevel: 'error',
      });
    }),
  );
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** ECS services with all that they need, made on the local AWS on `port`, and what became of them. */
export function ecsStage(port: number) {
  const config = clientConfig(port);
  const ecs = new ECSClient(config);
  const elb = new ElasticLoadBalancingV2Client(config);
  const iam = new IAMClient(config);
  const logs = new CloudWatchLogsClient(config);

  async function registerTask(
    family: string,
    container: Partial<ContainerDefinition> = {},
    taskRoleArn?: string,
  ): Promise<string> {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: 'awsvpc',
        taskRoleArn,
        containerDefinitions: [
          {
            name: family,
            image: 'registry/image:1',
            portMappings: [{ name: 'api', containerPort: 3010 }],
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': LOG_GROUP,
                'awslogs-region': 'us-east-1',
                'awslogs-stream-prefix': 'stage',
              },
            },
            ...container,
          },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn as string;
  }

  /** A load balancer of one target group; its URL and the group's ARN. */
  async function createBalancer(name: string, HealthCheckPath: string) {
    const { TargetGroups } = await elb.send(
      new CreateTargetGroupCommand({
        Name: name,
        TargetType: 'ip',
        Protocol: 'HTTP',
        Port: 3010,
        VpcId: 'vpc-1',
        HealthCheckPath,
      }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn as string;
    const { LoadBalancers } = await elb.send(
      new CreateLoadBalancerCommand({ Name: name, Subnets: ['subnet-1', 'subnet-2'] }),
    );
    await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }),
    );
    return { url: `http://127.0.0.1:${port}/_alb/${name}`, targetGroupArn: TargetGroupArn };
  }

  /** Ports under which tasks are registered with a target group. */
  async function portsOf(targetGroupArn: string): Promise<number[]> {
    const health = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }));
    return (health.TargetHealthDescriptions ?? []).map(({ Target }) => Target?.Port as number);
  }

  return {
    ecs,
    elb,
    iam,
    logs,
    registerTask,
    createBalancer,
    portsOf,
    async prepare(...clusters: string[]) {
      await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
      for (const clusterName of clusters) await ecs.send(new CreateClusterCommand({ clusterName }));
    },
    /** A role that this service may assume; its ARN. */
    async createRole(RoleName: string, Service = 'ecs-tasks.amazonaws.com'): Promise<string> {
      const statement = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      return Role?.Arn as string;
    },
    /** A service of one container, behind a load balancer of its own. */
    async createService(
      cluster: string,
      serviceName: string,
      taskDefinition: string,
      more: Partial<CreateServiceCommandInput> = {},
    ) {
      const containerName = taskDefinition.replace(/^.*\//, '').replace(/:.*$/, '');
      const balancer = await createBalancer(`${cluster}-${serviceName}`, `/${containerName}/health`);
      await ecs.send(
        new CreateServiceCommand({
          cluster,
          serviceName,
          taskDefinition,
          desiredCount: 1,
          launchType: 'FARGATE',
          loadBalancers: [{ targetGroupArn: balancer.targetGroupArn, containerName, containerPort: 3010 }],
          ...more,
        }),
      );
      return balancer;
    },
    /** The ports once there are exactly so many. */
    registered: (targetGroupArn: string, count: number, withinMs = 10_000) =>
      until(`${count} registered tasks`, withinMs, async () => {
        const ports = await portsOf(targetGroupArn);
        return ports.length === count ? ports : undefined;
      }),
    async describe(cluster: string, service: string) {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
      return services?.[0];
    },
    async taskIdsOf(cluster: string, serviceName: string): Promise<string[]> {
      const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, serviceName }));
      return taskArns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
    },
  };
}

/** A Service Connect configuration by which a service is `<name>:3010` in a namespace. */
export const serviceConnect = (namespace: string, name: string) => ({
  enabled: true,
  namespace,
  services: [{ portName: 'api', discoveryName: name, clientAliases: [{ port: 3010, dnsName: name }] }],
});
