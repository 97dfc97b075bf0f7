/**
 * What `load` answered, for as long as it is worth: callers at the same time share one answer, and those within `ms`
 * after it. A failure is not remembered.
 */
export function remember<T>(
  ms: number,
  load: () => Promise<T>,
  now: () => number = Date.now,
): () => Promise<T> {
  let former: { answer: Promise<T>; until: number } | undefined;
  return () => {
    if (former && now() < former.until) return former.answer;
    const answer = load();
    const mine = { answer, until: Number.POSITIVE_INFINITY };
    former = mine;
    answer.then(
      () => {
        mine.until = now() + ms;
      },
      () => {
        if (former === mine) former = undefined;
      },
    );
    return answer;
  };
}
