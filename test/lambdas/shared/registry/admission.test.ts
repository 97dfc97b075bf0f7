import {
  AdminEmailTakenError,
  NoCellHasRoomError,
  RegistrationMismatchError,
  TenantNameTakenError,
} from '../../../../lambdas/shared/errors';
import { admitTenant } from '../../../../lambdas/shared/registry/admission';
import { buildAdmission, buildPlaces } from '../../../builders/admission';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const PORT = 15010;

describe('admission', () => {
  const registry = useRegistry(useLocalAws(PORT));

  const settle = async (requests: ReturnType<typeof buildAdmission>[], places = buildPlaces()) => {
    const results = await Promise.allSettled(
      requests.map((request) => admitTenant(registry.context, places, request)),
    );
    return {
      admitted: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
      refused: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : [])),
    };
  };

  it('admits a pooled tenant with its rows, name and mailbox', async () => {
    const request = buildAdmission({
      tenantName: 'acme',
      email: 'Admin@Example.com',
      tenantData: { prices: [1] },
    });

    const admission = await admitTenant(registry.context, buildPlaces(), request);

    expect(admission).toMatchObject({
      created: true,
      tenant: { tenantName: 'acme', placement: { cellId: 'cell-0' }, data: { prices: [1] } },
      registration: { sbtaws_active: true, registrationStatus: 'In progress' },
    });
    expect(admission.siloSlotsUsedPercent).toBeUndefined();
    expect((await registry.everything()).map(({ pk }) => pk)).toEqual([
      'EMAIL#admin@example.com',
      'NAME#acme',
      `REGISTRATION#${request.tenantRegistrationId}`,
      `TENANT#${request.tenantId}`,
    ]);
  });

  it('lets exactly one of twenty at once have a name', async () => {
    const requests = Array.from({ length: 20 }, () => buildAdmission({ tenantName: 'wanted' }));

    const { admitted, refused } = await settle(requests);

    expect(admitted).toHaveLength(1);
    expect(refused.map((error) => error.name)).toEqual(Array(19).fill('TenantNameTakenError'));
    expect(await registry.everything()).toHaveLength(4);
  });

  it('lets exactly one of twenty at once have a mailbox in the pool, however it is typed', async () => {
    const requests = Array.from({ length: 20 }, (_, index) =>
      buildAdmission({ email: index % 2 ? 'Admin@example.com' : 'admin@EXAMPLE.com' }),
    );

    const { admitted, refused } = await settle(requests);

    expect(admitted).toHaveLength(1);
    expect(refused.every((error) => error instanceof AdminEmailTakenError)).toBe(true);
    expect(await registry.everything()).toHaveLength(4);
  });

  it('lets silo tenants share a mailbox: each has a user pool of its own', async () => {
    const requests = [1, 2].map(() => buildAdmission({ tier: 'ADVANCED', email: 'same@example.com' }));

    const { admitted } = await settle(requests);

    expect(admitted).toHaveLength(2);
  });

  it('gives each of many at once a slot of its own, and refuses when none is left', async () => {
    const requests = Array.from({ length: 12 }, () => buildAdmission({ tier: 'PREMIUM' }));

    const { admitted, refused } = await settle(requests, buildPlaces(8));

    const slots = admitted.map(({ tenant }) => tenant.placement.slot).sort();
    expect(slots).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(refused).toHaveLength(4);
    expect(refused.every((error) => error instanceof NoCellHasRoomError)).toBe(true);
    expect(refused[0]?.message).toContain('cells.count');
    expect(await registry.everything()).toHaveLength(8 * 4);
  });

  it('with every slot taken, finds the tenant that is there, and tells of a taken name rather than of room', async () => {
    const request = buildAdmission({ tier: 'ADVANCED', tenantName: 'last' });
    const places = buildPlaces(1);
    await admitTenant(registry.context, places, request);
    const attempt = (changes: Parameters<typeof buildAdmission>[0]) =>
      admitTenant(registry.context, places, buildAdmission({ tier: 'PREMIUM', ...changes }));

    const again = await admitTenant(registry.context, places, request);

    expect(again).toMatchObject({ created: false, tenant: { tenantId: request.tenantId } });
    await expect(attempt({ tenantName: 'last' })).rejects.toThrow(new TenantNameTakenError('last'));
    await expect(attempt({ tenantId: request.tenantId })).rejects.toThrow(RegistrationMismatchError);
    await expect(attempt({})).rejects.toThrow(new NoCellHasRoomError(1));
  });

  it('goes on in the next cell when one is full, and tells how full all are', async () => {
    const places = {
      poolCellId: 'cell-0',
      cells: [
        { id: 'cell-0', siloSlots: 1 },
        { id: 'cell-1', siloSlots: 3 },
      ],
    };

    const first = await admitTenant(registry.context, places, buildAdmission({ tier: 'ADVANCED' }));
    const second = await admitTenant(registry.context, places, buildAdmission({ tier: 'ADVANCED' }));

    expect([first.tenant.placement.cellId, second.tenant.placement.cellId]).toEqual(['cell-0', 'cell-1']);
    expect([first.siloSlotsUsedPercent, second.siloSlotsUsedPercent]).toEqual([25, 50]);
  });

  it('returns the same admission for the same request, whatever else is in it', async () => {
    const request = buildAdmission({ tier: 'ADVANCED' });
    const first = await admitTenant(registry.context, buildPlaces(), request);

    const again = await admitTenant(registry.context, buildPlaces(), {
      ...request,
      tenantData: { new: true },
    });

    expect(again).toEqual({ tenant: first.tenant, registration: first.registration, created: false });
  });

  it.each([
    ['another name', { tenantName: 'another' }],
    ['another tier', { tier: 'PREMIUM' as const }],
    ['another e-mail', { email: 'another@example.com' }],
    ['another registration', { tenantRegistrationId: 'another' }],
    ['another tenant', { tenantId: 'another' }],
  ])('refuses ids that exist with %s, and changes nothing', async (_what, change) => {
    const request = buildAdmission();
    await admitTenant(registry.context, buildPlaces(), request);
    const before = await registry.everything();

    const attempt = admitTenant(registry.context, buildPlaces(), { ...request, ...change });

    await expect(attempt).rejects.toThrow(RegistrationMismatchError);
    expect(await registry.everything()).toEqual(before);
  });

  it('leaves nothing of a tenant whose name is taken', async () => {
    await admitTenant(registry.context, buildPlaces(), buildAdmission({ tenantName: 'acme' }));
    const before = await registry.everything();

    const attempt = admitTenant(
      registry.context,
      buildPlaces(),
      buildAdmission({ tenantName: 'acme', tier: 'PREMIUM' }),
    );

    await expect(attempt).rejects.toThrow(new TenantNameTakenError('acme'));
    expect(await registry.everything()).toEqual(before);
  });

  it('keeps names only, where a foreign application plane provisions', async () => {
    const places = { poolCellId: '', cells: [] };

    const { admitted } = await settle(
      [
        buildAdmission({ email: 'same@example.com' }),
        buildAdmission({ email: 'same@example.com', tier: 'PREMIUM' }),
      ],
      places,
    );

    expect(admitted).toHaveLength(2);
    expect((await registry.everything()).map(({ sk }) => sk).sort()).toEqual([
      'NAME',
      'NAME',
      'REGISTRATION',
      'REGISTRATION',
      'TENANT',
      'TENANT',
    ]);
  });
});
