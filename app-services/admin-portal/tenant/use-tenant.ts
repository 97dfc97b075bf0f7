import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';

/** A tenant's registration, live. */
export function useRegistration(id: string) {
  const { query } = useAdminApi();
  return query.useQuery(
    'get',
    '/tenant-registrations/{id}',
    { params: { path: { id } } },
    { refetchInterval: usePolling() },
  );
}

/** What a tenant has, and where it is reached, live. */
export function useFootprint(id: string) {
  const { query } = useAdminApi();
  return query.useQuery(
    'get',
    '/tenant-registrations/{id}/footprint',
    { params: { path: { id } } },
    { refetchInterval: usePolling() },
  );
}

/** A tenant's name, which never changes. */
export function useTenantName(id: string): string | undefined {
  const { query } = useAdminApi();
  const { data } = query.useQuery(
    'get',
    '/tenant-registrations/{id}/footprint',
    { params: { path: { id } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  return data?.data.tenantName;
}
