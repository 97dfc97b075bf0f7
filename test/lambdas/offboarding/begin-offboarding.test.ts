import { beginOffboarding } from '../../../lambdas/offboarding/begin-offboarding/begin-offboarding';
import type { Leaving, RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { RegistrationMismatchError, TenantBusyError } from '../../../lambdas/shared/errors';
import { claimCancellation, claimDeletion } from '../../../lambdas/shared/registry/announcements';
import { acquireLock, readLock } from '../../../lambdas/shared/registry/lock';
import { claimRemoval } from '../../../lambdas/shared/registry/offboarding';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { getRegistration, updateRegistration } from '../../../lambdas/shared/registry/registrations';
import { useLocalAws } from '../../builders/local-aws';
import { OFFBOARDING_EXECUTION } from '../../builders/offboarding';
import { admitted, buildPlan, buildWorkflowTenant } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14671));
const { cell } = buildPlan();
const DAY_MS = 86_400_000;
/** The registry's clock stands at 2026-03-01T10:00:00Z. */
const IN_THREE_DAYS = '2026-03-04T10:00:00.000Z';
const YESTERDAY = '2026-02-28T10:00:00.000Z';

interface Given {
  retainDays?: number;
  exportFirst?: boolean;
  isRunning?: () => Promise<boolean>;
  offboarding?: Leaving;
  executionArn?: string;
  requestedAt?: string;
}

const begin = (tenant: RequestedTenant, given: Given = {}) => {
  const { email: _email, ...named } = tenant;
  const { retainDays = 0, exportFirst = false, isRunning = async () => false } = given;
  return beginOffboarding({
    registry: registry.context,
    readCell: async (id) => ({ ...cell, id, listenerArn: `listener of ${id}` }),
    isRunning,
    advancedClusterArn: 'arn:advanced',
    defaults: { retainDays, exportFirst },
  })({
    tenant: named,
    executionArn: given.executionArn ?? OFFBOARDING_EXECUTION,
    ...(given.offboarding ? { offboarding: given.offboarding } : {}),
    ...(given.requestedAt ? { requestedAt: given.requestedAt } : {}),
  });
};
const registered = async (changes: Partial<RequestedTenant> = {}) => {
  const tenant = buildWorkflowTenant(changes);
  await admitted(registry.context, tenant);
  return tenant;
};
const registrationOf = ({ tenantRegistrationId }: RequestedTenant) =>
  getRegistration(registry.context, tenantRegistrationId);

