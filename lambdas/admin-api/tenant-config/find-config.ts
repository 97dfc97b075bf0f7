import * as z from 'zod';
import { type TenantConfig, tenantConfigSchema } from '../../shared/contracts/admin-api-responses';
import { REGISTRATION_STATUS, type Tenant } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenant, getTenantByName } from '../../shared/registry/registrations';

/** Another plane may tell more in its configuration; these three are what a login page needs. */
const storedConfigSchema = z.object(tenantConfigSchema.shape);

/**
 * What a login page needs of a tenant. Anybody may ask, so one answer stands for unknown, not yet provisioned,
 * on its way out and deleted.
 * @throws NotFoundError
 */
export async function findConfig(
  registry: RegistryContext,
  by: { tenantName: string } | { tenantId: string },
): Promise<TenantConfig> {
  const tenant =
    'tenantName' in by
      ? await getTenantByName(registry, by.tenantName)
      : await getTenant(registry, by.tenantId);
  const config = tenant && (await servedConfig(registry, tenant));
  if (!config) throw new NotFoundError('Tenant not found');
  return config;
}

async function servedConfig(registry: RegistryContext, tenant: Tenant): Promise<TenantConfig | undefined> {
  if (!tenant.tenantConfig) return undefined;
  const registration = await getRegistration(registry, tenant.tenantRegistrationId);
  const served =
    registration?.sbtaws_active && registration.registrationStatus !== REGISTRATION_STATUS.deleting;
  return served ? readConfig(tenant.tenantConfig) : undefined;
}

function readConfig(text: string): TenantConfig | undefined {
  try {
    return storedConfigSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    // Written by an application plane that is not ours: not a configuration a login page could use.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
