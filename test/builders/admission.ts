import { randomUUID } from 'node:crypto';
import type { AdmissionRequest, Places } from '../../lambdas/shared/registry/admission';

/** A well-formed admission of a Basic tenant, with ids of its own. */
export const buildAdmission = (changes: Partial<AdmissionRequest> = {}): AdmissionRequest => {
  const id = randomUUID();
  return {
    tenantId: id,
    tenantRegistrationId: `r-${id}`,
    tenantName: `acme-${id.slice(0, 8)}`,
    email: `admin-${id.slice(0, 8)}@example.com`,
    tier: 'BASIC',
    registrationStatus: 'In progress',
    tenantData: {},
    registrationData: {},
    ...changes,
  };
};

/** One cell with the pool and room for some silo tenants. */
export const buildPlaces = (siloSlots = 33): Places => ({
  poolCellId: 'cell-0',
  cells: [{ id: 'cell-0', siloSlots }],
});
