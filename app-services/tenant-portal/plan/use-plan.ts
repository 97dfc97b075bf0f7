import { useQuery } from '@tanstack/react-query';
import { useTenantApi } from '../api';
import type { Plan } from './plan';

/**
 * The plan and its use. Of all requests this alone costs nothing of the quota, and is answered when that is used up.
 * The answer allows a browser to keep it for a while, which would hide that the tenant was suspended.
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
    refetchInterval: 30_000,
  });
}
