import { byToken } from '../../../portal-shared/queries/by-token';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { useAdminApi } from '../../api';

/** The most that Cognito lists at once. */
const PAGE_SIZE = 60;
/** Cognito's lists are slow and limited; operators change seldom. */
const PACE = { fastestMs: 5_000, slowestMs: 60_000 };

export function useOperators() {
  const { query } = useAdminApi();
  const operators = query.useInfiniteQuery(
    'get',
    '/users',
    { params: { query: { limit: PAGE_SIZE } } },
    { ...byToken, refetchInterval: usePolling(PACE) },
  );
  return { operators, rows: operators.data?.pages.flatMap(({ data }) => data) ?? [] };
}
