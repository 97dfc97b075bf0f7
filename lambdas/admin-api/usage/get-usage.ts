import type { Tenant } from '../../shared/contracts/registry-items';
import type { Usage } from '../../shared/contracts/usage';
import { ConflictError, NotFoundError } from '../../shared/errors';
import { getRegistration, getTenant } from '../../shared/registry/registrations';
import { findMeteredKey, type MeteredKey } from '../../shared/usage/metered-key';
import { readUsage, type UsageDependencies } from '../../shared/usage/read-usage';

/** @throws NotFoundError, ConflictError see {@link findMetered} */
export async function getUsage(
  deps: UsageDependencies,
  registrationId: string,
  days: number,
): Promise<Usage> {
  const { tenant, key } = await findMetered(deps, registrationId);
  return readUsage(deps, tenant, key, days);
}

/**
 * A registration's tenant, and the key by which it is metered.
 * @throws NotFoundError for an unknown registration
 * @throws ConflictError while the tenant has no key: it is not made yet, or deleted
 */
export async function findMetered(
  { registry }: Pick<UsageDependencies, 'registry'>,
  registrationId: string,
): Promise<{ tenant: Tenant; key: MeteredKey }> {
  const registration = await getRegistration(registry, registrationId);
  const tenant = registration && (await getTenant(registry, registration.tenantId));
  if (!tenant) throw new NotFoundError('Tenant registration not found');
  const key = await findMeteredKey(registry, tenant.tenantId);
  if (!key) throw new ConflictError(`the tenant has no API key: it is "${registration.registrationStatus}"`);
  return { tenant, key };
}
