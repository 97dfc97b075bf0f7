import type { RegistrationRow, TenantAttributes, TenantRow } from '../contracts/admin-api-responses';
import type { Registration, Tenant } from '../contracts/registry-items';
import { withoutReservedKeys } from '../contracts/reserved-keys';

/** Rows as the planes and clients see them: flat, a client's own keys beside ours, nothing internal. */

export function registrationView(registration: Registration): RegistrationRow {
  const {
    data,
    announcement: _announcement,
    lastResult: _lastResult,
    resumedAt: _resumed,
    cancelledAt: _cancelled,
    ...own
  } = registration;
  const { failure, offboarding, receipt, ...columns } = own;
  return {
    ...withoutReservedKeys(data),
    ...columns,
    ...(failure ? { failure: { ...failure } } : {}),
    ...(offboarding ? { offboarding: { ...offboarding } } : {}),
    ...(receipt
      ? {
          receipt: {
            ...receipt,
            ...(receipt.export ? { export: { ...receipt.export } } : {}),
            resources: receipt.resources.map((line) => ({ ...line })),
          },
        }
      : {}),
  };
}

export function tenantView(tenant: Tenant): TenantAttributes {
  const { data, placement, tenantRegistrationId: _registration, ...own } = tenant;
  return { ...withoutReservedKeys(data), ...own, ...(placement.cellId ? { cellId: placement.cellId } : {}) };
}

/** A tenant's attributes with the state of its registration. */
export function tenantRow(tenant: Tenant, registration: Registration): TenantRow {
  // A failure is the registration's to tell, whatever the tenant's data holds.
  const { failure: _failure, ...attributes } = tenantView(tenant);
  return {
    ...attributes,
    tenantRegistrationId: registration.tenantRegistrationId,
    sbtaws_active: registration.sbtaws_active,
    registrationStatus: registration.registrationStatus,
    ...(registration.failure ? { failure: { ...registration.failure } } : {}),
  };
}
