import type { Exported } from '../../shared/contracts/export';

/** A page of what is exported, and where the next begins; absent on the last. */
export interface SourcePage {
  rows: unknown[];
  next?: string;
}

/** Something that is read page by page, in the same order each time. */
export interface Source {
  table: Exported;
  /** @throws StalePlaceError when `from` leads nowhere any more */
  read: (from?: string) => Promise<SourcePage>;
}

/** Bytes that begin no further page: with that page, of 1 MB at most, and the copy that is sent, 20 MB of memory. */
const FULL = 8 * 1024 * 1024;

/** Pages of a source as lines, until they fill an object, time is up, or there are no more. */
export async function readLines(
  source: Source,
  from: string | undefined,
  mayGoOn: () => boolean,
): Promise<{ lines: string[]; next?: string }> {
  const lines: string[] = [];
  let bytes = 0;
  let next = from;
  do {
    const page = await source.read(next);
    for (const row of page.rows) {
      const line = `${JSON.stringify(row)}\n`;
      bytes += line.length;
      lines.push(line);
    }
    next = page.next;
  } while (next !== undefined && bytes < FULL && mayGoOn());
  return { lines, ...(next === undefined ? {} : { next }) };
}
