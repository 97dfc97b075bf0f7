import { removeCluster } from '../../lambdas/offboarding/remove-cluster/remove-cluster';
import { removeNetwork } from '../../lambdas/offboarding/remove-network/remove-network';
import { removeService } from '../../lambdas/offboarding/remove-service/remove-service';
import { type Clock, systemClock } from '../../lambdas/shared/aws/wait-until';
import type { OffboardingPlan } from '../../lambdas/shared/contracts/workflow';
import { registryContext } from '../../lambdas/shared/registry/client';
import type { Clients, SharedInfrastructure } from './onboarding-steps';

/** A step of the offboarding with all its inputs: run, it does what its state does for the tenant of the plan. */
export interface RemovalStep {
  name: string;
  run: (plan: OffboardingPlan) => Promise<unknown>;
}

/** The work of every step that removes, wired as its handler wires it, in an order that the state machine allows. */
export function removalStepsOf(
  clients: Clients,
  shared: SharedInfrastructure,
  clock: Clock = systemClock,
): RemovalStep[] {
  const all = { ...clients, registry: registryContext(shared.registryTable, clients.dynamodb), clock };
  const remove = removeService(all);
  return [
    {
      name: 'remove-service',
      run: async (plan) => {
        for (const service of plan.services) await remove({ plan, service });
      },
    },
    { name: 'remove-cluster', run: (plan) => removeCluster(all)({ plan }) },
    { name: 'remove-network', run: (plan) => removeNetwork(all)({ plan }) },
  ];
}
