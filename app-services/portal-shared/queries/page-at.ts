/** A page of a list that hands out tokens. `total` counts all pages. */
export interface TokenPage<Row> {
  data: Row[];
  next_token?: string;
  total?: number;
}

/** Where a list can be continued: its tokens by the number of rows before them. */
export type KnownTokens = Map<number, string>;

/** The most that an API gives at once. */
const MOST = 100;

/**
 * The rows from `offset` on. A token leads from one page to the next alone: what is not known yet is walked to in the
 * largest steps there are, ten requests for the last page of 1,000 rows. Each answer renews the next page's token, so
 * that a row which has moved to the next page is found there.
 *
 * @returns no rows where the list ends before
 */
export async function pageAt<Row>(
  ask: (limit: number, token?: string) => Promise<TokenPage<Row>>,
  known: KnownTokens,
  offset: number,
  size: number,
): Promise<TokenPage<Row>> {
  let at = Math.max(0, ...[...known.keys()].filter((rows) => rows <= offset));
  while (at < offset) {
    const step = Math.min(MOST, offset - at);
    const { next_token, total } = await ask(step, known.get(at));
    if (!next_token) return { data: [], total };
    at += step;
    known.set(at, next_token);
  }
  const page = await ask(size, known.get(offset));
  if (page.next_token) known.set(offset + size, page.next_token);
  else known.delete(offset + size);
  return page;
}