describe('begin-offboarding', () => {
  it.each([
    ['BASIC', false, false, []],
    ['ADVANCED', true, false, ['orders', 'products', 'users']],
    ['PREMIUM', true, true, ['orders', 'products', 'users']],
  ] as const)('plans the removal of a tenant of %s', async (tier, silo, ownCluster, services) => {
    const tenant = await registered({ tier });
    const { email, ...named } = tenant;

    const plan = await begin(tenant);

    expect(plan).toMatchObject({
      tenant: named,
      executionArn: OFFBOARDING_EXECUTION,
      nothingToRemove: false,
      silo,
      ownCluster,
      advancedClusterArn: 'arn:advanced',
      listenerArn: 'listener of cell-0',
      services,
    });
    expect(JSON.stringify(plan)).not.toContain(email);
  });

  it('takes the lock, and shows the registration as being deleted, without a former failure', async () => {
    const tenant = await registered();
    await updateRegistration(registry.context, tenant.tenantRegistrationId, {
      registrationStatus: 'Failed to provision',
      failure: { state: 's', error: 'e', cause: 'c', executionArn: 'a' },
    });

    await begin(tenant);

    const registration = await registrationOf(tenant);
    expect(registration?.registrationStatus).toBe('Deleting');
    expect(registration).not.toHaveProperty('failure');
    expect(await readLock(registry.context, tenant.tenantId)).toMatchObject({
      operation: 'offboarding',
      executionArn: OFFBOARDING_EXECUTION,
    });
  });

  it.each<[string, Given, string | undefined, string]>([
    ['what the request says', { offboarding: { retainUntil: IN_THREE_DAYS } }, IN_THREE_DAYS, 'waiting'],
    ['what is configured', { retainDays: 3 }, IN_THREE_DAYS, 'waiting'],
    ['nothing, where zero days are configured', {}, undefined, 'removing'],
    [
      'nothing, when the period has ended',
      { offboarding: { retainUntil: YESTERDAY } },
      undefined,
      'removing',
    ],
    [
      'nothing, when the request says now, though days are configured',
      { retainDays: 3, offboarding: { retainUntil: '2026-03-01T10:00:00.000Z' } },
      undefined,
      'removing',
    ],
  ])('keeps the data until %s', async (_what, given, retainUntil, state) => {
    const tenant = await registered();

    const plan = await begin(tenant, given);

    expect(plan.retainUntil).toBe(retainUntil);
    expect((await registrationOf(tenant))?.offboarding?.state).toBe(state);
  });

  it('keeps the data as the client ordered, where the event says nothing of it', async () => {
    const tenant = await registered();
    await claimDeletion(registry.context, tenant.tenantRegistrationId, {
      state: 'ordered',
      retainUntil: IN_THREE_DAYS,
      exportFirst: false,
    });

    const plan = await begin(tenant, { retainDays: 90, exportFirst: true });

    expect(plan).toMatchObject({ retainUntil: IN_THREE_DAYS, exportFirst: false });
  });

  it.each([
    [true, {}, { exportFirst: true }],
    [false, { exportFirst: false }, { exportFirst: true }],
    [true, { exportFirst: true }, {}],
  ])('exports first: %s', async (exported, offboarding, configured) => {
    const tenant = await registered();

    const plan = await begin(tenant, { ...configured, offboarding });

    expect(plan.exportFirst).toBe(exported);
  });

  it('begins no new period when it is replayed days later', async () => {
    const tenant = await registered();
    const first = await begin(tenant, { retainDays: 3 });
    registry.passTime(2 * DAY_MS);

    const again = await begin(tenant, { retainDays: 3 });
    registry.passTime(2 * DAY_MS);
    const afterwards = await begin(tenant, { retainDays: 3 });

    expect([first.retainUntil, again.retainUntil]).toEqual([IN_THREE_DAYS, IN_THREE_DAYS]);
    expect(afterwards).not.toHaveProperty('retainUntil');
  });

  it('does not wait any more once the removal was claimed', async () => {
    const tenant = await registered();
    await begin(tenant, { retainDays: 3 });
    await claimRemoval(registry.context, tenant.tenantRegistrationId);

    const plan = await begin(tenant, { retainDays: 3, executionArn: `${OFFBOARDING_EXECUTION}-replay-1` });

    expect(plan).not.toHaveProperty('retainUntil');
    expect((await registrationOf(tenant))?.offboarding?.state).toBe('removing');
  });

  it('takes over at once from one that waited and was stopped, when asked to keep the data no longer', async () => {
    const tenant = await registered();
    await begin(tenant, { retainDays: 3, exportFirst: true });
    registry.passTime(1_000);

    const plan = await begin(tenant, {
      retainDays: 3,
      executionArn: `${OFFBOARDING_EXECUTION}-2`,
      offboarding: { retainUntil: '2026-03-01T10:00:01Z', exportFirst: false },
    });

    expect(plan).toMatchObject({ nothingToRemove: false, exportFirst: false });
    expect(plan).not.toHaveProperty('retainUntil');
    expect((await readLock(registry.context, tenant.tenantId))?.executionArn).toBe(
      `${OFFBOARDING_EXECUTION}-2`,
    );
  });

  it('removes nothing of a tenant whose offboarding was cancelled before it began', async () => {
    const tenant = await registered();
    await claimDeletion(registry.context, tenant.tenantRegistrationId, {
      state: 'ordered',
      retainUntil: IN_THREE_DAYS,
    });
    await claimCancellation(registry.context, tenant.tenantRegistrationId);
    const before = await registrationOf(tenant);

    const plan = await begin(tenant);

    expect(plan.nothingToRemove).toBe(true);
    expect(await registrationOf(tenant)).toEqual(before);
  });

  it('removes nothing when a request comes late, or its execution is redriven, that was cancelled before', async () => {
    const tenant = await registered();
    const { tenantRegistrationId: id } = tenant;
    await claimDeletion(registry.context, id, { state: 'ordered', retainUntil: IN_THREE_DAYS });
    await claimCancellation(registry.context, id);
    await applyResult(registry.context, {
      result: 'activateSuccess',
      eventId: 'e-back',
      at: '2026-03-01T10:00:01.000Z',
      tenantRegistrationId: id,
      tenantData: {},
      tenantRegistrationData: { registrationStatus: 'Created' },
    });
    const late = { offboarding: { retainUntil: YESTERDAY } };

    const before = await begin(tenant, { ...late, requestedAt: '2026-03-01T09:59:59Z' });
    const sameSecond = await begin(tenant, { ...late, requestedAt: '2026-03-01T10:00:00Z' });

    expect([before.nothingToRemove, sameSecond.nothingToRemove]).toEqual([true, true]);
    expect(await registrationOf(tenant)).toMatchObject({ registrationStatus: 'Created' });

    await claimDeletion(registry.context, id, 'forget');
    const again = await begin(tenant, { requestedAt: '2026-03-01T10:00:00Z' });
    expect(again.nothingToRemove).toBe(false);
  });

  it('keeps to the later of two orders when the first, which was cancelled, comes after it', async () => {
    const tenant = await registered();
    const { tenantRegistrationId: id } = tenant;
    await claimDeletion(registry.context, id, { state: 'ordered', retainUntil: IN_THREE_DAYS });
    registry.passTime(5_000);
    await claimCancellation(registry.context, id);
    registry.passTime(5_000);
    await claimDeletion(registry.context, id, { state: 'ordered', retainUntil: IN_THREE_DAYS });

    const late = await begin(tenant, {
      requestedAt: '2026-03-01T10:00:00Z',
      offboarding: { retainUntil: YESTERDAY },
    });

    expect(late.nothingToRemove).toBe(true);
    expect((await registrationOf(tenant))?.offboarding).toEqual({
      state: 'ordered',
      retainUntil: IN_THREE_DAYS,
    });
  });

  it('removes nothing of a tenant that is deleted already', async () => {
    const tenant = await registered();
    await applyResult(registry.context, {
      result: 'deprovisionSuccess',
      eventId: 'e-1',
      at: '2026-03-01T10:00:01.000Z',
      tenantRegistrationId: tenant.tenantRegistrationId,
      tenantData: {},
      tenantRegistrationData: { registrationStatus: 'Deleted' },
    });
    const before = await registrationOf(tenant);

    const plan = await begin(tenant);

    expect(plan.nothingToRemove).toBe(true);
    expect(await registrationOf(tenant)).toEqual(before);
  });

  it('waits while the onboarding runs, changing nothing, and takes over from a dead one', async () => {
    const tenant = await registered();
    const onboarding = { operation: 'onboarding' as const, executionArn: 'arn:onboarding' };
    await acquireLock(registry.context, tenant.tenantId, onboarding, async () => false);
    const before = await registry.everything();

    await expect(begin(tenant, { isRunning: async () => true })).rejects.toThrow(TenantBusyError);
    expect(await registry.everything()).toEqual(before);

    expect(await begin(tenant)).toMatchObject({ nothingToRemove: false });
    expect((await readLock(registry.context, tenant.tenantId))?.executionArn).toBe(OFFBOARDING_EXECUTION);
  });

  it.each([
    ['nobody knows', undefined],
    ['has another tier', { tier: 'BASIC' as const }],
    ['has another name', { tenantName: 'other' }],
    ["has another tenant's registration", { tenantRegistrationId: 'r-other' }],
  ])(
    'refuses a tenant that %s, and leaves all rows as they are, the lock included',
    async (_what, changes) => {
      const tenant = changes ? await registered() : buildWorkflowTenant();
      const before = await registry.everything();

      await expect(begin({ ...tenant, ...changes })).rejects.toThrow(RegistrationMismatchError);

      expect(await registry.everything()).toEqual(before);
    },
  );
});
