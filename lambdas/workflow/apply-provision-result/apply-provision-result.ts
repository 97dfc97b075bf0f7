import { accessResultSchema, busEventSchema, provisionResultSchema } from '../../shared/contracts/events';
import {
  type JsonObject,
  type ProvisionResultName,
  REGISTRATION_STATUS,
} from '../../shared/contracts/registry-items';
import { ValidationError } from '../../shared/errors';
import { validate } from '../../shared/middleware/validate';
import type { RegistryContext } from '../../shared/registry/client';
import { applyResult, type Outcome } from '../../shared/registry/provision-results';

/** Longest first: one name ends with another. */
const RESULTS: readonly ProvisionResultName[] = [
  'deprovisionSuccess',
  'deprovisionFailure',
  'provisionSuccess',
  'provisionFailure',
  'deactivateSuccess',
  'deactivateFailure',
  'activateSuccess',
  'activateFailure',
];

/** What the registration shows of a tenant that was suspended or resumed. SBT says nothing of it. */
const SHOWN: Partial<Record<ProvisionResultName, string>> = {
  activateSuccess: REGISTRATION_STATUS.created,
  deactivateSuccess: REGISTRATION_STATUS.suspended,
};

/**
 * Applies an application plane's report to the registry. Which prefix its names have is the rule's concern: the
 * rule lets nothing else through.
 *
 * @returns what became of it, with the ids for the log
 * @throws ValidationError for an event that is none, RegistrationMismatchError for one that names another tenant than the
 *   registration's: both end in the dead-letter queue with this reason
 */
export async function applyProvisionResult(
  registry: RegistryContext,
  input: unknown,
): Promise<{ outcome: Outcome; result: ProvisionResultName; tenantRegistrationId: string }> {
  const event = validate(busEventSchema, input, 'event');
  const result = RESULTS.find((name) => event['detail-type'].endsWith(name));
  if (!result) throw new ValidationError('detail-type', `must end in one of ${RESULTS.join(', ')}`);
  const { tenantId, tenantRegistrationId, jobOutput } = reportOf(result, event.detail);
  const outcome = await applyResult(registry, {
    result,
    eventId: event.id,
    at: instantOf(event.time) ?? registry.now().toISOString(),
    tenantRegistrationId,
    ...(tenantId === undefined ? {} : { tenantId }),
    tenantData: jobOutput.tenantData as JsonObject,
    tenantRegistrationData: jobOutput.tenantRegistrationData as JsonObject,
  });
  return { outcome, result, tenantRegistrationId };
}

/** A result in one form: those of suspending and resuming carry no jobOutput. */
function reportOf(result: ProvisionResultName, detail: unknown) {
  if (!/^(de)?activate/.test(result)) return validate(provisionResultSchema, detail, 'detail');
  const { tenantId, tenantRegistrationId, failure } = validate(accessResultSchema, detail, 'detail');
  const registrationStatus = SHOWN[result];
  return {
    tenantId,
    tenantRegistrationId,
    jobOutput: {
      tenantData: {},
      tenantRegistrationData: registrationStatus ? { registrationStatus } : { failure: failure ?? null },
    },
  };
}

/** In one notation, so that instants compare as text. */
function instantOf(time: string | undefined): string | undefined {
  const milliseconds = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}
