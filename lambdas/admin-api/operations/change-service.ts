import { REGISTRATION_STATUS, type Registration } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { Publish } from '../../shared/events/publish';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration } from '../../shared/registry/registrations';
import { WrongStateError } from './errors';

/** From which status each order leads, and what it is called. */
const ORDERS = {
  deactivate: {
    from: REGISTRATION_STATUS.created,
    event: 'deactivateRequest',
    refusal: 'only a tenant in service can be suspended',
    message: 'Tenant suspension initiated',
  },
  activate: {
    from: REGISTRATION_STATUS.suspended,
    event: 'activateRequest',
    refusal: 'only a suspended tenant can be resumed',
    message: 'Tenant resumption initiated',
  },
} as const;

/** A suspension or resumption that failed leaves the status as it was, and the tenant between the two. */
const halfWay = ({ failure, sbtaws_active: active }: Registration): string =>
  failure && active
    ? '. Its last operation failed: replay that first (saas tenant replay <tenant>, or POST /tenant-registrations/{id}/replay)'
    : '';

/**
 * Orders the application plane to suspend a tenant, or to bring it back to service. An order sent twice is taken
 * twice: the workflows take turns, and the second finds its work done.
 *
 * AWS calls: `events:PutEvents`. Registry: GetItem (registration).
 *
 * @throws NotFoundError; WrongStateError for a tenant that is not in service, or not suspended
 * @throws PublicationError when the bus did not take the event
 */
export async function changeService(
  { registry, publish }: { registry: RegistryContext; publish: Publish },
  id: string,
  order: keyof typeof ORDERS,
): Promise<{ message: string }> {
  const registration = await getRegistration(registry, id);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  const { from, event, refusal, message } = ORDERS[order];
  if (!registration.sbtaws_active || registration.registrationStatus !== from) {
    throw new WrongStateError(
      `the tenant is "${registration.registrationStatus}"; ${refusal}${halfWay(registration)}`,
    );
  }
  await publish(event, { tenantId: registration.tenantId, tenantRegistrationId: id });
  return { message };
}
