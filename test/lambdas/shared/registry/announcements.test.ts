import { PublicationError } from '../../../../lambdas/shared/errors';
import { admitTenant } from '../../../../lambdas/shared/registry/admission';
import {
  announce,
  claimAnnouncement,
  claimDeletion,
  newAnnouncement,
} from '../../../../lambdas/shared/registry/announcements';
import type { RegistryContext } from '../../../../lambdas/shared/registry/client';
import { getRegistration } from '../../../../lambdas/shared/registry/registrations';
import { buildAdmission, buildPlaces } from '../../../builders/admission';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const PORT = 15012;

describe('announcements', () => {
  const registry = useRegistry(useLocalAws(PORT));

  const admitted = async () => {
    const request = buildAdmission({ announcement: newAnnouncement(registry.context) });
    return (await admitTenant(registry.context, buildPlaces(), request)).registration;
  };
  const noted = async (id: string) => (await getRegistration(registry.context, id))?.announcement?.state;
  const refusal = () => Promise.reject(new PublicationError('the bus is away'));

  it('leaves no note once the event is out', async () => {
    const registration = await admitted();
    expect(await noted(registration.tenantRegistrationId)).toBe('pending');

    await announce(registry.context, registration, async () => {});

    expect(await noted(registration.tenantRegistrationId)).toBeUndefined();
  });

  it('lets the next try take over at once when the event did not go out', async () => {
    const registration = await admitted();

    await expect(announce(registry.context, registration, refusal)).rejects.toThrow('the bus is away');

    expect(await claimAnnouncement(registry.context, registration.tenantRegistrationId)).toMatchObject({
      announcement: { state: 'pending' },
    });
  });

  it('keeps others out while one is at it, and lets them in when that one died', async () => {
    const { tenantRegistrationId: id } = await admitted();

    const meanwhile = await claimAnnouncement(registry.context, id);
    registry.passTime(31_000);
    const afterwards = await claimAnnouncement(registry.context, id);

    expect(meanwhile).toBeUndefined();
    expect(afterwards).toMatchObject({ tenantRegistrationId: id });
  });

  it('is taken over by one of many', async () => {
    const registration = await admitted();
    await expect(announce(registry.context, registration, refusal)).rejects.toThrow();

    const claims = await Promise.all(
      Array.from({ length: 10 }, () =>
        claimAnnouncement(registry.context, registration.tenantRegistrationId),
      ),
    );

    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it("leaves a later attempt's note alone", async () => {
    const registration = await admitted();
    registry.passTime(31_000);
    await claimAnnouncement(registry.context, registration.tenantRegistrationId);

    await announce(registry.context, registration, async () => {});

    expect(await noted(registration.tenantRegistrationId)).toBe('pending');
  });

  it('orders a deletion once, and again only if it was not announced', async () => {
    const { tenantRegistrationId: id } = await admitted();
    const first = await claimDeletion(registry.context, id);
    const second = await claimDeletion(registry.context, id);
    await expect(
      announce(registry.context, first ?? { tenantRegistrationId: id }, refusal),
    ).rejects.toThrow();
    const third = await claimDeletion(registry.context, id);
    await announce(registry.context, third ?? { tenantRegistrationId: id }, async () => {});
    const fourth = await claimDeletion(registry.context, id);

    expect(first).toMatchObject({ registrationStatus: 'Deleting' });
    expect(second).toBeUndefined();
    expect(third).toMatchObject({ registrationStatus: 'Deleting' });
    expect(fourth).toBeUndefined();
  });

  it('orders a deletion whose reply was lost, though the SDK’s second try finds it ordered', async () => {
    const { tenantRegistrationId: id } = await admitted();
    loseFirstReply(registry.context);

    const claimed = await claimDeletion(registry.context, id);

    expect(claimed).toMatchObject({ registrationStatus: 'Deleting', announcement: { state: 'pending' } });
  });
});

/** The first reply is lost after the call took effect; the SDK tries again by itself. */
function loseFirstReply({ documents }: RegistryContext): void {
  let lost = false;
  documents.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (lost) return answer;
      lost = true;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'deserialize', name: 'lostReply' },
  );
}
