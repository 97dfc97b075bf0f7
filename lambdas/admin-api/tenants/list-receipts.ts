import type { DeletionReceiptRow } from '../../shared/contracts/tenant-pages';
import { nextToken, type PageRequest } from '../../shared/http/paging';
import { tenantsOf } from '../../shared/registry/lists';
import { registrationView } from '../../shared/registry/views';
import { isAfter, positionOf } from './positions';
import type { SearchDependencies } from './search-tenants';

/** Binds a page's token to this list. */
export const RECEIPTS_LIST = 'deletion-receipts';

/** A page of tenants that are gone, latest first, each with the proof of its deletion. */
export async function listReceipts(
  { registry, directory }: SearchDependencies,
  { limit, from }: PageRequest,
): Promise<{ rows: DeletionReceiptRow[]; nextToken?: string }> {
  const gone = (await directory())
    .filter((entry) => !entry.sbtaws_active)
    .map((entry) => ({ entry, position: positionOf(entry.updatedAt, entry.tenantId) }))
    .sort((a, b) => (a.position < b.position ? 1 : -1))
    .filter(({ position }) => from === undefined || isAfter(position, from, -1));
  const page = gone.slice(0, limit);
  const found = await tenantsOf(
    registry,
    page.map(({ entry }) => entry),
  );
  return {
    rows: found.map(({ tenant, registration }) => {
      const { receipt } = registrationView(registration);
      return {
        tenantRegistrationId: registration.tenantRegistrationId,
        tenantId: tenant.tenantId,
        tenantName: tenant.tenantName,
        tier: tenant.tier,
        createdAt: tenant.createdAt,
        deletedAt: receipt?.completedAt ?? registration.updatedAt,
        ...(receipt ? { receipt } : {}),
      };
    }),
    nextToken: nextToken(RECEIPTS_LIST, gone.length > limit ? page.at(-1)?.position : undefined),
  };
}
