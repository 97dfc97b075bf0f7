import type { Seeded } from './requests/seeded';

/** As many as asked, one of each group in turn until none is left; the seed decides which. */
export function evenly<T>(
  all: readonly T[],
  groupOf: (one: T) => string,
  random: Seeded,
  count: number,
): T[] {
  const groups = new Map<string, T[]>();
  for (const candidate of random.shuffled(all)) {
    const group = groups.get(groupOf(candidate));
    if (group) group.push(candidate);
    else groups.set(groupOf(candidate), [candidate]);
  }
  let left = random.shuffled([...groups.values()]);
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0) {
    for (const group of left) {
      const next = group.pop();
      if (next !== undefined && chosen.length < count) chosen.push(next);
    }
    left = left.filter((group) => group.length > 0);
  }
  return chosen;
}
