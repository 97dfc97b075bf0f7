import { footprintName } from '../../lambdas/shared/contracts/identifiers';
import {
  type CreatedResource,
  planResources,
  readLedger,
  recordCreated,
} from '../../lambdas/shared/registry/ledger';
import { useLocalAws } from './local-aws';
import { buildRemovalPlan } from './offboarding';
import { buildWorkflowTenant, EXECUTION } from './onboarding';
import { useRegistry } from './registry-table';

type Planned = Parameters<typeof planResources>[3];

/** What each step of the offboarding is given: a tenant, the plan by which it goes, and its ledger, empty at first. */
export function useRemoval(port: number, tenant = buildWorkflowTenant()) {
  const registry = useRegistry(useLocalAws(port));
  const { tenantId } = tenant;
  const planned = (resources: Planned) => planResources(registry.context, tenantId, EXECUTION, resources);
  return {
    registry,
    tenant,
    /** Of its footprint. */
    name: footprintName(tenant),
    plan: buildRemovalPlan(tenant),
    /** As an onboarding leaves it that died before AWS answered. */
    planned,
    /** As an onboarding leaves it that was told what it made. */
    created: async (resources: CreatedResource[]) => {
      await planned(resources);
      await recordCreated(registry.context, tenantId, resources);
    },
    /** `<type> <state>` of each entry. */
    states: async () =>
      (await readLedger(registry.context, tenantId)).map(({ type, state }) => `${type} ${state}`),
  };
}
