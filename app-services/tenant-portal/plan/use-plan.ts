import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../portal-shared/api/errors';
import { retry } from '../../portal-shared/queries/query-client';
import { useTenantApi } from '../api';
import type { Plan } from './plan';

/**
 * The plan and its use. Of all requests this alone costs nothing of the quota, and is answered when that is used up.
 * The answer allows a browser to keep it for a while, which would hide that the tenant was suspended. It is kept up to
 * date by the looks of use-looks.ts, for every page alike.
 */
export function usePlan() {
  const { fetch } = useTenantApi();
  return useQuery({
    queryKey: ['get', '/plan'],
    queryFn: async ({ signal }): Promise<Plan> => {
      const { data } = await fetch.GET('/plan', { cache: 'no-store', signal });
      return data as Plan; // a refusal was thrown
    },
    staleTime: 3_000,
    // Too many of the cell have asked at once: trying again adds to that, and the next look comes by itself.
    retry: (failures, error) =>
      !(error instanceof ApiError && error.status === 429) && retry(failures, error),
  });
}
