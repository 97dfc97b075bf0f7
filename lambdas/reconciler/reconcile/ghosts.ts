import type { LedgerEntry, Tenant } from '../../shared/contracts/registry-items';
import type { RegistryContext } from '../../shared/registry/client';
import { recordDeleted } from '../../shared/registry/ledger';
import { type Found, ofTenant } from './finding';
import type { Inventory } from './inventory';

/** Lists of AWS lag behind by seconds, and are read once an invocation: what is younger is not judged. */
const SETTLES_AFTER_MS = 5 * 60_000;

/**
 * Ledger entries that say created where AWS has none. Of a live tenant nothing is mended: an entry that says deleted
 * would hide that the tenant lacks what it needs. Of a deleted tenant the entry is only told the truth.
 *
 * Services are looked at with their state, see drift.ts. Registry, to mend: UpdateItem (ledger).
 */
export async function ghostsOf(
  inventory: Inventory,
  registry: RegistryContext,
  { tenant, ledger, deleted }: { tenant: Tenant; ledger: readonly LedgerEntry[]; deleted: boolean },
): Promise<Found[]> {
  const settled = registry.now().getTime() - SETTLES_AFTER_MS;
  const found: Found[] = [];
  for (const entry of ledger) {
    const { type, name, state, createdAt = entry.plannedAt } = entry;
    if (state !== 'created' || Date.parse(createdAt) > settled) continue;
    if (type === 'Service' && !deleted) continue;
    if ((await inventory.has(entry)) !== false) continue;
    found.push({
      ...ofTenant(tenant),
      ...{ kind: 'ghost', type, name, detail: `the ledger says created on ${createdAt}, AWS has none` },
      ...(deleted
        ? {
            advice: 'saas reconcile --fix records that it is gone',
            mend: () => recordDeleted(registry, tenant.tenantId, [{ type, name }]),
          }
        : { advice: adviceFor(entry, tenant) }),
    });
  }
  return found;
}

function adviceFor({ type, name, arn }: LedgerEntry, { tenantName }: Tenant): string {
  const anew = `offboard and onboard the tenant (saas tenant offboard ${tenantName}; it removes what is left)`;
  if (type === 'EncryptionKey')
    return `AWS deletes it within 7 to 30 days, and the tenant's data with it: aws kms cancel-key-deletion --key-id ${arn} && aws kms enable-key --key-id ${arn}`;
  return type === 'Table'
    ? `restore ${name} under its name from a backup (DynamoDB keeps one of a deleted table with point-in-time recovery for 35 days), or ${anew}`
    : `find out who deleted it (CloudTrail), make it again under its name, or ${anew}`;
}
