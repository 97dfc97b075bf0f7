import { createContext, type ReactNode, useContext } from 'react';
import type { Api } from '../portal-shared/api/client';
import { useApi } from '../portal-shared/session/use-api';
import type { paths } from './openapi-types';

export type AdminApi = Api<paths>;

const AdminApiContext = createContext<AdminApi | undefined>(undefined);

/** The Admin API with the operator's session. */
export function AdminApiProvider({ url, children }: { url: string; children: ReactNode }) {
  const api = useApi<paths>(url, 'access');
  return <AdminApiContext value={api}>{children}</AdminApiContext>;
}

export function useAdminApi(): AdminApi {
  const api = useContext(AdminApiContext);
  if (!api) throw new Error('useAdminApi needs an AdminApiProvider above');
  return api;
}
