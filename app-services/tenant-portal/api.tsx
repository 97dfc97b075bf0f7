import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { type Api, createApi } from '../portal-shared/api/client';
import { useSession } from '../portal-shared/session/session';
import type { paths } from './openapi-types';
import type { Tenant } from './tenant/tenant';

export interface TenantContext {
  tenant: Tenant;
  api: Api<paths>;
}

const Context = createContext<TenantContext | undefined>(undefined);

/** The tenant's own API with its user's session. */
export function TenantApiProvider({ tenant, children }: { tenant: Tenant; children: ReactNode }) {
  const session = useSession();
  const latest = useRef(session);
  useEffect(() => {
    latest.current = session;
  }, [session]);
  const [value] = useState(() => ({
    tenant,
    api: createApi<paths>(tenant.apiGatewayUrl, (renew) => latest.current.token('id', renew)),
  }));
  return <Context value={value}>{children}</Context>;
}

function useTenantContext(): TenantContext {
  const context = useContext(Context);
  if (!context) throw new Error('this needs a TenantApiProvider above');
  return context;
}

export const useTenantApi = (): Api<paths> => useTenantContext().api;
export const useTenant = (): Tenant => useTenantContext().tenant;
