import { useAdminApi } from './api';

/** Roles change seldom, and the API asks the pool at every request: this decides what is shown alone. */
const STALE_MS = 60_000;

/** Who is signed in, and whether they may change anything: a CustomerSupport may look only. */
export function useOperator(): { mayAct: boolean; name?: string; role?: string } {
  const { query } = useAdminApi();
  const me = query.useQuery('get', '/me', {}, { staleTime: STALE_MS }).data?.data;
  return { mayAct: me?.may.write ?? false, name: me?.userName, role: me?.userRole };
}
