import { useEffect, useRef } from 'react';
import { ApiError } from '../../portal-shared/api/errors';
import { useStandingSource } from '../api';
import { usePlan } from '../plan/use-plan';

/** A little more than the gateway remembers whom it admits (3 s): each look is decided anew. */
export const LOOK_MS = 3_200;
/** How long after the last key or touch somebody still looks at the page. */
export const IN_USE_MS = 60_000;
/** After a look that failed. */
const FAILED_MS = 15_000;
/** While nobody uses the page; from then on half as long as that has been so. */
const IDLE_MS = { fastest: 30_000, slowest: 300_000 };
const TICK_MS = 400;

/** Until the next look, in a page that has not been used for so long. */
export function lookGap(unusedMs: number, failed: boolean): number {
  if (unusedMs < IN_USE_MS) return failed ? FAILED_MS : LOOK_MS;
  return Math.min(IDLE_MS.slowest, Math.max(IDLE_MS.fastest, unusedMs / 2));
}

const SIGNS_OF_USE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

/**
 * Sees within seconds that the tenant was suspended, or may go on, as long as somebody uses the page; then ever more
 * seldom, and not at all while it is hidden. It asks for the plan, which costs nothing of the quota but of which all
 * tenants of a cell may ask 20 times a second, and only when no other answer has told as much meanwhile.
 */
export function useLooks(): void {
  const standing = useStandingSource();
  const plan = usePlan();
  const failed = plan.isError && !(plan.error instanceof ApiError && plan.error.status === 403);
  const latest = useRef({ plan, failed });
  useEffect(() => {
    latest.current = { plan, failed };
  });

  useEffect(() => {
    let usedAt = Date.now();
    let lookedAt = 0;
    const used = () => {
      usedAt = Date.now();
    };
    for (const sign of SIGNS_OF_USE) window.addEventListener(sign, used, { passive: true });
    const timer = setInterval(() => {
      const now = Date.now();
      if (document.visibilityState !== 'visible') return;
      const wait = lookGap(now - usedAt, latest.current.failed);
      if (now - Math.max(standing.heardAt, lookedAt) < wait) return;
      lookedAt = now;
      void latest.current.plan.refetch({ cancelRefetch: false });
    }, TICK_MS);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS_OF_USE) window.removeEventListener(sign, used);
    };
  }, [standing]);

  const remaining = plan.data?.today.remaining;
  const answeredAt = plan.dataUpdatedAt;
  useEffect(() => {
    if (remaining !== undefined && answeredAt) standing.heardOfQuota(remaining);
  }, [standing, remaining, answeredAt]);
}
