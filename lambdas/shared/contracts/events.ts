import * as z from 'zod';
import { emailSchema, idSchema, tenantConfigText, tenantNameSchema } from './identifiers';
import { refuseReservedKeys } from './reserved-keys';
import { tierSchema } from './tiers';
import { leavingSchema } from './workflow';

/**
 * How the two planes name themselves on the bus. Configuration, since SBT releases differ: newer ones use
 * `sbt.control.plane` with the prefix `sbt_aws_`, older ones `controlPlaneEventSource` with bare names.
 */
export const eventNamesSchema = z.strictObject({
  controlPlaneSource: z.string().min(1),
  applicationPlaneSource: z.string().min(1),
  detailTypePrefix: z.string(),
});
export type EventNames = z.infer<typeof eventNamesSchema>;

export type ControlPlaneEvent =
  | 'onboardingRequest'
  | 'offboardingRequest'
  | 'activateRequest'
  | 'deactivateRequest'
  | 'tenantUserCreated'
  | 'tenantUserDeleted';

export type ApplicationPlaneEvent =
  | 'provisionSuccess'
  | 'provisionFailure'
  | 'deprovisionSuccess'
  | 'deprovisionFailure'
  | 'onboardingSuccess'
  | 'onboardingFailure'
  | 'offboardingSuccess'
  | 'offboardingFailure'
  | 'activateSuccess'
  | 'activateFailure'
  | 'deactivateSuccess'
  | 'deactivateFailure';

/** Full detail-type of an event on the bus. */
export const detailType = (names: EventNames, event: ControlPlaneEvent | ApplicationPlaneEvent): string =>
  `${names.detailTypePrefix}${event}`;

/** Detail of `onboardingRequest`: a flat merge of tenantRegistrationData, tenantData and both ids. */
export const onboardingRequestSchema = z
  .looseObject({
    tenantId: idSchema,
    tenantRegistrationId: idSchema,
    tenantName: tenantNameSchema,
    email: emailSchema,
    tier: tierSchema,
    registrationStatus: z.string().optional(),
  })
  .superRefine(refuseReservedKeys);

/** Detail of a request about a tenant that exists: offboarding, activate, deactivate. The registry has the rest. */
export const tenantRequestSchema = z.looseObject({
  tenantId: idSchema,
  tenantRegistrationId: idSchema,
  /** Of an offboardingRequest: beside our own registration's columns, how the tenant is to leave. */
  offboarding: leavingSchema.optional(),
});

const jobOutputSchema = z.looseObject({
  tenantStatus: z.string().optional(),
  tenantData: z
    .object({ email: z.string().optional(), tenantConfig: tenantConfigText.optional() })
    .catchall(z.json())
    .superRefine(refuseReservedKeys)
    .default({}),
  tenantRegistrationData: z
    .object({ registrationStatus: z.string().optional(), sbtaws_active: z.boolean().optional() })
    .catchall(z.json())
    .superRefine(refuseReservedKeys)
    .default({}),
});

/** Detail of provision/deprovision Success/Failure: what the application plane reports to the registry. */
export const provisionResultSchema = z.looseObject({
  tenantId: idSchema.optional(),
  tenantRegistrationId: idSchema,
  jobOutput: jobOutputSchema,
});

/** Detail of activate and deactivate Success and Failure: what became of a tenant that stays. */
export const accessResultSchema = z.looseObject({
  tenantId: idSchema,
  tenantRegistrationId: idSchema,
  failure: z.json().optional(),
});

/** The parts of an EventBridge event that we rely on; `id` makes the execution's name. */
export const busEventSchema = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,36}$/, 'must be an EventBridge event id'),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string().optional(),
  detail: z.looseObject({}),
});
