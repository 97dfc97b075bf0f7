import { useLocation, useSearchParams } from 'react-router';

/** Where one is in a list whose pages are known one after the other: each names the token of the next. */
export interface Pages {
  /** Token of the page; undefined for the first. */
  from: string | undefined;
  /** Counted from 1. */
  index: number;
  /** @param next token of the page after the present one */
  goTo(index: number, next?: string): void;
}

/**
 * The page in the address, so that a form's "back" and a reload lead to it again; the pages before it in the history's
 * entry. Who comes by a link knows none of those: before such a page is the first.
 */
export function usePages(): Pages {
  const [address, setAddress] = useSearchParams();
  const { state } = useLocation();
  const from = address.get('from') ?? undefined;
  const before: string[] = from && Array.isArray(state?.before) ? state.before : [];
  const tokens = from ? [...before, from] : [];
  return {
    from,
    index: tokens.length + 1,
    goTo(index, next) {
      // The first page has no token: that of page 2 is tokens[0].
      const wanted = index > tokens.length + 1 && next ? [...tokens, next] : tokens.slice(0, index - 1);
      const token = wanted.at(-1);
      setAddress(token ? { from: token } : {}, { state: { before: wanted.slice(0, -1) } });
    },
  };
}
