import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';

const PAGE = 10;

/** A tenant's executions, newest first, page by page: the API tells with each page where the next begins. */
export function useExecutions(id: string) {
  const { query } = useAdminApi();
  /** Where each page begins that was seen so far. */
  const [tokens, setTokens] = useState<(string | undefined)[]>([undefined]);
  const [page, setPage] = useState(0);
  const token = tokens[page];
  const asked = query.useQuery(
    'get',
    '/tenant-registrations/{id}/executions',
    { params: { path: { id }, query: { limit: PAGE, ...(token && { next_token: token }) } } },
    { refetchInterval: usePolling(), placeholderData: keepPreviousData },
  );
  const next = asked.data?.next_token;
  return {
    asked,
    page,
    /** How many pages are known to be there. */
    pages: Math.max(tokens.length, page + (next ? 2 : 1)),
    turnTo(target: number) {
      if (target > page && next) setTokens((known) => [...known.slice(0, page + 1), next]);
      setPage(target);
    },
  };
}
