import type { RegistrationRow } from '../../shared/contracts/admin-api-responses';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration as read } from '../../shared/registry/registrations';
import { registrationView } from '../../shared/registry/views';

/** @throws NotFoundError for an id that was never registered; a deleted tenant's registration is still shown */
export async function getRegistration(registry: RegistryContext, id: string): Promise<RegistrationRow> {
  const registration = await read(registry, id);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  return registrationView(registration);
}
