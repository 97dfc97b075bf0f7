import { setAccess } from '../../../../lambdas/shared/registry/access';
import { admitTenant } from '../../../../lambdas/shared/registry/admission';
import { claimCancellation, claimDeletion } from '../../../../lambdas/shared/registry/announcements';
import { planResources } from '../../../../lambdas/shared/registry/ledger';
import { acquireLock, readLock } from '../../../../lambdas/shared/registry/lock';
import { applyResult, type ReportedResult } from '../../../../lambdas/shared/registry/provision-results';
import {
  getRegistration,
  getTenant,
  updateRegistration,
} from '../../../../lambdas/shared/registry/registrations';
import { buildAdmission, buildPlaces } from '../../../builders/admission';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const PORT = 15011;
const FAILURE = { state: 'DeployService', error: 'E', cause: 'because', executionArn: 'arn:x' };

describe('results of the application plane', () => {
  const registry = useRegistry(useLocalAws(PORT));

  const admitted = async (changes: Parameters<typeof buildAdmission>[0] = {}) => {
    const request = buildAdmission({ tenantName: 'acme', email: 'a@example.com', ...changes });
    const { tenant, registration } = await admitTenant(registry.context, buildPlaces(), request);
    return { id: registration.tenantRegistrationId, tenantId: tenant.tenantId };
  };

  const STATUS = {
    provisionSuccess: 'Created',
    provisionFailure: 'Failed to provision',
    deprovisionSuccess: 'Deleted',
    deprovisionFailure: 'Failed to deprovision',
    activateSuccess: 'Created',
    deactivateSuccess: 'Suspended',
  };
  let events = 0;
  const report = (
    id: string,
    result: keyof typeof STATUS,
    changes: Partial<ReportedResult> = {},
  ): ReportedResult => ({
    result,
    eventId: `event-${++events}`,
    at: '2026-03-01T10:00:05.000Z',
    tenantRegistrationId: id,
    tenantData:
      result === 'provisionSuccess' ? { tenantConfig: '{"userPoolId":"p"}', email: 'a@example.com' } : {},
    tenantRegistrationData: {
      registrationStatus: STATUS[result],
      ...(result.endsWith('Failure') ? { failure: FAILURE } : {}),
    },
    ...changes,
  });

  it('applies a success verbatim to both rows', async () => {
    const { id, tenantId } = await admitted();
    const success = report(id, 'provisionSuccess', {
      tenantData: { tenantConfig: '{}', prices: [{ id: 'p', nested: { deep: null } }] },
      tenantRegistrationData: { registrationStatus: 'Created', region: 'eu', __proto__2: 1 },
    });

    const outcome = await applyResult(registry.context, success);

    expect(outcome).toBe('applied');
    expect(await getTenant(registry.context, tenantId)).toMatchObject({
      tenantConfig: '{}',
      email: 'a@example.com',
      data: { prices: [{ id: 'p', nested: { deep: null } }] },
    });
    expect(await getRegistration(registry.context, id)).toMatchObject({
      registrationStatus: 'Created',
      data: { region: 'eu', __proto__2: 1 },
    });
  });

  it('clears the failure when a replay succeeds', async () => {
    const { id } = await admitted();
    await applyResult(registry.context, report(id, 'provisionFailure'));
    expect(await getRegistration(registry.context, id)).toMatchObject({ failure: FAILURE });

    await applyResult(registry.context, report(id, 'provisionSuccess', { at: '2026-03-01T10:05:00.000Z' }));

    const registration = await getRegistration(registry.context, id);
    expect(registration).toMatchObject({ registrationStatus: 'Created' });
    expect(registration).not.toHaveProperty('failure');
  });

  it.each([
    ['before the success', '2026-03-01T10:00:01.000Z'],
    ['in the same second', '2026-03-01T10:00:05.000Z'],
  ])('passes over a failure that arrives late and happened %s', async (_when, at) => {
    const { id } = await admitted();
    await applyResult(registry.context, report(id, 'provisionSuccess'));
    const before = await registry.everything();

    const outcome = await applyResult(registry.context, report(id, 'provisionFailure', { at }));

    expect(outcome).toBe('outdated');
    expect(await registry.everything()).toEqual(before);
  });

  it('takes a repeated report as done, though an operator has written since', async () => {
    const { id } = await admitted();
    const success = report(id, 'provisionSuccess');
    await applyResult(registry.context, success);
    await updateRegistration(registry.context, id, { registrationStatus: 'On hold' });

    const outcome = await applyResult(registry.context, success);

    expect(outcome).toBe('repeated');
    expect(await getRegistration(registry.context, id)).toMatchObject({ registrationStatus: 'On hold' });
  });

  it('applies one of ten deliveries at once of the same report', async () => {
    const { id } = await admitted();
    const success = report(id, 'provisionSuccess');

    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => applyResult(registry.context, success)),
    );

    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(9);
  });

  it('keeps the order to delete when the tenant is finished meanwhile', async () => {
    const { id, tenantId } = await admitted();
    await claimDeletion(registry.context, id);

    await applyResult(registry.context, report(id, 'provisionSuccess'));

    expect(await getRegistration(registry.context, id)).toMatchObject({ registrationStatus: 'Deleting' });
    expect(await getTenant(registry.context, tenantId)).toMatchObject({ tenantConfig: '{"userPoolId":"p"}' });
  });

  it.each([
    ['deprovisionSuccess' as const, 'Deleted'],
    ['deprovisionFailure' as const, 'Failed to deprovision'],
  ])(
    'applies %s though an onboarding, asked for twice, was refused later and told of before',
    async (result, status) => {
      const { id } = await admitted();
      await applyResult(registry.context, report(id, 'provisionSuccess', { at: '2026-03-01T10:00:01.000Z' }));
      await claimDeletion(registry.context, id);
      await applyResult(registry.context, report(id, 'provisionFailure', { at: '2026-03-01T10:00:09.000Z' }));

      const outcome = await applyResult(registry.context, report(id, result));

      expect(outcome).toBe('applied');
      expect(await getRegistration(registry.context, id)).toMatchObject({ registrationStatus: status });
    },
  );

  it('tells that a registration is unknown, and makes none', async () => {
    const outcome = await applyResult(registry.context, report('nobody', 'provisionSuccess'));

    expect(outcome).toBe('unknown');
    expect(await registry.everything()).toEqual([]);
  });

  it('gives back everything a deleted tenant held, and keeps its rows without its e-mail', async () => {
    const { id, tenantId } = await admitted();
    await setAccess(registry.context, tenantId, { status: 'active', apiKey: 'k', tier: 'BASIC' });
    await applyResult(registry.context, report(id, 'provisionSuccess'));

    const outcome = await applyResult(registry.context, report(id, 'deprovisionSuccess'));

    expect(outcome).toBe('applied');
    expect((await registry.everything()).map(({ pk }) => pk)).toEqual([
      `REGISTRATION#${id}`,
      `TENANT#${tenantId}`,
    ]);
    expect(await getRegistration(registry.context, id)).toMatchObject({
      sbtaws_active: false,
      registrationStatus: 'Deleted',
    });
    expect(JSON.stringify(await registry.everything())).not.toContain('a@example.com');
    expect(await getTenant(registry.context, tenantId)).not.toHaveProperty('tenantConfig');
  });

  it('keeps nothing of what a client told of a deleted tenant, only what the plane told with its end', async () => {
    const contact = { name: 'Ada Admin', phone: '+44 20 7946 0000' };
    const { id, tenantId } = await admitted({
      tenantData: { contact, prices: [] },
      registrationData: { orderedBy: contact, region: 'eu' },
    });
    await applyResult(registry.context, report(id, 'provisionSuccess'));

    await applyResult(
      registry.context,
      report(id, 'deprovisionSuccess', {
        tenantRegistrationData: { registrationStatus: 'Deleted', job: '7', tenantId: 'forged' },
      }),
    );

    expect(await getTenant(registry.context, tenantId)).toMatchObject({ tenantName: 'acme', data: {} });
    expect(await getRegistration(registry.context, id)).toMatchObject({ tenantId, data: { job: '7' } });
    expect(JSON.stringify(await registry.everything())).not.toMatch(/Ada|7946/);
  });

  it('gives back the lock of an offboarding that was stopped once it had told of its success', async () => {
    const { id, tenantId } = await admitted();
    const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:tenant-offboarding:stopped';
    await acquireLock(
      registry.context,
      tenantId,
      { operation: 'offboarding', executionArn },
      async () => true,
    );

    await applyResult(registry.context, report(id, 'deprovisionSuccess'));

    expect(await readLock(registry.context, tenantId)).toBeUndefined();
  });

  it('refuses the report that a live tenant is gone, whose resources the ledger has', async () => {
    const { id, tenantId } = await admitted();
    await planResources(registry.context, tenantId, 'arn:1', [{ type: 'Table', name: 'tenant-acme-orders' }]);
    await applyResult(registry.context, report(id, 'provisionSuccess'));

    const forged = report(id, 'deprovisionSuccess', { at: '2026-03-01T10:00:09.000Z' });

    await expect(applyResult(registry.context, forged)).rejects.toThrow(/Table tenant-acme-orders/);
    expect(await getRegistration(registry.context, id)).toMatchObject({
      registrationStatus: 'Created',
      sbtaws_active: true,
    });
  });

  it('shows as failed, to be replayed, an offboarding that ended while the ledger has resources', async () => {
    const { id, tenantId } = await admitted();
    await planResources(registry.context, tenantId, 'arn:1', [{ type: 'Table', name: 'tenant-acme-orders' }]);
    await claimDeletion(registry.context, id);

    expect(await applyResult(registry.context, report(id, 'deprovisionSuccess'))).toBe('applied');

    expect(await getRegistration(registry.context, id)).toMatchObject({
      registrationStatus: 'Failed to deprovision',
      sbtaws_active: true,
      failure: { error: 'FootprintRemainsError', cause: expect.stringContaining('tenant-acme-orders') },
    });
    expect(await getTenant(registry.context, tenantId)).toHaveProperty('email');
  });

  it('frees the name, mailbox and slot for the next tenant', async () => {
    const basic = await admitted();
    const silo = await admitted({ tenantName: 'big', tier: 'PREMIUM' });
    for (const { id } of [basic, silo]) {
      await applyResult(registry.context, report(id, 'deprovisionSuccess'));
    }

    await admitted();
    const { tenant } = await admitTenant(
      registry.context,
      buildPlaces(1),
      buildAdmission({ tenantName: 'big', tier: 'PREMIUM' }),
    );

    expect(tenant.placement.slot).toBe(0);
  });

  it('leaves a Basic tenant its mailbox when a silo tenant of the same administrator goes', async () => {
    await admitted({ tenantName: 'basic', email: 'same@example.com' });
    const silo = await admitted({ tenantName: 'silo', tier: 'ADVANCED', email: 'same@example.com' });

    await applyResult(registry.context, report(silo.id, 'deprovisionSuccess'));

    const third = admitted({ tenantName: 'third', email: 'same@example.com' });
    await expect(third).rejects.toMatchObject({ name: 'AdminEmailTakenError' });
  });

  it('does not wake a deleted tenant, nor take from the one that has its name now', async () => {
    const { id } = await admitted();
    const deleted = report(id, 'deprovisionSuccess');
    await applyResult(registry.context, deleted);
    await admitted();
    const before = await registry.everything();

    const outcomes = [
      await applyResult(registry.context, { ...deleted, eventId: 'again' }),
      await applyResult(registry.context, report(id, 'provisionSuccess', { at: '2027-01-01T00:00:00.000Z' })),
    ];

    expect(outcomes).toEqual(['deleted', 'deleted']);
    expect(await registry.everything()).toEqual(before);
  });

  describe('of suspending and resuming', () => {
    const at = (second: number) => ({ at: `2026-03-01T10:00:${String(second).padStart(2, '0')}.000Z` });
    const statusOf = async (id: string) => (await getRegistration(registry.context, id))?.registrationStatus;

    it.each<[string, ['deactivateSuccess' | 'activateSuccess', number][], string[], string]>([
      [
        'in their order',
        [
          ['deactivateSuccess', 10],
          ['activateSuccess', 20],
        ],
        ['applied', 'applied'],
        'Created',
      ],
      [
        'the older late',
        [
          ['activateSuccess', 20],
          ['deactivateSuccess', 10],
        ],
        ['applied', 'outdated'],
        'Created',
      ],
      [
        'both within a second, in their order',
        [
          ['activateSuccess', 10],
          ['deactivateSuccess', 10],
        ],
        ['applied', 'applied'],
        'Suspended',
      ],
    ])('are applied as they happened, when they come %s', async (_how, reports, outcomes, status) => {
      const { id } = await admitted();
      await applyResult(registry.context, report(id, 'provisionSuccess', at(5)));

      const seen = [];
      for (const [result, second] of reports)
        seen.push(await applyResult(registry.context, report(id, result, at(second))));

      expect([seen, await statusOf(id)]).toEqual([outcomes, status]);
    });

    it('passes over what happened before the tenant was deprovisioned, or in that second', async () => {
      const { id } = await admitted();
      await applyResult(registry.context, report(id, 'deprovisionFailure', at(10)));

      for (const second of [9, 10]) {
        const late = report(id, 'deactivateSuccess', at(second));
        expect(await applyResult(registry.context, late)).toBe('outdated');
      }
      expect(await statusOf(id)).toBe('Failed to deprovision');
    });

    it('leaves a tenant that was ordered deleted meanwhile as that', async () => {
      const { id } = await admitted();
      await claimDeletion(registry.context, id);

      await applyResult(registry.context, report(id, 'deactivateSuccess', at(10)));

      expect(await statusOf(id)).toBe('Deleting');
    });

    it('brings a cancelled tenant back, and forgets how it was to leave', async () => {
      const { id } = await admitted();
      await claimDeletion(registry.context, id, {
        state: 'ordered',
        retainUntil: '2027-01-01T00:00:00.000Z',
      });
      await claimCancellation(registry.context, id);

      await applyResult(registry.context, report(id, 'activateSuccess', at(10)));

      const registration = await getRegistration(registry.context, id);
      expect(registration?.registrationStatus).toBe('Created');
      expect(registration).not.toHaveProperty('offboarding');
    });

    it('returns a cancelled tenant to its suspension, which one from before the order does not', async () => {
      const { id } = await admitted();
      await claimDeletion(registry.context, id, {
        state: 'ordered',
        retainUntil: '2027-01-01T00:00:00.000Z',
      });
      const { cancelledAt = '' } = (await claimCancellation(registry.context, id)) ?? {};
      const seconds = (n: number) => ({
        at: new Date(Date.parse(cancelledAt) + n * 1_000).toISOString(),
      });

      await applyResult(registry.context, report(id, 'deactivateSuccess', seconds(-2)));
      const former = await getRegistration(registry.context, id);
      await applyResult(registry.context, report(id, 'deactivateSuccess', seconds(2)));

      expect(former?.offboarding?.state).toBe('cancelled');
      const registration = await getRegistration(registry.context, id);
      expect(registration?.registrationStatus).toBe('Suspended');
      expect(registration).not.toHaveProperty('offboarding');
    });
  });
});
