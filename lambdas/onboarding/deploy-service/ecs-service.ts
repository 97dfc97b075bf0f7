import { createHash } from 'node:crypto';
import {
  CreateServiceCommand,
  DescribeServicesCommand,
  type ECSClient,
  type ServiceConnectConfiguration,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { isAwsError } from '../../shared/aws/errors';
import { placeOf } from '../../shared/aws/place';
import { SERVICE_PORT } from '../../shared/contracts/service-port';
import type { Deployment } from './deployment';

/**
 * Makes the ECS service; its name is unique in a cluster, among services that are not deleted.
 *
 * @param madeBefore a former try may have made it: looks first, and brings what it finds to this task definition
 */
export async function createService(
  ecs: ECSClient,
  deployment: Deployment,
  made: { taskDefinitionArn: string; targetGroupArn: string },
  madeBefore: boolean,
): Promise<string> {
  const known = madeBefore && (await bringToGoal(ecs, deployment, made.taskDefinitionArn));
  if (known) return known;
  try {
    return await create(ecs, deployment, made);
  } catch (error) {
    const there = isAwsError(error, 'InvalidParameterException') && /not idempotent/i.test(error.message);
    const found = there && (await bringToGoal(ecs, deployment, made.taskDefinitionArn));
    if (!found) throw error;
    return found;
  }
}

async function create(
  ecs: ECSClient,
  deployment: Deployment,
  { taskDefinitionArn, targetGroupArn }: { taskDefinitionArn: string; targetGroupArn: string },
): Promise<string> {
  const { name, footprint, service, surroundings, tags } = deployment;
  const { service: created } = await ecs.send(
    new CreateServiceCommand({
      cluster: footprint.clusterArn,
      serviceName: name,
      // The same call again is the same service, 36 characters at most.
      clientToken: createHash('sha256').update(`${name} ${taskDefinitionArn}`).digest('hex').slice(0, 36),
      taskDefinition: taskDefinitionArn,
      desiredCount: surroundings.services[service.name].desiredCount,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 1 }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: surroundings.subnetIds,
          securityGroups: [footprint.securityGroupId],
          assignPublicIp: 'DISABLED',
        },
      },
      loadBalancers: [{ targetGroupArn, containerName: service.name, containerPort: SERVICE_PORT }],
      // Seconds in which a task that starts may still fail the load balancer's check.
      healthCheckGracePeriodSeconds: 60,
      serviceConnectConfiguration: serviceConnect(deployment),
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      enableECSManagedTags: true,
      propagateTags: 'SERVICE',
      enableExecuteCommand: false,
      tags: tags.asEcs,
    }),
  );
  return requireArn(created?.serviceArn, name);
}

/** The service that is there, with the wanted task definition; undefined when there is none. */
async function bringToGoal(
  ecs: ECSClient,
  { name, footprint, service, surroundings }: Deployment,
  taskDefinition: string,
): Promise<string | undefined> {
  const cluster = footprint.clusterArn;
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
  const found = services.find((each) => each.status === 'ACTIVE');
  if (!found) return undefined;
  const { desiredCount } = surroundings.services[service.name];
  if (found.taskDefinition !== taskDefinition || found.desiredCount !== desiredCount) {
    await ecs.send(new UpdateServiceCommand({ cluster, service: name, taskDefinition, desiredCount }));
  }
  return requireArn(found.serviceArn, name);
}

/** Makes the service known to the tenant's others as `<service>-api`, and those known to it. */
const serviceConnect = ({ plan, footprint, service }: Deployment): ServiceConnectConfiguration => ({
  enabled: true,
  namespace: footprint.namespaceArn,
  services: [
    {
      portName: `${service.name}-api`,
      discoveryName: `${service.name}-api`,
      clientAliases: [{ port: SERVICE_PORT, dnsName: `${service.name}-api` }],
    },
  ],
  logConfiguration: {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': footprint.logGroupName,
      'awslogs-region': placeOf(plan.executionArn).region,
      'awslogs-stream-prefix': 'service-connect',
    },
  },
});

function requireArn(arn: string | undefined, name: string): string {
  if (!arn) throw new Error(`ECS gave the service ${name} no ARN`);
  return arn;
}
