import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { type Api, createApi } from '../portal-shared/api/client';
import { useSession } from '../portal-shared/session/session';
import type { paths } from './openapi-types';

export type AdminApi = Api<paths>;

const AdminApiContext = createContext<AdminApi | undefined>(undefined);

/** The Admin API with the operator's session. */
export function AdminApiProvider({ url, children }: { url: string; children: ReactNode }) {
  const session = useSession();
  const latest = useRef(session);
  useEffect(() => {
    latest.current = session;
  }, [session]);
  const [api] = useState(() => createApi<paths>(url, (renew) => latest.current.token('access', renew)));
  return <AdminApiContext value={api}>{children}</AdminApiContext>;
}

export function useAdminApi(): AdminApi {
  const api = useContext(AdminApiContext);
  if (!api) throw new Error('useAdminApi needs an AdminApiProvider above');
  return api;
}
