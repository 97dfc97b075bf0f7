import { useAdminApi } from './api';

/** Roles change seldom, and the API asks the pool at every request: this decides what is shown alone. */
const ASKED_EVERY_MS = 60_000;

/** Who is signed in, and whether they may change anything: a CustomerSupport may look only. */
export function useOperator() {
  const { query } = useAdminApi();
  const asked = query.useQuery(
    'get',
    '/me',
    {},
    { staleTime: ASKED_EVERY_MS, refetchInterval: ASKED_EVERY_MS },
  );
  const me = asked.data?.data;
  return {
    mayAct: me?.may.write ?? false,
    name: me?.userName,
    role: me?.userRole,
    /** The API could not be asked: nobody may act, for the time being. */
    unknown: asked.isLoadingError,
    askAgain: asked.refetch,
  };
}
