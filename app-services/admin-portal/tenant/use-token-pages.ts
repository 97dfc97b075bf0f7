import { useState } from 'react';

/** Where a list is read page by page: each page tells with its token where the next begins. */
export function useTokenPages() {
  /** Where each page begins that was seen so far. */
  const [tokens, setTokens] = useState<(string | undefined)[]>([undefined]);
  const [page, setPage] = useState(0);
  return {
    token: tokens[page],
    /** @param next token of the page after the one that is shown */
    pagesWith: (next: string | undefined): TokenPages => ({
      page,
      pages: Math.max(tokens.length, page + (next ? 2 : 1)),
      turnTo(target) {
        if (target > page && next) setTokens((known) => [...known.slice(0, page + 1), next]);
        setPage(target);
      },
    }),
    /** Begins anew, for a token that leads nowhere any more. */
    restart() {
      setTokens([undefined]);
      setPage(0);
    },
  };
}

export interface TokenPages {
  /** The one that is shown; the first is 0. */
  page: number;
  /** How many are known to be there. */
  pages: number;
  turnTo(target: number): void;
}
