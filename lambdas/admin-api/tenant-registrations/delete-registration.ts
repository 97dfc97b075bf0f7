import type { JsonObject } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { Publish } from '../../shared/events/publish';
import { announce, claimDeletion } from '../../shared/registry/announcements';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenant } from '../../shared/registry/registrations';
import { registrationView, tenantView } from '../../shared/registry/views';

/**
 * Orders a tenant's deletion: marks the registration and tells the application plane, which alone makes it
 * deleted once its footprint is gone. Repeated, it orders nothing twice: only a deletion that failed, or whose
 * event did not go out, is ordered again.
 *
 * @throws NotFoundError
 * @throws PublicationError when the bus did not take the event; the same request again sends it
 */
export async function deleteRegistration(
  { registry, publish }: { registry: RegistryContext; publish: Publish },
  id: string,
): Promise<{ message: string }> {
  const known = await getRegistration(registry, id);
  const tenant = known && (await getTenant(registry, known.tenantId));
  if (!tenant) throw new NotFoundError('Tenant registration not found');
  const claimed = await claimDeletion(registry, id);
  if (claimed) {
    // The rows as they are shown, both in one.
    const detail = { ...tenantView(tenant), ...registrationView(claimed) } as JsonObject;
    await announce(registry, claimed, () => publish('offboardingRequest', detail));
  }
  return { message: 'Tenant registration deletion initiated' };
}
