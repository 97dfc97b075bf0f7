import { type Failure, REGISTRATION_STATUS, type Registration } from '../contracts/registry-items';
import { ConflictError, FootprintRemainsError } from '../errors';
import type { RegistryContext } from './client';
import { readLedger } from './ledger';

/** Statuses under which a tenant is on its way out. */
const LEAVING: readonly string[] = [REGISTRATION_STATUS.deleting, REGISTRATION_STATUS.failedToDeprovision];

/**
 * Holds the report that a tenant's footprint is gone against our ledger, which is closed before our own workflow reports
 * so. Another application plane keeps no ledger here: there is nothing to hold against its word.
 *
 * @returns undefined when nothing contradicts it; of a tenant that leaves, the failure that is true instead
 * @throws ConflictError for a tenant that nobody has ordered deleted: it must go on as it is
 */
export async function contradictionOf(
  context: RegistryContext,
  { tenantId, tenantRegistrationId, registrationStatus, receipt }: Registration,
): Promise<Failure | undefined> {
  const left = (await readLedger(context, tenantId)).filter(({ state }) => state !== 'deleted');
  if (left.length === 0) return undefined;
  const { name, message } = new FootprintRemainsError(left);
  if (!LEAVING.includes(registrationStatus)) {
    throw new ConflictError(
      `tenantRegistrationId: "${tenantRegistrationId}" is "${registrationStatus}" and cannot be reported as gone: ${message}`,
    );
  }
  return {
    state: 'Complete the offboarding',
    error: name,
    cause: message,
    executionArn: receipt?.executionArn ?? '',
  };
}
