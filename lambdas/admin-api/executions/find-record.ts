import type { ExecutionRecord } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { findExecution } from '../../shared/registry/executions';
import { getRegistration } from '../../shared/registry/registrations';

/**
 * The execution of that name of the tenant of that registration.
 * @throws NotFoundError for an unknown registration, and for an execution that is not this tenant's
 */
export async function findRecord(
  registry: RegistryContext,
  registrationId: string,
  name: string,
): Promise<ExecutionRecord> {
  const registration = await getRegistration(registry, registrationId);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  const record = await findExecution(registry, registration.tenantId, name);
  if (!record) throw new NotFoundError('Execution not found');
  return record;
}
