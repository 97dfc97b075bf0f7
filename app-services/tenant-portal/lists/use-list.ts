import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiError } from '../../portal-shared/api/errors';
import { usePolling } from '../../portal-shared/queries/use-polling';
import { useStandingSource } from '../api';
import { useStanding } from '../standing/standing';
import { type Pages, usePages } from './use-pages';

export interface PageQuery {
  limit: number;
  next_token?: string;
}

/** Asks for a page, with the client's own call of the list. */
export type AskPage<Item> = (
  query: PageQuery,
  signal: AbortSignal,
) => Promise<{ data?: Item[]; response: Response }>;

export interface Page<Item> {
  items: Item[];
  /** Token of the page after it. */
  next: string | undefined;
}

/** The header has what the body, a plain array, has no room for. */
export async function readPage<Item>(
  ask: AskPage<Item>,
  query: PageQuery,
  signal: AbortSignal,
): Promise<Page<Item>> {
  const { data = [], response } = await ask(query, signal);
  return { items: data, next: response.headers.get('x-next-token') ?? undefined };
}

const PAGE_SIZE = 25;

export interface List<Item> {
  page: Page<Item> | undefined;
  pages: Pages;
  loading: boolean;
  /** There is nothing to show instead. */
  error: unknown;
  retry: () => void;
}

/** The page of a list that the address names, kept up to date. */
export function useList<Item>(path: '/products' | '/orders' | '/users', ask: AskPage<Item>): List<Item> {
  const pages = usePages();
  const { status } = useStanding(useStandingSource());
  // Each look counts against the plan: one a second would use up the day's quota. None while it is used up.
  const pace = usePolling(status === 'limited' ? false : { fastestMs: 10_000, slowestMs: 120_000 });
  const query = { limit: PAGE_SIZE, ...(pages.from && { next_token: pages.from }) };
  const list = useQuery({
    queryKey: ['get', path, { params: { query } }],
    queryFn: ({ signal }) => readPage(ask, query, signal),
    refetchInterval: pace,
    placeholderData: keepPreviousData,
  });
  const { error, data } = list;
  const outdated = pages.from && error instanceof ApiError && error.status === 400;
  return {
    page: data,
    pages,
    loading: list.isPending || list.isPlaceholderData,
    error: error && (!data || list.isPlaceholderData) ? error : undefined,
    retry: () => (outdated ? pages.goTo(1) : void list.refetch()),
  };
}
