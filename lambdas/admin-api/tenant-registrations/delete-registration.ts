import type { DeleteQuery } from '../../shared/contracts/admin-api';
import type { JsonObject, OffboardingChoice, Registration } from '../../shared/contracts/registry-items';
import { ConflictError, NotFoundError } from '../../shared/errors';
import type { Publish } from '../../shared/events/publish';
import { announce, claimDeletion } from '../../shared/registry/announcements';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenant } from '../../shared/registry/registrations';
import { registrationView, tenantView } from '../../shared/registry/views';

/**
 * Orders a tenant's deletion: marks the registration and tells the application plane, which alone makes it
 * deleted once its footprint is gone. Repeated, it orders nothing twice: only a deletion that failed, or whose
 * event did not go out, is ordered again; of a tenant that is gone it says so, and of a choice that comes too late.
 *
 * @param query how the tenant leaves, where it is not as configured
 * @throws NotFoundError
 * @throws ConflictError while another request orders the deletion, or died less than 30 s ago before it could
 * @throws PublicationError when the bus did not take the event; the same request again sends it
 */
export async function deleteRegistration(
  { registry, publish }: { registry: RegistryContext; publish: Publish },
  id: string,
  query: DeleteQuery = {},
): Promise<{ message: string }> {
  const known = await getRegistration(registry, id);
  const tenant = known && (await getTenant(registry, known.tenantId));
  if (!tenant) throw new NotFoundError('Tenant registration not found');
  const claimed = await claimDeletion(registry, id, chosen(known, query, registry.now()));
  if (claimed) {
    // The rows as they are shown, both in one.
    const detail = { ...tenantView(tenant), ...registrationView(claimed) } as JsonObject;
    await announce(registry, claimed, () => publish('offboardingRequest', detail));
    return initiated;
  }
  const now = await getRegistration(registry, id);
  if (now && !now.sbtaws_active) return deleted;
  // Not "initiated" while nobody knows whether the event went out: the request that was to send it may have died.
  if (now?.announcement) {
    throw new ConflictError(
      'the deletion is being ordered by another request at this moment; if that one failed, try again in half a minute',
    );
  }
  return now && Object.keys(query).length > 0 ? under(now) : initiated;
}

const initiated = { message: 'Tenant registration deletion initiated' };
/** Success, as DELETE is idempotent and clients that repeat one rely on it; the text tells that nothing begins. */
const deleted = { message: 'Tenant registration is deleted already' };

/** Who chooses how the tenant leaves is told that it came too late: nothing of it counts. */
const under = ({ offboarding }: Registration) => ({
  message: `Tenant registration deletion is initiated already, and stays as it was ordered${
    offboarding?.retainUntil && offboarding.state !== 'removing'
      ? ` (data kept until ${offboarding.retainUntil}; cancel it to order it otherwise)`
      : ''
  }`,
});

const DAY_MS = 86_400_000;

/** What to write of the client's choice. Where a removal has begun, its own way stays; a cancelled one is forgotten. */
function chosen(
  { offboarding }: Registration,
  { retainDays, export: exportFirst }: DeleteQuery,
  now: Date,
): OffboardingChoice | 'forget' | undefined {
  if (offboarding?.state === 'removing') return undefined;
  if (retainDays === undefined && exportFirst === undefined) {
    return offboarding?.state === 'cancelled' ? 'forget' : undefined;
  }
  return {
    state: 'ordered',
    ...(retainDays === undefined
      ? {}
      : { retainUntil: new Date(now.getTime() + retainDays * DAY_MS).toISOString() }),
    ...(exportFirst === undefined ? {} : { exportFirst }),
  };
}
