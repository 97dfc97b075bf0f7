import { deleteRegistration } from '../../../lambdas/admin-api/tenant-registrations/delete-registration';
import { ConflictError } from '../../../lambdas/shared/errors';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { claimDeletion } from '../../../lambdas/shared/registry/announcements';
import { beginRemoval } from '../../../lambdas/shared/registry/offboarding';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { getRegistration } from '../../../lambdas/shared/registry/registrations';
import { buildAdmission, buildPlaces } from '../../builders/admission';
import { useLocalAws } from '../../builders/local-aws';
import { useRegistry } from '../../builders/registry-table';

const PORT = 4819;

describe('a deletion whose order died before anybody was told', () => {
  const registry = useRegistry(useLocalAws(PORT));

  it('is not said to be initiated while that can still be at work, and is ordered again once it cannot', async () => {
    const { registration } = await admitTenant(registry.context, buildPlaces(), buildAdmission());
    const id = registration.tenantRegistrationId;
    const publish = jest.fn(async () => {});
    const order = () => deleteRegistration({ registry: registry.context, publish }, id);
    await claimDeletion(registry.context, id);

    await expect(order()).rejects.toThrow(ConflictError);
    const toldMeanwhile = publish.mock.calls.length;
    registry.passTime(31_000);
    const ordered = await order();

    expect(toldMeanwhile).toBe(0);
    expect(ordered.message).toBe('Tenant registration deletion initiated');
    expect(publish).toHaveBeenCalledTimes(1);
  });
});

describe('a deletion that is ordered again with another choice', () => {
  const registry = useRegistry(useLocalAws(PORT + 2));

  it('says that the first order stands, and until when the data is kept', async () => {
    const { registration } = await admitTenant(registry.context, buildPlaces(), buildAdmission());
    const id = registration.tenantRegistrationId;
    const publish = jest.fn(async () => {});
    const order = (query: Parameters<typeof deleteRegistration>[2]) =>
      deleteRegistration({ registry: registry.context, publish }, id, query);
    await order({ retainDays: 3 });
    const kept = (await getRegistration(registry.context, id))?.offboarding?.retainUntil;

    const again = await order({ retainDays: 0, export: true });

    expect(again.message).toBe(
      `Tenant registration deletion is initiated already, and stays as it was ordered (data kept until ${kept}; cancel it to order it otherwise)`,
    );
    expect((await order({})).message).toBe('Tenant registration deletion initiated');
    expect(publish).toHaveBeenCalledTimes(1);
  });

  it('promises no data where the removal has begun', async () => {
    const { registration } = await admitTenant(registry.context, buildPlaces(), buildAdmission());
    const { tenantRegistrationId: id } = registration;
    const deps = { registry: registry.context, publish: jest.fn(async () => {}) };
    await deleteRegistration(deps, id);
    await beginRemoval(registry.context, id, { state: 'removing' });

    const again = await deleteRegistration(deps, id, { export: true });

    expect(again.message).toBe(
      'Tenant registration deletion is initiated already, and stays as it was ordered',
    );
  });
});

describe('a deletion of a tenant that is deleted', () => {
  const registry = useRegistry(useLocalAws(PORT + 1));

  it('is a success that says so, and tells nobody', async () => {
    const { registration } = await admitTenant(registry.context, buildPlaces(), buildAdmission());
    const id = registration.tenantRegistrationId;
    await applyResult(registry.context, {
      tenantRegistrationId: id,
      ...{ result: 'deprovisionSuccess', eventId: 'e', at: registry.context.now().toISOString() },
      ...{ tenantData: {}, tenantRegistrationData: { registrationStatus: 'Deleted' } },
    });
    const publish = jest.fn(async () => {});

    const answer = await deleteRegistration({ registry: registry.context, publish }, id);

    expect(answer).toEqual({ message: 'Tenant registration is deleted already' });
    expect(publish).not.toHaveBeenCalled();
  });
});
