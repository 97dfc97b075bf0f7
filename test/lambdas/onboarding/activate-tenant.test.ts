import { activateTenant } from '../../../lambdas/onboarding/activate-tenant/activate-tenant';
import { getAccess, provisionAccess } from '../../../lambdas/shared/registry/access';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, buildPlan, buildWorkflowTenant, EXECUTION } from '../../builders/onboarding';
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

  it('gives the whole payloads of both events, without the key', async () => {
    const tenant = buildWorkflowTenant({ tier: 'BASIC' });
    await admitted(registry.context, tenant, { prices: [{ id: 'price_1', metricName: 'requests' }] });
    await provisionAccess(registry.context, tenant, 'value-of-the-key');

    const events = await activate(buildPlan(tenant));

    const { tenantId, tenantRegistrationId, tenantName, email } = tenant;
    expect(events).toEqual({
      provisionSuccess: {
        tenantRegistrationId,
        jobOutput: {
          tenantData: {
            tenantConfig:
              '{"userPoolId":"own-pool","appClientId":"own-client","apiGatewayUrl":"https://api.example/prod"}',
            tenantName,
            email,
            prices: [{ id: 'price_1', metricName: 'requests' }],
          },
          tenantRegistrationData: { registrationStatus: 'Created' },
        },
      },
      onboardingSuccess: { tenantId, tenantRegistrationId, tier: 'BASIC', executionArn: EXECUTION },
    });
    expect(JSON.stringify(events)).not.toContain('value-of-the-key');
  });
});
