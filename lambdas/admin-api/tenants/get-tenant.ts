import type { TenantRow } from '../../shared/contracts/admin-api-responses';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenant as read } from '../../shared/registry/registrations';
import { tenantRow } from '../../shared/registry/views';

/** @throws NotFoundError for an id that no tenant ever had */
export async function getTenant(registry: RegistryContext, tenantId: string): Promise<TenantRow> {
  const tenant = await read(registry, tenantId);
  const registration = tenant && (await getRegistration(registry, tenant.tenantRegistrationId));
  if (!registration) throw new NotFoundError('Tenant not found');
  return tenantRow(tenant, registration);
}
