import type { Footprint } from '../types';

export type Resource = Footprint['resources'][number];

/** The resources that hold a text, by one of their columns. */
export function matching(
  resources: readonly Resource[],
  text: string,
  sorting?: { by: keyof Resource; descending: boolean },
): Resource[] {
  const sought = text.trim().toLowerCase();
  const found = resources.filter(({ type, name, arn = '', state }) =>
    `${type} ${name} ${arn} ${state}`.toLowerCase().includes(sought),
  );
  if (!sorting) return found;
  const { by, descending } = sorting;
  const ascending = found.sort((a, b) => String(a[by] ?? '').localeCompare(String(b[by] ?? '')));
  return descending ? ascending.reverse() : ascending;
}
