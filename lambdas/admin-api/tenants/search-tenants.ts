import type { TenantRow } from '../../shared/contracts/admin-api-responses';
import type { TenantsQuery } from '../../shared/contracts/tenant-pages';
import { TIERS } from '../../shared/contracts/tiers';
import { nextToken, type PageRequest } from '../../shared/http/paging';
import type { RegistryContext } from '../../shared/registry/client';
import { type DirectoryEntry, lastFailed } from '../../shared/registry/directory';
import { tenantsOf } from '../../shared/registry/lists';
import { tenantRow } from '../../shared/registry/views';
import { isAfter, positionOf } from './positions';

export interface SearchDependencies {
  registry: RegistryContext;
  /** All tenants; may be some seconds old. */
  directory: () => Promise<DirectoryEntry[]>;
}

/** Whether anything is asked for beyond the plain list. */
export const isSearch = (query: TenantsQuery): boolean =>
  Object.values(query).some((value) => value !== undefined);

/** Binds a page's token to what was searched for, and to its order. */
export const searchList = (query: TenantsQuery): string => `tenants?${JSON.stringify(query)}`;

/**
 * A page of the tenants that were searched for, and how many there are in all. Found in the directory; the rows
 * themselves are read as they are now.
 */
export async function searchTenants(
  { registry, directory }: SearchDependencies,
  query: TenantsQuery,
  { limit, from }: PageRequest,
): Promise<{ rows: TenantRow[]; nextToken?: string; total: number }> {
  const { sort = 'createdAt', order = 'asc' } = query;
  const direction = order === 'asc' ? 1 : -1;
  const found = (await directory())
    .filter(fits(query))
    .map((entry) => ({ entry, position: positionOf(sortValue(entry, sort), entry.tenantId) }))
    .sort((a, b) => direction * compare(a.position, b.position));
  const start =
    from === undefined ? 0 : found.findIndex(({ position }) => isAfter(position, from, direction));
  const page = start === -1 ? [] : found.slice(start, start + limit);
  const more = start !== -1 && start + limit < found.length;
  const rows = await tenantsOf(
    registry,
    page.map(({ entry }) => entry),
  );
  return {
    rows: rows.map(({ tenant, registration }) => tenantRow(tenant, registration)),
    nextToken: nextToken(searchList(query), more ? page.at(-1)?.position : undefined),
    total: found.length,
  };
}

function fits({
  search,
  tier,
  registrationStatus,
  active,
  failed,
}: TenantsQuery): (entry: DirectoryEntry) => boolean {
  const wanted = search?.toLowerCase();
  return (entry) =>
    (active === undefined || entry.sbtaws_active === active) &&
    (failed === undefined || lastFailed(entry) === failed) &&
    (!tier || tier.includes(entry.tier)) &&
    (!registrationStatus || registrationStatus.includes(entry.registrationStatus)) &&
    (wanted === undefined ||
      entry.tenantName.includes(wanted) ||
      entry.email?.toLowerCase().includes(wanted) === true ||
      entry.placement?.cellId === wanted ||
      entry.tenantId.toLowerCase() === wanted ||
      entry.tenantRegistrationId.toLowerCase() === wanted);
}

const sortValue = (entry: DirectoryEntry, sort: NonNullable<TenantsQuery['sort']>): string =>
  sort === 'tier' ? String(TIERS.indexOf(entry.tier)) : entry[sort];

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
