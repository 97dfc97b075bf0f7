import { DescribeServicesCommand, type ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { isAwsError } from '../../shared/aws/errors';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import { footprintName } from '../../shared/contracts/identifiers';
import { SERVICES } from '../../shared/contracts/tiers';
import type { SuspensionPlan } from '../../shared/contracts/workflow';
import { ServiceMissingError } from '../../shared/errors';

export interface ScaleDependencies {
  ecs: ECSClient;
  /** Tasks a service that is in service. */
  desiredCount: number;
  clock: Clock;
}

/** A task ends its last request within 35 s, a first one starts in 20 to 60 s: the state machine tries again. */
const PATIENCE = { first: 100, growth: 1.3, longest: 2_000, total: 20_000 };

/**
 * ECS shows a deleted service as INACTIVE for a while, then not at all. It comes back from neither; one that was made is
 * ACTIVE at once, and a tenant that is suspended or resumed has had its services since its onboarding.
 */
const MISSING = ['ServiceNotActiveException', 'ServiceNotFoundException'];

/**
 * Scales a silo tenant's services to zero, or back up, and waits until as many tasks run as are wanted.
 *
 * AWS calls: `ecs:UpdateService` for each service, `ecs:DescribeServices` (polls).
 *
 * @throws NotReadyError after 20 s
 * @throws ServiceMissingError for a service that was deleted
 */
export const scaleServices =
  ({ ecs, desiredCount, clock }: ScaleDependencies) =>
  async (input: { plan: SuspensionPlan; inService: boolean }): Promise<Record<string, never>> => {
    const { plan, inService } = input;
    const { cluster } = plan;
    const wanted = inService ? desiredCount : 0;
    const services = SERVICES.map((service) => `${footprintName(plan.tenant)}-${service}`);
    const scale = async (service: string) => {
      try {
        await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: wanted }));
      } catch (error) {
        if (!isAwsError(error, ...MISSING)) throw error;
        throw new ServiceMissingError(service, cluster, plan.tenant.tenantName);
      }
    };
    await Promise.all(services.map(scale));
    const look = async () => {
      const shown = await ecs.send(new DescribeServicesCommand({ cluster, services }));
      const waiting = (shown.services ?? []).find(
        ({ runningCount, pendingCount }) => runningCount !== wanted || pendingCount !== 0,
      );
      return waiting
        ? `${waiting.serviceName}: ${waiting.runningCount} of ${wanted} tasks run, ${waiting.pendingCount} begin`
        : {};
    };
    return waitUntil(look, PATIENCE, clock);
  };
