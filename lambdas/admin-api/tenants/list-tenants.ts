import type { TenantRow } from '../../shared/contracts/admin-api-responses';
import { nextToken, type PageRequest } from '../../shared/http/paging';
import type { RegistryContext } from '../../shared/registry/client';
import { listTenants as list } from '../../shared/registry/lists';
import { tenantRow } from '../../shared/registry/views';

/** Binds a page's token to this list. */
export const TENANTS_LIST = 'tenants';

/** A page of tenants, oldest first, each with the state of its registration. */
export async function listTenants(
  registry: RegistryContext,
  { limit, from }: PageRequest,
): Promise<{ rows: TenantRow[]; nextToken?: string }> {
  const { items, next } = await list(registry, limit, from);
  return {
    rows: items.map(({ tenant, registration }) => tenantRow(tenant, registration)),
    nextToken: nextToken(TENANTS_LIST, next),
  };
}
