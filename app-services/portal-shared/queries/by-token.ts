/** Options of useInfiniteQuery for a list that hands out tokens. A first page of undefined would be asked for as 0. */
export const byToken = {
  pageParamName: 'next_token',
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_token }: { next_token?: string }) => next_token,
};
