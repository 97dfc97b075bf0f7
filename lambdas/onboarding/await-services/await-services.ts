import {
  DescribeServicesCommand,
  type ECSClient,
  type Deployment as EcsDeployment,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import type { DeployedService } from '../../shared/contracts/workflow';
import { ServiceDeploymentFailedError } from '../../shared/errors';

export interface AwaitDependencies {
  ecs: ECSClient;
  loadBalancing: ElasticLoadBalancingV2Client;
  clock: Clock;
}

export interface AwaitInput {
  clusterArn: string;
  deployed: DeployedService[];
  /** When the state machine entered this state, anew with each redrive. */
  enteredAt: Date;
}

/**
 * Fargate needs 20 to 60 s for a first task. After 20 s the state machine asks again, for 15 min in all. About 20
 * looks a try: what is ready is noticed within a fifth of the time that it took.
 */
const PATIENCE = { first: 100, growth: 1.2, longest: 2_000, total: 20_000 };

/**
 * Waits until all of a tenant's services are in service: ECS has completed the deployment, as many tasks run as are
 * wanted, and the target group calls as many healthy. One ECS call for all services; the target groups are asked
 * only when ECS is done, since their Describe calls share a small budget (bucket 40, refill 10 a second).
 *
 * A deployment that failed before this state was entered is started afresh: so a redrive, after the cause was
 * mended, does not meet the old failure again.
 *
 * AWS calls: `ecs:DescribeServices`, `elasticloadbalancing:DescribeTargetHealth` (polls), `ecs:UpdateService`.
 *
 * @throws NotReadyError after 20 s
 * @throws ServiceDeploymentFailedError when ECS gave up
 */
export const awaitServices =
  ({ ecs, loadBalancing, clock }: AwaitDependencies) =>
  async ({ clusterArn, deployed, enteredAt }: AwaitInput): Promise<Record<string, never>> => {
    const healthy = new Set<string>();
    const look = async () => {
      const { services = [] } = await ecs.send(
        new DescribeServicesCommand({
          cluster: clusterArn,
          services: deployed.map((each) => each.serviceArn),
        }),
      );
      for (const { name, serviceArn, targetGroupArn } of deployed) {
        const service = services.find((each) => each.serviceArn === serviceArn);
        const missing =
          (await missingAtEcs(ecs, name, service, clusterArn, enteredAt)) ??
          (healthy.has(name)
            ? undefined
            : await missingAtTargets(loadBalancing, name, service, targetGroupArn));
        if (missing) return missing;
        healthy.add(name);
      }
      return {};
    };
    return waitUntil(look, PATIENCE, clock);
  };

async function missingAtEcs(
  ecs: ECSClient,
  name: string,
  service: Service | undefined,
  cluster: string,
  enteredAt: Date,
): Promise<string | undefined> {
  const primary = service?.deployments?.find((deployment) => deployment.status === 'PRIMARY');
  if (!service || !primary) return `${name}: ECS does not show the service`;
  if (primary.rolloutState === 'FAILED') {
    if (endedAt(primary) >= enteredAt) {
      throw new ServiceDeploymentFailedError(
        `${name}: ECS gave up the deployment: ${primary.rolloutStateReason ?? 'no reason given'}`,
      );
    }
    await ecs.send(
      new UpdateServiceCommand({ cluster, service: service.serviceArn, forceNewDeployment: true }),
    );
    return `${name}: a failed deployment was started afresh`;
  }
  const { runningCount = 0, desiredCount = 0 } = service;
  return primary.rolloutState === 'COMPLETED' && runningCount === desiredCount
    ? undefined
    : `${name}: deployment ${primary.rolloutState}, ${runningCount} of ${desiredCount} tasks run`;
}

const endedAt = ({ updatedAt, createdAt }: EcsDeployment): Date => updatedAt ?? createdAt ?? new Date(0);

async function missingAtTargets(
  loadBalancing: ElasticLoadBalancingV2Client,
  name: string,
  service: Service | undefined,
  targetGroupArn: string,
): Promise<string | undefined> {
  const { TargetHealthDescriptions = [] } = await loadBalancing.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
  );
  const states = TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State ?? 'unknown');
  const healthy = states.filter((state) => state === 'healthy').length;
  const wanted = service?.desiredCount ?? 0;
  return healthy >= wanted
    ? undefined
    : `${name}: ${healthy} of ${wanted} targets are healthy${states.length > 0 ? ` (${states.join(', ')})` : ''}`;
}
