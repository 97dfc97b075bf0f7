import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';
import { isMoving, WHILE_MOVING } from '../tenant-states';
import type { Registration } from '../types';

/** While its data is retained, for days or months, nothing is about to change. */
export const isOnItsWay = ({ registrationStatus, offboarding }: Registration): boolean =>
  isMoving(registrationStatus) && !(Date.parse(offboarding?.retainUntil ?? '') > Date.now());

/** A tenant's registration, live. */
export function useRegistration(id: string) {
  const { query } = useAdminApi();
  const [whileMoving, atRest] = [usePolling(WHILE_MOVING), usePolling()];
  return query.useQuery(
    'get',
    '/tenant-registrations/{id}',
    { params: { path: { id } } },
    {
      refetchInterval: (asked) => {
        const registration = asked.state.data?.data;
        return (registration && isOnItsWay(registration) ? whileMoving : atRest)(asked);
      },
    },
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
