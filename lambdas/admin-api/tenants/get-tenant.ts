import type { TenantRow } from '../../shared/contracts/admin-api-responses';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { snapshotTenant } from '../../shared/registry/tenant-rows';
import { tenantRow } from '../../shared/registry/views';

/** @throws NotFoundError for an id that no tenant ever had */
export async function getTenant(registry: RegistryContext, tenantId: string): Promise<TenantRow> {
  const found = await snapshotTenant(registry, tenantId);
  if (!found) throw new NotFoundError('Tenant not found');
  return tenantRow(found.tenant, found.registration);
}
