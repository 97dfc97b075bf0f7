import {
  type FaultRule,
  LOST_REPLY,
  type Microburst,
  SERVICES,
  serverError,
  throttle,
} from '../builders/microburst';

/** Shares of all calls to AWS that come to each harm. */
export const SHARES = { throttles: 0.15, serverErrors: 0.15, lostReplies: 0.02 };
export type Harm = keyof typeof SHARES;

/**
 * Rules that harm these shares of the calls to every service. A rule sees only what those before it let pass, so each
 * draws from what is left.
 */
export function rulesFor(shares: Record<Harm, number> = SHARES): FaultRule[] {
  const { throttles, serverErrors, lostReplies } = shares;
  return [
    ...SERVICES.map((service) => ({ service, ...throttle(service), probability: throttles })),
    ...SERVICES.map((service) => ({
      service,
      ...serverError(service),
      probability: serverErrors / (1 - throttles),
    })),
    { service: '*', ...LOST_REPLY, probability: lostReplies / (1 - throttles - serverErrors) },
  ];
}

/** What the proxy saw and did. */
export interface Fired {
  calls: number;
  harmed: Record<Harm, number>;
  byService: Record<string, { calls: number; harmed: number }>;
}

/** Reads the proxy's counters. */
export async function firedBy(proxy: Microburst): Promise<Fired> {
  const [counts, stats] = await Promise.all([proxy.counts(), proxy.stats()]);
  const harmed = { throttles: 0, serverErrors: 0, lostReplies: 0 };
  for (const { service, action, count } of counts) harmed[harmOf(service, action)] += count;
  return {
    calls: stats.requests.total,
    harmed,
    byService: Object.fromEntries(
      stats.by_service.map(({ service, requests, faulted }) => [
        service,
        { calls: requests, harmed: faulted },
      ]),
    ),
  };
}

function harmOf(service: string, action: string): Harm {
  if (action === 'response:abort') return 'lostReplies';
  return action === `error:${throttle(service).error.code}` ? 'throttles' : 'serverErrors';
}
