import type { TokenPage } from './page-at';

/**
 * A page of a list whose API gives what it found in some time: short pages, even empty ones, that are not the last. It
 * is gone on to the next until there are as many rows as asked for, or the list ends.
 */
export async function fullPage<Row>(
  ask: (limit: number, token?: string) => Promise<TokenPage<Row>>,
  size: number,
  from?: string,
): Promise<TokenPage<Row>> {
  const rows: Row[] = [];
  let token = from;
  do {
    const { data, next_token } = await ask(size - rows.length, token);
    rows.push(...data);
    token = next_token;
  } while (token !== undefined && rows.length < size);
  return { data: rows, ...(token !== undefined && { next_token: token }) };
}
