import type { ResourceType } from '../../../../lambdas/shared/contracts/registry-items';
import { claimCancellation } from '../../../../lambdas/shared/registry/announcements';
import { planResources, readLedger } from '../../../../lambdas/shared/registry/ledger';
import { beginRemoval, claimRemoval, closeLedger } from '../../../../lambdas/shared/registry/offboarding';
import { getRegistration } from '../../../../lambdas/shared/registry/registrations';
import { useLocalAws } from '../../../builders/local-aws';
import { admitted, buildWorkflowTenant, EXECUTION } from '../../../builders/onboarding';
import { useRegistry } from '../../../builders/registry-table';

const registry = useRegistry(useLocalAws(14672));

const waiting = async () => {
  const tenant = buildWorkflowTenant();
  await admitted(registry.context, tenant);
  const id = tenant.tenantRegistrationId;
  await beginRemoval(registry.context, id, { state: 'waiting', retainUntil: '2026-03-04T10:00:00.000Z' });
  return { tenant, id };
};

describe('the removal and the cancellation of a waiting offboarding', () => {
  it('are decided by the first: a removal that was claimed cannot be cancelled', async () => {
    const { id } = await waiting();

    expect(await claimRemoval(registry.context, id)).toBe(true);

    expect(await claimCancellation(registry.context, id)).toBeUndefined();
    expect(await getRegistration(registry.context, id)).toMatchObject({
      registrationStatus: 'Deleting',
      offboarding: { state: 'removing' },
    });
  });

  it('are decided by the first: what was cancelled is not removed, nor begun again', async () => {
    const { id } = await waiting();

    expect(await claimCancellation(registry.context, id)).toBeDefined();

    expect(await claimRemoval(registry.context, id)).toBe(false);
    expect(await beginRemoval(registry.context, id, { state: 'removing' })).toBe(false);
    expect(await getRegistration(registry.context, id)).toMatchObject({
      registrationStatus: 'Suspended',
      offboarding: { state: 'cancelled' },
    });
  });

  it('have exactly one winner when they come at once', async () => {
    const tenants = await Promise.all(Array.from({ length: 12 }, waiting));

    const outcomes = await Promise.all(
      tenants.flatMap(({ id }, index) => {
        const claims = [
          () => claimRemoval(registry.context, id),
          () => claimCancellation(registry.context, id),
        ];
        const [first, second] = index % 2 ? claims : claims.reverse();
        return [Promise.all([first?.(), second?.()])];
      }),
    );

    expect(outcomes.map((pair) => pair.filter(Boolean).length)).toEqual(tenants.map(() => 1));
  });

  it('a removal that is claimed twice, by a try whose reply was lost, is claimed', async () => {
    const { id } = await waiting();

    expect([await claimRemoval(registry.context, id), await claimRemoval(registry.context, id)]).toEqual([
      true,
      true,
    ]);
  });
});

describe('the ledger is closed', () => {
  const receipt = { executionArn: EXECUTION, completedAt: '2026-03-01T10:00:00.000Z', resources: [] };
  const entries = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      type: 'TaskDefinition' as ResourceType,
      name: `family-${n}`,
    }));

  it.each([0, 1, 99, 100, 250])('with the receipt on the registration, of %i entries', async (count) => {
    const { tenant, id } = await waiting();
    for (let start = 0; start < count; start += 100) {
      await planResources(
        registry.context,
        tenant.tenantId,
        EXECUTION,
        entries(count).slice(start, start + 100),
      );
    }
    const ledger = await readLedger(registry.context, tenant.tenantId);
    expect(ledger).toHaveLength(count);

    await closeLedger(registry.context, tenant, receipt, ledger);

    expect(await readLedger(registry.context, tenant.tenantId)).toEqual([]);
    expect((await getRegistration(registry.context, id))?.receipt).toEqual(receipt);
  });

  it('and a receipt that is there stays', async () => {
    const { tenant, id } = await waiting();
    await closeLedger(registry.context, tenant, receipt, []);

    await closeLedger(registry.context, tenant, { ...receipt, completedAt: 'later' }, []);

    expect((await getRegistration(registry.context, id))?.receipt).toEqual(receipt);
  });

  it('for nobody whom the registry does not know: nothing is written, nothing cleared', async () => {
    const { tenant } = await waiting();
    await planResources(registry.context, tenant.tenantId, EXECUTION, entries(2));
    const before = await registry.everything();

    const unknown = { tenantId: tenant.tenantId, tenantRegistrationId: 'nobody' };
    await expect(closeLedger(registry.context, unknown, receipt, entries(2))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });

    expect(await registry.everything()).toEqual(before);
  });
});
