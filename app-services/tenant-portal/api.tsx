import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Api } from '../portal-shared/api/client';
import { useApi } from '../portal-shared/session/use-api';
import type { paths } from './openapi-types';
import { Standing } from './standing/standing';
import type { Tenant } from './tenant/tenant';

export type TenantApi = Api<paths>;

export interface TenantContext {
  tenant: Tenant;
  api: TenantApi;
  standing: Standing;
}

const Context = createContext<TenantContext | undefined>(undefined);

/** The tenant's own API with its user's session, and how the tenant stands with it. */
export function TenantApiProvider({ tenant, children }: { tenant: Tenant; children: ReactNode }) {
  const api = useApi<paths>(tenant.apiGatewayUrl, 'id');
  const [value] = useState(() => {
    const standing = new Standing();
    api.fetch.use({
      onResponse: ({ response, schemaPath }) => standing.heard(response, { metered: schemaPath !== '/plan' }),
    });
    return { tenant, api, standing };
  });
  return <Context value={value}>{children}</Context>;
}

function useTenantContext(): TenantContext {
  const context = useContext(Context);
  if (!context) throw new Error('this needs a TenantApiProvider above');
  return context;
}

export const useTenantApi = (): TenantApi => useTenantContext().api;
export const useTenant = (): Tenant => useTenantContext().tenant;
export const useStandingSource = (): Standing => useTenantContext().standing;
