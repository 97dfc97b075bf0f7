import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import type { RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { RegistrationMismatchError, TenantBusyError } from '../../../lambdas/shared/errors';
import { setAccess } from '../../../lambdas/shared/registry/access';
import { claimCancellation, claimDeletion } from '../../../lambdas/shared/registry/announcements';
import { acquireLock, readLock } from '../../../lambdas/shared/registry/lock';
import { beginSuspension } from '../../../lambdas/suspension/begin-suspension/begin-suspension';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, buildPlan, buildWorkflowTenant } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14675));
const { cell } = buildPlan();
const begin = (
  tenant: RequestedTenant,
  operation: 'activation' | 'deactivation' = 'deactivation',
  isRunning = async () => false,
) => {
  const { email: _email, ...named } = tenant;
  return beginSuspension({
    registry: registry.context,
    readCell: async (id) => ({ ...cell, id }),
    isRunning,
    advancedClusterArn: 'arn:advanced',
  })({ tenant: named, executionArn: 'arn:suspension', operation });
};
const registered = async (changes: Partial<RequestedTenant> = {}) => {
  const tenant = buildWorkflowTenant(changes);
  await admitted(registry.context, tenant);
  return tenant;
};
const active = { status: 'active', userPoolId: 'pool', appClientId: 'client' } as const;
const cancelled = async ({ tenantRegistrationId }: RequestedTenant) => {
  await claimDeletion(registry.context, tenantRegistrationId, {
    state: 'ordered',
    retainUntil: '2027-01-01T00:00:00.000Z',
  });
  await claimCancellation(registry.context, tenantRegistrationId);
};

describe('begin-suspension', () => {
  it.each([
    ['BASIC', false, () => 'arn:advanced', () => 'basic'],
    ['ADVANCED', true, () => 'arn:advanced', ({ tenantId }: RequestedTenant) => tenantId],
    ['PREMIUM', true, footprintName, ({ tenantId }: RequestedTenant) => tenantId],
  ] as const)('plans for a tenant of %s what the steps ask for', async (tier, silo, cluster, path) => {
    const tenant = await registered({ tier });
    await setAccess(registry.context, tenant.tenantId, active);
    const { email: _email, ...named } = tenant;

    expect(await begin(tenant)).toEqual({
      tenant: named,
      executionArn: 'arn:suspension',
      silo,
      cluster: cluster(tenant),
      cell,
      tenantPath: path(tenant),
    });
  });

  it.each(['activation', 'deactivation'] as const)(
    "takes the lock for an %s, or waits while another's execution runs",
    async (operation) => {
      const tenant = await registered();
      await setAccess(registry.context, tenant.tenantId, active);
      const other = { operation: 'offboarding' as const, executionArn: 'arn:other' };
      await acquireLock(registry.context, tenant.tenantId, other, async () => false);

      await expect(begin(tenant, operation, async () => true)).rejects.toThrow(TenantBusyError);
      await begin(tenant, operation);

      expect(await readLock(registry.context, tenant.tenantId)).toMatchObject({
        operation,
        executionArn: 'arn:suspension',
      });
    },
  );

  it('leaves a failed offboarding its lock, which is to go on', async () => {
    const tenant = await registered();
    await setAccess(registry.context, tenant.tenantId, { ...active, status: 'revoked' });
    const offboarding = { operation: 'offboarding' as const, executionArn: 'arn:offboarding' };
    await acquireLock(registry.context, tenant.tenantId, offboarding, async () => false);

    await expect(begin(tenant, 'activation')).rejects.toThrow(RegistrationMismatchError);

    expect(await readLock(registry.context, tenant.tenantId)).toMatchObject(offboarding);
  });

  it('brings back a tenant whose offboarding was cancelled, though its access is revoked', async () => {
    const tenant = await registered();
    await setAccess(registry.context, tenant.tenantId, { ...active, status: 'revoked' });
    await cancelled(tenant);

    await expect(begin(tenant, 'activation')).resolves.toMatchObject({ silo: true });
  });

  it.each([
    ['has no access item', undefined],
    ['was never activated', { status: 'revoked' } as const],
  ])('refuses one whose offboarding was cancelled but that %s: nothing serves it', async (_what, access) => {
    const tenant = await registered({ tier: 'BASIC' });
    if (access) await setAccess(registry.context, tenant.tenantId, access);
    await cancelled(tenant);

    await expect(begin(tenant, 'activation')).rejects.toThrow(RegistrationMismatchError);
  });

  it.each([
    ['is being onboarded', 'provisioning'],
    ['is being offboarded', 'revoked'],
  ] as const)('refuses a tenant that %s', async (_what, status) => {
    const tenant = await registered();
    await setAccess(registry.context, tenant.tenantId, { ...active, status });

    await expect(begin(tenant)).rejects.toThrow(RegistrationMismatchError);
  });

  it('refuses a tenant that nobody knows, and takes no lock for it', async () => {
    await expect(begin(buildWorkflowTenant())).rejects.toThrow(/is unknown/);

    expect(await registry.everything()).toEqual([]);
  });
});
