import { useInfiniteQuery } from '@tanstack/react-query';
import { useTenantApi } from '../../api';
import type { Product } from '../../items/use-item';
import { readPage } from '../../lists/use-list';

/** Products to choose from, a hundred at a time: as many more as somebody scrolls for. */
export function useCatalogue() {
  const { fetch } = useTenantApi();
  const catalogue = useInfiniteQuery({
    queryKey: ['get', '/products', 'catalogue'],
    queryFn: ({ pageParam, signal }) =>
      readPage<Product>(
        (query) => fetch.GET('/products', { params: { query }, signal }),
        { limit: 100, ...(pageParam && { next_token: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 60_000,
  });
  const products = catalogue.data?.pages.flatMap(({ items }) => items) ?? [];
  const { isFetching, isError, hasNextPage } = catalogue;
  return {
    products,
    /** As Cloudscape's selects say it. */
    statusType: isFetching
      ? ('loading' as const)
      : isError
        ? ('error' as const)
        : hasNextPage
          ? ('pending' as const)
          : ('finished' as const),
    error: catalogue.error,
    isEmpty: catalogue.isSuccess && products.length === 0,
    loadMore() {
      if (isFetching) return;
      if (catalogue.data && hasNextPage) void catalogue.fetchNextPage();
      else if (isError) void catalogue.refetch();
    },
  };
}

export type Catalogue = ReturnType<typeof useCatalogue>;
