import type { RegistrationRow } from '../../shared/contracts/admin-api-responses';
import { nextToken, type PageRequest } from '../../shared/http/paging';
import type { RegistryContext } from '../../shared/registry/client';
import { listRegistrations as list } from '../../shared/registry/lists';
import { registrationView } from '../../shared/registry/views';

/** Binds a page's token to this list. */
export const REGISTRATIONS_LIST = 'tenant-registrations';

/** A page of registrations, oldest first. */
export async function listRegistrations(
  registry: RegistryContext,
  { limit, from }: PageRequest,
): Promise<{ rows: RegistrationRow[]; nextToken?: string }> {
  const { items, next } = await list(registry, limit, from);
  return { rows: items.map(registrationView), nextToken: nextToken(REGISTRATIONS_LIST, next) };
}
