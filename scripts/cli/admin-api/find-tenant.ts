import { notFound } from '../failure';
import type { AdminApi } from './client';
import type { TenantRow } from './types';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * A tenant by its name, its id or its registration's id. Names first, except for what looks like a generated id.
 * A name may have had several owners: the live one is meant, else the last.
 * @throws CliFailure with exit code 5 when there is none
 */
export async function findTenant(api: AdminApi, reference: string): Promise<TenantRow> {
  const lookUps = UUID.test(reference) ? [byId, byName] : [byName, byId];
  for (const lookUp of lookUps) {
    const row = await lookUp(api, reference);
    if (row) return row;
  }
  throw notFound(`no tenant has the name or id "${reference}"`, 'saas tenant list shows all of them');
}

async function byId(api: AdminApi, id: string): Promise<TenantRow | undefined> {
  const tenant = await api.findTenant(id);
  if (tenant) return tenant;
  const registration = await api.findRegistration(id);
  return registration && api.findTenant(registration.tenantId);
}

async function byName(api: AdminApi, name: string): Promise<TenantRow | undefined> {
  let last: TenantRow | undefined;
  for await (const row of api.tenants()) {
    if (row.tenantName !== name) continue;
    if (row.sbtaws_active) return row;
    last = row;
  }
  return last;
}
