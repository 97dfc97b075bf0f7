import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CreateRegistration } from '../../shared/contracts/admin-api';
import { normalizeEmail } from '../../shared/contracts/identifiers';
import {
  type JsonObject,
  REGISTRATION_STATUS,
  type Registration,
  type Tenant,
} from '../../shared/contracts/registry-items';
import { ConflictError, TenantNameTakenError } from '../../shared/errors';
import type { Publish } from '../../shared/events/publish';
import { type AdmissionRequest, admitTenant, type Places } from '../../shared/registry/admission';
import { announce, claimAnnouncement, newAnnouncement } from '../../shared/registry/announcements';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenantByName } from '../../shared/registry/registrations';

export interface CreateDependencies {
  registry: RegistryContext;
  places: Places;
  publish: Publish;
  /** Told the share of silo slots in use, 0 to 100, when this tenant took one. */
  onSlotsUsed: (percent: number) => void;
}

/**
 * Admits a tenant and tells the application plane of it. When the event cannot be published the tenant keeps its
 * place, and the same request sent again finishes the job under the same ids.
 *
 * @throws TenantNameTakenError, AdminEmailTakenError, NoCellHasRoomError
 * @throws PublicationError when the bus did not take the event
 */
export async function createRegistration(
  { registry, places, publish, onSlotsUsed }: CreateDependencies,
  { tenantData, tenantRegistrationData }: CreateRegistration,
): Promise<{ tenantRegistrationId: string; tenantId: string; message: string }> {
  const { tenantName, email, tier, ...extra } = tenantData;
  const { registrationStatus, ...registrationExtra } = tenantRegistrationData;
  const request: AdmissionRequest = {
    tenantId: randomUUID(),
    tenantRegistrationId: randomUUID(),
    tenantName,
    email,
    tier,
    registrationStatus: registrationStatus ?? REGISTRATION_STATUS.inProgress,
    tenantData: extra as JsonObject,
    registrationData: registrationExtra as JsonObject,
    announcement: newAnnouncement(registry),
  };
  const { registration, tenant } = await admit(registry, places, request, onSlotsUsed);
  await announce(registry, registration, () =>
    publish('onboardingRequest', onboardingDetail(registration, tenant)),
  );
  const { tenantRegistrationId, tenantId } = registration;
  return { tenantRegistrationId, tenantId, message: 'Tenant registration initiated' };
}

/** Admits, or finds the tenant that an earlier try of the same request admitted without telling anybody. */
async function admit(
  registry: RegistryContext,
  places: Places,
  request: AdmissionRequest,
  onSlotsUsed: (percent: number) => void,
): Promise<{ registration: Registration; tenant: Tenant }> {
  try {
    const admission = await admitTenant(registry, places, request);
    if (admission.siloSlotsUsedPercent !== undefined) onSlotsUsed(admission.siloSlotsUsedPercent);
    return admission;
  } catch (error) {
    if (!(error instanceof TenantNameTakenError)) throw error;
    const tenant = await getTenantByName(registry, request.tenantName);
    if (!tenant) throw error;
    const registration = await getRegistration(registry, tenant.tenantRegistrationId);
    if (!registration?.announcement || !isSameRequest(tenant, registration, request)) throw error;
    const claimed = await claimAnnouncement(registry, registration.tenantRegistrationId);
    if (claimed) return { registration: claimed, tenant };
    throw new ConflictError(
      `tenantName: "${request.tenantName}" is being registered by the same request at this moment; if that one failed, try again in half a minute`,
    );
  }
}

const isSameRequest = (tenant: Tenant, registration: Registration, request: AdmissionRequest): boolean =>
  registration.sbtaws_active &&
  registration.registrationStatus === request.registrationStatus &&
  tenant.tier === request.tier &&
  tenant.email !== undefined &&
  normalizeEmail(tenant.email) === normalizeEmail(request.email) &&
  isDeepStrictEqual(tenant.data, request.tenantData) &&
  isDeepStrictEqual(registration.data, request.registrationData);

/** Detail of `onboardingRequest`: tenantRegistrationData and tenantData in one, with both ids. */
const onboardingDetail = (registration: Registration, tenant: Tenant): JsonObject => ({
  ...registration.data,
  registrationStatus: registration.registrationStatus,
  ...tenant.data,
  tenantName: tenant.tenantName,
  email: tenant.email ?? null,
  tier: tenant.tier,
  tenantRegistrationId: registration.tenantRegistrationId,
  tenantId: registration.tenantId,
});
