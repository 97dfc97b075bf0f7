import {
  type AppliedResult,
  type JsonObject,
  type ProvisionResultName,
  REGISTRATION_STATUS,
  type Registration,
} from '../contracts/registry-items';
import { RegistrationMismatchError } from '../errors';
import { rowUpdate } from './changes';
import type { RegistryContext } from './client';
import { contradictionOf } from './contradiction';
import { keys } from './keys';
import { registrationUpdate, transactIf } from './registration-updates';
import { getRegistration } from './registrations';
import { releaseTenant } from './release';
import { isBefore } from './resumption';

/** What the application plane reports of a tenant. */
export interface ReportedResult extends AppliedResult {
  tenantRegistrationId: string;
  /** Whom the report names beside the registration, where it does. */
  tenantId?: string;
  tenantData: JsonObject;
  tenantRegistrationData: JsonObject;
}

/** `unknown`: no such registration. `deleted`, `repeated`, `outdated`: passed over, the registry is ahead. */
export type Outcome = 'applied' | 'unknown' | 'deleted' | 'repeated' | 'outdated';

/**
 * Applies a report of the application plane to a tenant's rows, verbatim and in one transaction. Events arrive
 * late, twice and out of order: a report older than the one applied last changes nothing.
 *
 * @throws RegistrationMismatchError for a report that names another tenant than the registration's
 * @throws ConflictError for a report that a live tenant is gone, whose resources our ledger has
 */
export async function applyResult(context: RegistryContext, report: ReportedResult): Promise<Outcome> {
  // Each round reads what a concurrent writer left; reports on one tenant are few, so 5 rounds are plenty.
  for (let round = 0; round < 5; round++) {
    const registration = await getRegistration(context, report.tenantRegistrationId);
    if (!registration) return 'unknown';
    requireSameTenant(registration, report);
    if (!registration.sbtaws_active) return 'deleted';
    const { lastResult: last } = registration;
    if (last?.eventId === report.eventId) return 'repeated';
    if (last && !endsOrder(registration, report, last) && isOlder(report, last)) return 'outdated';
    if (
      registration.resumedAt &&
      report.result.endsWith('Failure') &&
      isBefore(report.at, registration.resumedAt)
    )
      return 'outdated';
    const applied = await tryApply(context, registration, await trueOf(context, registration, report));
    if (applied) return 'applied';
  }
  throw new Error(`registration ${report.tenantRegistrationId} changed five times during one update`);
}

/** Two ids that do not belong together: whichever were believed, the other tenant's state would be a lie. */
function requireSameTenant(registration: Registration, { tenantId }: ReportedResult): void {
  if (tenantId === undefined || tenantId === registration.tenantId) return;
  throw new RegistrationMismatchError(
    `tenantId: "${tenantId}" is not registered as "${registration.tenantRegistrationId}"`,
  );
}

/** The report; or, where it tells of an end that the ledger contradicts, the failure that an operator can replay. */
async function trueOf(
  context: RegistryContext,
  registration: Registration,
  report: ReportedResult,
): Promise<ReportedResult> {
  if (report.result !== 'deprovisionSuccess') return report;
  const failure = await contradictionOf(context, registration);
  if (!failure) return report;
  const registrationStatus = REGISTRATION_STATUS.failedToDeprovision;
  return {
    ...report,
    result: 'deprovisionFailure',
    tenantData: {},
    tenantRegistrationData: { registrationStatus, failure: { ...failure } },
  };
}

/** EventBridge tells time in whole seconds: within one, what ends a tenant's story is the later. */
function isOlder(report: AppliedResult, last: AppliedResult): boolean {
  if (report.at !== last.at) return report.at < last.at;
  const rank: Record<AppliedResult['result'], number> = {
    provisionFailure: 0,
    provisionSuccess: 1,
    deactivateFailure: 2,
    activateFailure: 2,
    deactivateSuccess: 2,
    activateSuccess: 2,
    deprovisionFailure: 3,
    deprovisionSuccess: 4,
  };
  return rank[report.result] < rank[last.result];
}

/**
 * Whether a report answers the order to delete that stands, while the one applied last does not. An onboarding that was
 * asked for twice is refused after the order, and may be told of after the offboarding's end: a tenant whose
 * deprovisionSuccess were passed over for that would be deleted for ever.
 */
const endsOrder = (
  { registrationStatus }: Registration,
  { result }: AppliedResult,
  { result: last }: AppliedResult,
): boolean =>
  registrationStatus === REGISTRATION_STATUS.deleting && isOfDeletion(result) && !isOfDeletion(last);

const isOfDeletion = (result: ProvisionResultName): boolean => result.startsWith('deprovision');

/** Reports after which a tenant whose offboarding was cancelled is what it was before, in service or suspended. */
const BACK: readonly AppliedResult['result'][] = ['activateSuccess', 'provisionSuccess', 'deactivateSuccess'];

/** A suspension that was told of before the offboarding was cancelled is a former one: the tenant is not back yet. */
const isBack = ({ cancelledAt = '' }: Registration, { result, at }: ReportedResult): boolean =>
  BACK.includes(result) && !(result === 'deactivateSuccess' && isBefore(at, cancelledAt));

async function tryApply(
  context: RegistryContext,
  registration: Registration,
  report: ReportedResult,
): Promise<boolean> {
  const lastResult: AppliedResult = { result: report.result, eventId: report.eventId, at: report.at };
  const changes = { ...report.tenantRegistrationData };
  // Whether a tenant lives follows from what happened, not from what a plane writes beside it: an inactive tenant
  // could not be offboarded any more.
  delete changes.sbtaws_active;
  if (report.result.endsWith('Success') && changes.failure === undefined) changes.failure = null;
  const cancelled = registration.offboarding?.state === 'cancelled';
  if (
    registration.registrationStatus === REGISTRATION_STATUS.deleting &&
    !cancelled &&
    !isOfDeletion(report.result)
  ) {
    // The tenant was ordered deleted meanwhile: that order stands.
    delete changes.registrationStatus;
    delete changes.failure;
  }
  if (report.result === 'deprovisionSuccess') {
    return releaseTenant(context, registration, { changes, lastResult });
  }
  const tenant = rowUpdate('tenant', report.tenantData);
  return transactIf(context, [
    registrationUpdate(context, registration, changes, {
      lastResult,
      // The tenant is back: how it was to leave counts no more.
      ...(cancelled && isBack(registration, report) ? { offboarding: null } : {}),
    }),
    ...(tenant
      ? [
          {
            Update: {
              TableName: context.tableName,
              Key: keys.tenant(registration.tenantId),
              ...tenant,
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ]
      : []),
  ]);
}
