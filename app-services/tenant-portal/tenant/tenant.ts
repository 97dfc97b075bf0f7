import { createApi } from '../../portal-shared/api/client';
import { ApiError } from '../../portal-shared/api/errors';
import type { paths } from './openapi-types';

type TenantConfig =
  paths['/tenant-config/{tenantName}']['get']['responses'][200]['content']['application/json'];

/** Where a tenant's users sign in and call. */
export interface Tenant extends TenantConfig {
  name: string;
}

/** The tenant of that name, or undefined when there is none (or it is suspended). */
export async function findTenant(adminApiUrl: string, name: string): Promise<Tenant | undefined> {
  const api = createApi<paths>(adminApiUrl);
  try {
    const { data } = await api.fetch.GET('/tenant-config/{tenantName}', {
      params: { path: { tenantName: name } },
    });
    return data && { ...data, name };
  } catch (error) {
    // 400 is what a text gets that could be no tenant's name.
    if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  }
}

const KEY = 'tenant';

/** The tab's tenant: from a link (`?tenant=corner-bakery`), else the one chosen before. */
export const rememberedTenant = (): string | undefined =>
  new URLSearchParams(window.location.search).get('tenant') ?? sessionStorage.getItem(KEY) ?? undefined;

export function rememberTenant(name: string | undefined): void {
  if (name) sessionStorage.setItem(KEY, name);
  else sessionStorage.removeItem(KEY);
}
