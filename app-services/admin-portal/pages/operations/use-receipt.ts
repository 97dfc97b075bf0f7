import { useAdminApi } from '../../api';

/** A registration with its receipt, and the tenant that it was of. */
export function useReceipt(tenantRegistrationId: string) {
  const { query } = useAdminApi();
  const registration = query.useQuery('get', '/tenant-registrations/{id}', {
    params: { path: { id: tenantRegistrationId } },
  });
  const { tenantId = '', receipt } = registration.data?.data ?? {};
  const tenant = query.useQuery(
    'get',
    '/tenants/{id}',
    { params: { path: { id: tenantId } } },
    { enabled: tenantId !== '' },
  );
  return {
    registration: registration.data?.data,
    tenant: tenant.data?.data,
    receipt,
    error: registration.error ?? tenant.error,
    isError: registration.isError || tenant.isError,
    refetch: () => void (registration.isError ? registration : tenant).refetch(),
  };
}
