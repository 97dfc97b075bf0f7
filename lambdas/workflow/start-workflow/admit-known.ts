import { tenantRequestSchema } from '../../shared/contracts/events';
import type { JsonObject } from '../../shared/contracts/registry-items';
import type { NamedTenant } from '../../shared/contracts/workflow';
import { RegistrationMismatchError } from '../../shared/errors';
import { validate } from '../../shared/middleware/validate';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenant } from '../../shared/registry/registrations';

/**
 * Finds the tenant of a request about one that exists: to offboard, suspend or resume it. What it is called and what
 * it bought comes from the registry, not from the event.
 *
 * @throws RegistrationMismatchError when the registry does not know it so
 */
export const admitKnown =
  (registry: RegistryContext) =>
  async (detail: JsonObject): Promise<NamedTenant | { absorbed: string }> => {
    const { tenantId, tenantRegistrationId } = validate(tenantRequestSchema, detail, 'detail');
    const [registration, row] = await Promise.all([
      getRegistration(registry, tenantRegistrationId),
      getTenant(registry, tenantId),
    ]);
    if (registration?.tenantId !== tenantId || row?.tenantRegistrationId !== tenantRegistrationId) {
      throw new RegistrationMismatchError(
        `tenantId: "${tenantId}" is not registered as "${tenantRegistrationId}"`,
      );
    }
    if (!registration.sbtaws_active) return { absorbed: `${tenantRegistrationId} is deleted already` };
    return { tenantId, tenantRegistrationId, tenantName: row.tenantName, tier: row.tier };
  };

/**
 * How a tenant is to leave, where its offboardingRequest says so, and when that was asked for: an event that was given up
 * and is sent again keeps its time.
 */
export function howItLeaves(detail: JsonObject, time?: string): JsonObject {
  const { offboarding } = validate(tenantRequestSchema, detail, 'detail');
  return {
    ...(offboarding ? { offboarding: JSON.parse(JSON.stringify(offboarding)) } : {}),
    ...(time === undefined ? {} : { requestedAt: time }),
  };
}
