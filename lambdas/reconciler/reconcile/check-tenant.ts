import type { Tenant } from '../../shared/contracts/registry-items';
import { getAccess } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';
import { readLock } from '../../shared/registry/lock';
import { getRegistration } from '../../shared/registry/registrations';
import { readTenantPartition } from '../../shared/registry/tenant-partition';
import { type DriftDependencies, driftOf } from './drift';
import type { Found } from './finding';
import { ghostsOf } from './ghosts';
import type { Inventory } from './inventory';
import { type StuckDependencies, stuckOf } from './stuck';

export interface CheckDependencies
  extends Pick<DriftDependencies, 'ecs' | 'desiredCount'>,
    Pick<StuckDependencies, 'statusOf' | 'threshold'> {
  registry: RegistryContext;
  inventory: Inventory;
}

export interface Checked {
  found: Found[];
  /** False where an operation holds the tenant. */
  compared: boolean;
}

/**
 * Compares one tenant's registry, ledger and AWS. While an operation holds the tenant's lock, running or failed, its
 * footprint is that one's to change, and only the operation itself is looked at.
 *
 * Registry: Query (the tenant's partition), GetItem (registration; access of a silo tenant).
 */
export async function checkTenant(
  deps: CheckDependencies,
  { tenantId }: Pick<Tenant, 'tenantId'>,
): Promise<Checked> {
  const { registry, inventory } = deps;
  const { tenant, lock, ledger, newestExecution } = await readTenantPartition(registry, tenantId);
  const registration = tenant && (await getRegistration(registry, tenant.tenantRegistrationId));
  if (!tenant || !registration) return { found: [], compared: true };
  const found: Found[] = await stuckOf(deps, { tenant, registration, lock, newestExecution });
  if (lock) return { found, compared: false };
  const deleted = !registration.sbtaws_active;
  found.push(...(await ghostsOf(inventory, registry, { tenant, ledger, deleted })));
  if (deleted || !ledger.some(({ type }) => type === 'Service')) return { found, compared: true };
  const isBusy = async () => (await readLock(registry, tenantId)) !== undefined;
  const access = await getAccess(registry, tenantId);
  found.push(...(await driftOf({ ...deps, isBusy }, { tenant, access, ledger })));
  return { found, compared: true };
}
