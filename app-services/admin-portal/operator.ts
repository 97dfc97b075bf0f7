import { useAdminApi } from './api';

/** A role that somebody is given or loses counts within a minute. */
const STALE_MS = 60_000;

/** Who is signed in, as the API knows them. Pages offer what it admits; nothing is offered before it has answered. */
export function useOperator(): { mayAct: boolean; role?: 'SystemAdmin' | 'CustomerSupport' } {
  const { query } = useAdminApi();
  const { data } = query.useQuery('get', '/me', {}, { staleTime: STALE_MS });
  return { mayAct: data?.data.may.write ?? false, role: data?.data.userRole };
}
