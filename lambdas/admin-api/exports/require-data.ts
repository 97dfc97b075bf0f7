import type { Registration } from '../../shared/contracts/registry-items';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration } from '../../shared/registry/registrations';
import { ExportFailedError, NothingToExportError } from './errors';

/** @throws NothingToExportError for a tenant that is deleted, or whose data is being deleted */
export function requireData({ sbtaws_active, offboarding }: Registration): void {
  const kept = offboarding?.exportName
    ? `; its last export is GET /tenant-registrations/{id}/exports/${offboarding.exportName}`
    : '';
  if (!sbtaws_active) throw new NothingToExportError(`the tenant is deleted${kept}`);
  // Half of the data would look like all of it.
  if (offboarding?.state === 'removing')
    throw new NothingToExportError(`the tenant's data is being deleted${kept}`);
}

/**
 * An export may fail because the data that it reads is deleted meanwhile: then it cannot be ordered again. Registry:
 * GetItem (registration), after a failure.
 *
 * @throws NothingToExportError in place of ExportFailedError
 */
export async function whileThereIsData<T>(
  registry: RegistryContext,
  registrationId: string,
  look: () => Promise<T>,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const now = error instanceof ExportFailedError && (await getRegistration(registry, registrationId));
    if (now) requireData(now);
    throw error;
  }
}
