import { randomUUID } from 'node:crypto';
import type { DescribeServicesCommandOutput } from '@aws-sdk/client-ecs';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import type { DeployedService, RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { releaseLock } from '../../../lambdas/shared/registry/lock';
import type { Clients, Steps } from '../../builders/onboarding-steps';

/**
 * moto starts no task, so its deployments stay IN_PROGRESS for ever: the one answer that is changed on its way, into
 * what ECS says once the tasks run. All else is moto's own.
 */
export function completeDeployments({ ecs }: Clients): void {
  ecs.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      if (context.commandName === 'DescribeServicesCommand') {
        for (const service of (result.output as DescribeServicesCommandOutput).services ?? []) {
          expect(service.deployments?.[0]?.rolloutState).toBe('IN_PROGRESS');
          service.runningCount = service.desiredCount;
          service.deployments?.forEach((deployment) => {
            deployment.rolloutState = 'COMPLETED';
          });
        }
      }
      return result;
    },
    { step: 'initialize' },
  );
}

/** Admits a tenant of a tier, as the starter would. */
export async function admitTo(
  steps: Steps,
  tier: Tier,
  tenantName = `${tier.toLowerCase()}-${randomUUID().slice(0, 6)}`,
): Promise<RequestedTenant> {
  const tenant = {
    tenantId: randomUUID(),
    tenantRegistrationId: randomUUID(),
    tenantName,
    email: `admin@${tenantName}.example`,
    tier,
  };
  await admitTenant(
    steps.registry,
    { poolCellId: 'cell-0', cells: [{ id: 'cell-0', siloSlots: 32 }] },
    { ...tenant, registrationStatus: 'In progress', tenantData: {}, registrationData: {} },
  );
  return tenant;
}

/** The targets that Fargate would register. */
async function serve({ loadBalancing }: Clients, deployed: DeployedService[]): Promise<void> {
  for (const { targetGroupArn } of deployed) {
    await loadBalancing.send(
      new RegisterTargetsCommand({
        TargetGroupArn: targetGroupArn,
        Targets: [{ Id: '10.0.0.9', Port: 3010 }],
      }),
    );
  }
}

/** Runs every step in the order of the state machine, one after the other. */
export async function runSteps(clients: Clients, steps: Steps, tenant: RequestedTenant, execution: string) {
  const executionArn = `arn:aws:states:us-east-1:123456789012:execution:tenant-onboarding:${execution}`;
  const plan = await steps.begin({ tenant, executionArn });
  const identity = await steps.createIdentity({ plan });
  await steps.issueApiKey({ plan });
  const deployed: DeployedService[] = [];
  if (plan.silo) {
    const cluster = plan.ownCluster
      ? await steps.createCluster({ plan })
      : { clusterArn: plan.advancedClusterArn };
    const network = await steps.createNetwork({ plan });
    const footprint = { ...cluster, ...network, ...(await steps.createStorage({ plan })) };
    for (const service of plan.services) {
      deployed.push(await steps.deployService({ plan, identity, footprint, service }));
    }
    await serve(clients, deployed);
    await steps.awaitServices({ clusterArn: footprint.clusterArn, deployed, enteredAt: new Date() });
  }
  await steps.activateTenant({ plan, identity });
  await releaseLock(steps.registry, tenant.tenantId, executionArn);
  return { plan, identity, deployed };
}
