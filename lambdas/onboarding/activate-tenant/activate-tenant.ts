import type { Identity, OnboardingPlan } from '../../shared/contracts/workflow';
import { setAccess } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';

/**
 * Lets the tenant's requests in.
 *
 * AWS calls: none. Registry: UpdateItem (access).
 */
export const activateTenant =
  ({ registry }: { registry: RegistryContext }) =>
  async ({ plan, identity }: { plan: OnboardingPlan; identity: Identity }): Promise<void> => {
    const { tenant, cell, tenantPath } = plan;
    const { tenantId, tier } = tenant;
    await setAccess(registry, tenantId, { status: 'active', tier, tenantPath, cellId: cell.id, ...identity });
  };
