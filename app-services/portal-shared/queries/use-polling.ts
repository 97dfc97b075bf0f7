import { useRef } from 'react';

export interface Pace {
  /** While something changes. @default 1000 */
  fastestMs?: number;
  /** What it slows down to while nothing does. @default 15000 */
  slowestMs?: number;
}

/** Answers alike before polling slows; then each gap is half as long again as the last. */
const PATIENCE = 5;

/** Milliseconds until the next look, after so many looks that found nothing new. */
export const gap = (unchanged: number, { fastestMs = 1_000, slowestMs = 15_000 }: Pace = {}): number =>
  Math.min(slowestMs, Math.round(fastestMs * 1.5 ** Math.max(0, unchanged - PATIENCE)));

/** What it reads of a query; TanStack Query's own type would fix the types of data and error. */
interface Looked {
  state: { data?: unknown; dataUpdateCount: number; errorUpdateCount: number };
}

/**
 * A `refetchInterval` for useQuery: quick while answers differ, slower while they do not or fail. TanStack Query
 * keeps an answer's identity when it equals the last one, and does not poll while the tab is hidden or offline.
 *
 * @param pace false stops it, for what cannot change any more
 */
export function usePolling(pace: Pace | false = {}): (query: Looked) => number | false {
  const last = useRef<{ looks: number; data: unknown; unchanged: number }>(undefined);
  return ({ state }) => {
    if (pace === false) return false;
    const looks = state.dataUpdateCount + state.errorUpdateCount;
    const before = last.current;
    // Called at every render too: only a new answer counts.
    if (before?.looks !== looks) {
      const same = before !== undefined && before.data === state.data;
      last.current = { looks, data: state.data, unchanged: same ? before.unchanged + 1 : 0 };
    }
    return gap(last.current?.unchanged ?? 0, pace);
  };
}
