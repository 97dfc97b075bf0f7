import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { PatchRegistration } from '../../shared/contracts/admin-api';
import type { RegistrationRow, TenantAttributes } from '../../shared/contracts/admin-api-responses';
import { type JsonObject, REGISTRATION_STATUS, type Tenant } from '../../shared/contracts/registry-items';
import { RESERVED_KEYS } from '../../shared/contracts/reserved-keys';
import { ConflictError, NotFoundError, TooLargeError, ValidationError } from '../../shared/errors';
import { MAX_BODY_BYTES } from '../../shared/http/json-body';
import type { RegistryContext } from '../../shared/registry/client';
import {
  getRegistration,
  getTenant,
  updateRegistration,
  updateTenant,
} from '../../shared/registry/registrations';
import { registrationView, tenantView } from '../../shared/registry/views';

/** Facts on which a footprint and its reservations are built; repeated unchanged they are accepted. */
const FIXED_OF_TENANT = [
  'tenantId',
  'tenantRegistrationId',
  'tenantName',
  'tier',
  'email',
  'createdAt',
  'cellId',
  ...RESERVED_KEYS,
];
const FIXED_OF_REGISTRATION = [
  'tenantId',
  'tenantRegistrationId',
  'sbtaws_active',
  'failure',
  'createdAt',
  'updatedAt',
  ...RESERVED_KEYS,
];

/** Tries of a change that meets others of the same tenant; each reads what the one before left. */
const ROUNDS = 10;
/** Milliseconds between two tries, at most, times the tries made. */
const PAUSE = 20;

/**
 * Merges data into a tenant's rows: a key that is sent replaces that key, others stay. It is decided on the rows as they
 * are when it is written, so that changes at once neither grow a row together beyond what an event holds, nor bring a
 * deleted tenant's data back.
 *
 * @throws NotFoundError
 * @throws ValidationError that names a fact which cannot change
 * @throws ConflictError for a deleted tenant, for another status of one that is being deleted, and when others kept
 * changing the tenant
 */
export async function patchRegistration(
  registry: RegistryContext,
  id: string,
  patch: PatchRegistration,
): Promise<{ tenantRegistration: RegistrationRow; tenant: TenantAttributes; message: string }> {
  for (let round = 1; round <= ROUNDS; round++) {
    const changed = await tryPatch(registry, id, patch);
    if (changed) return { ...changed, message: 'Tenant registration updated' };
    await sleep(Math.random() * PAUSE * round);
  }
  throw new ConflictError(
    'the tenant is being changed by others at this moment; send the same request again',
  );
}

/** @returns undefined when a row has changed since it was read */
async function tryPatch(
  registry: RegistryContext,
  id: string,
  { tenantData = {}, tenantRegistrationData = {} }: PatchRegistration,
): Promise<{ tenantRegistration: RegistrationRow; tenant: TenantAttributes } | undefined> {
  const registration = await getRegistration(registry, id);
  const tenant = registration && (await getTenant(registry, registration.tenantId));
  if (!tenant) throw new NotFoundError('Tenant registration not found');
  if (!registration.sbtaws_active) throw new ConflictError('the tenant is deleted; it cannot be changed');
  const tenantChanges = checked('tenantData', tenantData, normalized(tenant), FIXED_OF_TENANT);
  const registrationChanges = checked(
    'tenantRegistrationData',
    tenantRegistrationData,
    registrationView(registration),
    FIXED_OF_REGISTRATION,
  );
  requirePermitted(registrationChanges.registrationStatus, registration.registrationStatus);
  refuseOvergrown(tenant.data, tenantChanges, 'tenantData');
  refuseOvergrown(registration.data, registrationChanges, 'tenantRegistrationData');
  // The registration first, which tells whether the tenant still is one.
  const changedRegistration = await updateRegistration(registry, id, registrationChanges, registration);
  if (!changedRegistration) return undefined;
  const changedTenant = await updateTenant(registry, tenant.tenantId, tenantChanges, tenant);
  if (!changedTenant) return undefined;
  return { tenantRegistration: registrationView(changedRegistration), tenant: tenantView(changedTenant) };
}

const normalized = (tenant: Tenant): Record<string, unknown> => ({
  ...tenantView(tenant),
  tenantRegistrationId: tenant.tenantRegistrationId,
});

/** The changes without fixed facts that are repeated unchanged. */
function checked(
  part: string,
  changes: object,
  current: Record<string, unknown>,
  fixed: readonly string[],
): JsonObject {
  const open = Object.entries(changes).filter(([key, value]) => {
    if (!fixed.includes(key)) return true;
    const same =
      key === 'tier' ? String(value).toUpperCase() === current[key] : isDeepStrictEqual(value, current[key]);
    if (!same) throw new ValidationError(`${part}.${key}`, 'cannot change');
    return false;
  });
  return Object.fromEntries(open) as JsonObject;
}

/**
 * Marked as deleted by hand, a tenant would never be taken down: DELETE tells the application plane, and tells it once. Nor
 * does another word take that order back.
 */
function requirePermitted(wanted: unknown, current: string): void {
  if (wanted === undefined || wanted === current) return;
  const ordered: unknown[] = [REGISTRATION_STATUS.deleting, REGISTRATION_STATUS.deleted];
  if (ordered.includes(wanted)) {
    throw new ValidationError(
      'tenantRegistrationData.registrationStatus',
      `must not be "${wanted}": order the deletion by DELETE`,
    );
  }
  if (current === REGISTRATION_STATUS.deleting) {
    throw new ConflictError(
      'tenantRegistrationData.registrationStatus: the tenant is being deleted; cancel that, while its data is kept, by POST …/cancel-offboarding',
    );
  }
}

/** Both rows of a tenant travel in one event: neither may grow beyond what one body may hold. */
function refuseOvergrown(data: JsonObject, changes: JsonObject, part: string): void {
  if (Buffer.byteLength(JSON.stringify({ ...data, ...changes })) > MAX_BODY_BYTES) {
    throw new TooLargeError(`${part}: must be at most ${MAX_BODY_BYTES} bytes together with what is there`);
  }
}
