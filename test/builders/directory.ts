import type { Registration, Tenant } from '../../lambdas/shared/contracts/registry-items';
import { TIERS } from '../../lambdas/shared/contracts/tiers';
import type { DirectoryEntry } from '../../lambdas/shared/registry/directory';
import { keys } from '../../lambdas/shared/registry/keys';

/** An entry of the directory; those of different numbers differ in name, e-mail and age. */
export const buildEntry = (number: number, more: Partial<DirectoryEntry> = {}): DirectoryEntry => {
  const at = new Date(Date.UTC(2026, 2, 1, 0, 0, number)).toISOString();
  return {
    tenantId: `t-${number}`,
    tenantRegistrationId: `r-${number}`,
    tenantName: `tenant-${String(number).padStart(4, '0')}`,
    email: `owner-${number}@example.com`,
    tier: TIERS[number % TIERS.length] ?? 'BASIC',
    placement: { cellId: 'cell-0' },
    createdAt: at,
    registrationStatus: 'Created',
    sbtaws_active: true,
    updatedAt: at,
    ...more,
  };
};

/** The rows of which an entry is the short form. */
export function rowsOf(entry: DirectoryEntry, more: Partial<Registration> = {}) {
  const { tenantId, tenantRegistrationId, tenantName, email, tier, placement, createdAt } = entry;
  const { registrationStatus, sbtaws_active, updatedAt } = entry;
  const tenant: Tenant = {
    ...{ tenantId, tenantRegistrationId, tenantName, email, tier, placement, createdAt },
    data: {},
  };
  const registration: Registration = {
    ...{ tenantId, tenantRegistrationId, registrationStatus, sbtaws_active, createdAt, updatedAt },
    data: {},
    ...more,
  };
  return [
    { ...keys.tenant(tenantId), ...tenant },
    { ...keys.registration(tenantRegistrationId), ...registration },
  ];
}
