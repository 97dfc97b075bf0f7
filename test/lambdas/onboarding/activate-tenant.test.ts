import { activateTenant } from '../../../lambdas/onboarding/activate-tenant/activate-tenant';
import { getAccess, provisionAccess } from '../../../lambdas/shared/registry/access';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, buildPlan, buildWorkflowTenant } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15126));
const identity = { userPoolId: 'own-pool', appClientId: 'own-client' };
const activate = (plan: ReturnType<typeof buildPlan>) =>
  activateTenant({ registry: registry.context })({ plan, identity });

describe('activate-tenant', () => {
  it('lets the tenant in, with all that the authorizer needs', async () => {
    const tenant = buildWorkflowTenant({ tier: 'ADVANCED' });
    await admitted(registry.context, tenant);
    await provisionAccess(registry.context, tenant, 'value-of-the-key');

    await activate(buildPlan(tenant));

    expect(await getAccess(registry.context, tenant.tenantId)).toEqual({
      tenantId: tenant.tenantId,
      tier: 'ADVANCED',
      status: 'active',
      apiKey: 'value-of-the-key',
      tenantPath: tenant.tenantId,
      cellId: 'cell-0',
      ...identity,
    });
  });

  it('gives nothing on that would stay in a history', async () => {
    const tenant = buildWorkflowTenant({ tier: 'BASIC' });
    await admitted(registry.context, tenant);
    await provisionAccess(registry.context, tenant, 'value-of-the-key');

    expect(await activate(buildPlan(tenant))).toBeUndefined();
  });
});
