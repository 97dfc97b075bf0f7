import { deleteRegistration } from '../../../lambdas/admin-api/tenant-registrations/delete-registration';
import { ConflictError } from '../../../lambdas/shared/errors';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { claimDeletion } from '../../../lambdas/shared/registry/announcements';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
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
