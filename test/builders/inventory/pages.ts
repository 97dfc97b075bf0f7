/** Every item of every page: a list that ends with its first page hides what comes after. */
export async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  of: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(of(page) ?? []));
  return items;
}

/** What is asked of each item, in one list. */
export const ofEach = async <Item, Line>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Line[]>,
): Promise<Line[]> => (await Promise.all(items.map(ask))).flat();
