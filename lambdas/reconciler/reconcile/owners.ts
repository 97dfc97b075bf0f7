import { REGISTRATION_STATUS } from '../../shared/contracts/registry-items';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenant, getTenantByName } from '../../shared/registry/registrations';

/** Whose a tag is, by the registry as it stands. */
export type Owner =
  | { state: 'live' }
  | { state: 'unknown' }
  | { state: 'deleted'; tenantId: string; tenantName: string; since: string };
export type FormerOwner = Extract<Owner, { state: 'deleted' }>;

export interface Owners {
  of(tenantId: string): Promise<Owner>;
  /** Id of the tenant that has the name now. */
  liveIdOf(tenantName: string): Promise<string | undefined>;
}

/**
 * Reads each tenant once an invocation, strongly consistent (`dynamodb:GetItem`): a tenant that registers while it
 * runs is no unknown one. Deleted is who is recorded so: inactive, with that very status.
 */
export function ownersIn(registry: RegistryContext): Owners {
  const owners = new Map<string, Promise<Owner>>();
  const names = new Map<string, Promise<string | undefined>>();
  const once = <T>(kept: Map<string, Promise<T>>, key: string, read: () => Promise<T>) => {
    const known = kept.get(key) ?? read();
    kept.set(key, known);
    return known;
  };
  const readOwner = async (tenantId: string): Promise<Owner> => {
    const tenant = await getTenant(registry, tenantId);
    if (!tenant) return { state: 'unknown' };
    const { tenantName } = tenant;
    const registration = await getRegistration(registry, tenant.tenantRegistrationId);
    const deleted =
      registration?.sbtaws_active === false &&
      registration.registrationStatus === REGISTRATION_STATUS.deleted;
    if (!deleted) return { state: 'live' };
    const since = registration.receipt?.completedAt ?? registration.updatedAt;
    return { state: 'deleted', tenantId, tenantName, since };
  };
  return {
    of: (tenantId) => once(owners, tenantId, () => readOwner(tenantId)),
    liveIdOf: (tenantName) =>
      once(names, tenantName, async () => (await getTenantByName(registry, tenantName))?.tenantId),
  };
}
