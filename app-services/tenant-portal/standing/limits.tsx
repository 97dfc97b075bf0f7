import Box from '@cloudscape-design/components/box';
import { useEffect, useState } from 'react';
import { duration, number, time } from '../../portal-shared/format/locale';
import { TIER_NAMES } from '../../portal-shared/format/text';
import type { Plan } from '../plan/plan';
import { usePlan } from '../plan/use-plan';
import type { State } from './standing';

export type Limit = Extract<State, { status: 'limited' }>;

export const limitTitle = ({ by }: Limit): string =>
  by === 'quota' ? 'Today’s requests are used up' : 'Too many requests at once';

/** What of the plan is used up, for the whole organisation. */
export function limitReason({ by, until }: Limit, plan?: Plan['plan']): string {
  if (by === 'rate') {
    return plan
      ? `The ${TIER_NAMES[plan.tier]} plan of your organisation allows ${number(plan.rateLimit)} requests a second.`
      : 'The plan of your organisation does not allow that many a second.';
  }
  const all = plan ? `all ${number(plan.quotaPerDay)} requests` : 'all requests';
  return `Your organisation has made ${all} that its plan allows a day. The next day begins at ${time(until)}.`;
}

function useNow(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= until) clearInterval(timer);
    }, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return now;
}

/** "Try again in 12 s", by the second. */
export function Countdown({ until }: { until: number }) {
  const now = useNow(until);
  const seconds = Math.ceil((until - now) / 1_000);
  return (
    <Box variant="strong" color="inherit">
      {/* Whole numbers: tenths of a second would only flicker. */}
      {seconds > 0 ? `Try again in ${seconds < 10 ? `${seconds} s` : duration(seconds)}.` : 'Try again now.'}
    </Box>
  );
}

/** A reached limit in words, with the time to wait. */
export function LimitText({ limit }: { limit: Limit }) {
  const { data } = usePlan();
  return (
    <>
      {limitReason(limit, data?.plan)} <Countdown until={limit.until} />
    </>
  );
}
