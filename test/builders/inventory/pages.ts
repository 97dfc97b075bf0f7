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

/** Items in groups, for what tells of some at once. */
export const inGroupsOf = <Item>(size: number, items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
