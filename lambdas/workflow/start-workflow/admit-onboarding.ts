import { onboardingRequestSchema } from '../../shared/contracts/events';
import { isReported, type JsonObject, REGISTRATION_STATUS } from '../../shared/contracts/registry-items';
import type { NamedTenant } from '../../shared/contracts/workflow';
import { RegistrationMismatchError } from '../../shared/errors';
import { validate } from '../../shared/middleware/validate';
import { getAccess, isInService } from '../../shared/registry/access';
import { type Admission, admitTenant, findAdmission, type Places } from '../../shared/registry/admission';
import type { RegistryContext } from '../../shared/registry/client';

export interface OnboardingAdmission {
  registry: RegistryContext;
  places: Places;
  /** Told the share of silo slots in use, 0 to 100, whenever one is taken. */
  onSlotTaken: (usedPercent: number) => void;
}

/** Keys of an onboardingRequest that have columns of their own; all others are kept as the tenant's data. */
const COLUMNS = new Set([
  'tenantId',
  'tenantRegistrationId',
  'tenantName',
  'email',
  'tier',
  'registrationStatus',
  'sbtaws_active',
]);

/** Statuses of a tenant that leaves or has left: its onboarding is over. */
const LEAVING: readonly string[] = [
  REGISTRATION_STATUS.deleting,
  REGISTRATION_STATUS.deleted,
  REGISTRATION_STATUS.failedToDeprovision,
];

/**
 * Admits the tenant of an onboardingRequest. Our own Admin API has admitted it before it sent the event; a foreign
 * control plane's tenant gets its rows, name and place here, or is refused before anything is made.
 */
export const admitOnboarding =
  ({ registry, places, onSlotTaken }: OnboardingAdmission) =>
  async (detail: JsonObject): Promise<NamedTenant | { absorbed: string }> => {
    const request = validate(onboardingRequestSchema, detail, 'detail');
    const { tenantId, tenantRegistrationId, tenantName, email, tier } = request;
    const tenant = { tenantId, tenantRegistrationId, tenantName, tier };
    const admission =
      (await findAdmission(registry, { ...tenant, email })) ??
      (await admitTenant(registry, places, {
        ...tenant,
        email,
        registrationStatus: firstStatus(request.registrationStatus),
        tenantData: Object.fromEntries(Object.entries(detail).filter(([key]) => !COLUMNS.has(key))),
        registrationData: {},
      }));
    if (admission.created && admission.siloSlotsUsedPercent !== undefined) {
      onSlotTaken(admission.siloSlotsUsedPercent);
    }
    return pass(registry, admission, tenant);
  };

/** A tenant that begins is neither in service nor leaving, whatever the event says: the workflow would pass it over. */
const firstStatus = (status?: string): string =>
  status === undefined || isReported(status) ? REGISTRATION_STATUS.inProgress : status;

/** What is to be done with a tenant that is known. */
async function pass(registry: RegistryContext, { registration, created }: Admission, tenant: NamedTenant) {
  if (created) return tenant;
  const { registrationStatus: status, sbtaws_active: active, tenantRegistrationId: id } = registration;
  if (status === REGISTRATION_STATUS.created && isInService(await getAccess(registry, tenant.tenantId))) {
    return { absorbed: `${id} is onboarded already` };
  }
  if (!active || LEAVING.includes(status)) {
    // EventBridge delivers twice, and late: the onboarding that was asked for has ended, and nobody has to act.
    if (registration.lastResult) return { absorbed: `${id} was onboarded, and is ${status.toLowerCase()}` };
    throw new RegistrationMismatchError(
      `tenantRegistrationId: "${id}" is ${status.toLowerCase()}; register the tenant anew`,
    );
  }
  return tenant;
}
