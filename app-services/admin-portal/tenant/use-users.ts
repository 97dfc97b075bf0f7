import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiError } from '../../portal-shared/api/errors';
import { fullPage } from '../../portal-shared/queries/full-page';
import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';
import type { TenantUser } from '../types';
import { useTokenPages } from './use-token-pages';

const PAGE = 10;
/** A look may read a large shared pool, and Cognito limits its lists; users change seldom. */
const PACE = { fastestMs: 15_000, slowestMs: 120_000 };

/** Who may sign in for a tenant, page by page. */
export function useUsers(id: string) {
  const api = useAdminApi();
  const { token, pagesWith, restart } = useTokenPages();
  const ask = (signal: AbortSignal) => async (limit: number, next_token?: string) => {
    const params = { path: { id }, query: { limit, ...(next_token && { next_token }) } };
    const { data } = await api.fetch.GET('/tenant-registrations/{id}/users', { params, signal });
    return data as { data: TenantUser[]; next_token?: string };
  };
  const asked = useQuery({
    queryKey: ['get', '/tenant-registrations/{id}/users', { id, token }],
    queryFn: ({ signal }) => fullPage(ask(signal), PAGE, token),
    refetchInterval: usePolling(PACE),
    placeholderData: keepPreviousData,
  });
  const { error } = asked;
  const outdated = token !== undefined && error instanceof ApiError && error.status === 400;
  return {
    asked,
    pages: pagesWith(asked.data?.next_token),
    retry: () => (outdated ? restart() : void asked.refetch()),
  };
}
