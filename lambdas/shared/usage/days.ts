const DAY_MS = 86_400_000;

/** The day of an instant in UTC, by which plans count: 2026-03-01. */
export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** The last days, oldest first, today last. */
export const lastDays = (today: Date, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    dayOf(new Date(today.getTime() - (count - 1 - index) * DAY_MS)),
  );

/** When the quota of an instant's day begins anew. */
export const midnightAfter = (instant: Date): string =>
  new Date(Date.parse(dayOf(instant)) + DAY_MS).toISOString();
