import { keepPreviousData } from '@tanstack/react-query';
import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';
import { useTokenPages } from './use-token-pages';

const PAGE = 10;

/** A tenant's executions, newest first, page by page. */
export function useExecutions(id: string) {
  const { query } = useAdminApi();
  const { token, pagesWith } = useTokenPages();
  const asked = query.useQuery(
    'get',
    '/tenant-registrations/{id}/executions',
    { params: { path: { id }, query: { limit: PAGE, ...(token && { next_token: token }) } } },
    { refetchInterval: usePolling(), placeholderData: keepPreviousData },
  );
  return { asked, pages: pagesWith(asked.data?.next_token) };
}
