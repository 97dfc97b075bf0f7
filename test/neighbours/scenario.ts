import { setMaxListeners } from 'node:events';
import { percentilesOf } from '../../scripts/bench/onboarding/report';
import type { TenantClient } from '../builders/product';
import { type Noise, noisyTenant } from './noise';
import { load, type Sending, type Sent } from './sender';

/** Others' p99 beside the noisy tenant may be this much of what it is without. */
const MOST_RATIO = 1.1;
/** Of its plan's requests a second, what a tenant within its plan sends. */
const WITHIN = 0.5;
const TIMES_ITS_PLAN = 10;
/** With less than this of its plan it was not noisy: the machine did not keep up with it, and little is shown. */
const LEAST_TIMES = 9;

export interface Neighbour {
  client: TenantClient;
  /** Requests a second that its plan allows. */
  plan: number;
}

export interface Measured {
  requests: number;
  errors: number;
  p50: number;
  p99: number;
}

export interface Figures {
  name: string;
  rounds: number;
  without: Measured;
  beside: Measured;
  /** p99 beside the noisy tenant / p99 without. */
  ratio: number;
  /** How often the noisy tenant got which answer. */
  noisy: Record<string, number>;
  /** Requests a second that it sent / those of its plan. */
  timesItsPlan: number;
  problems: string[];
}

const urlOf = ({ client }: Neighbour): string => `${client.tenant.apiGatewayUrl.replace(/\/$/, '')}/products`;

/**
 * Rounds without and with the noisy tenant take turns, so that what else the machine does falls on both alike; the
 * figure is the ratio of the two.
 */
export async function compare(
  name: string,
  noisy: Neighbour,
  others: Neighbour[],
  {
    rounds,
    seconds,
    burden,
    note,
  }: { rounds: number; seconds: number; note: (line: string) => void } & Pick<Sending, 'burden'>,
): Promise<Figures> {
  const samples = { without: [] as Sent[], beside: [] as Sent[] };
  const loudly: Noise = { answers: {}, lastedMs: 0 };
  const noise = {
    url: urlOf(noisy),
    token: noisy.client.tokens.idToken,
    perSecond: noisy.plan * TIMES_ITS_PLAN,
    burden,
  };
  for (let round = 0; round < rounds; round += 1) {
    // The first of a pair is not always the same one.
    for (const which of round % 2 ? (['beside', 'without'] as const) : (['without', 'beside'] as const)) {
      const loud = which === 'beside' ? await noisyTenant(noise) : undefined;
      const over = AbortSignal.timeout(seconds * 1_000);
      setMaxListeners(others.length, over);
      const sent = others.map((other) =>
        load({ url: urlOf(other), token: other.client.tokens.idToken, perSecond: other.plan * WITHIN }, over),
      );
      for (const done of sent) samples[which].push(...(await done).sent);
      if (loud) add(loudly, await loud.end());
    }
    note(`${name}: round ${round + 1} of ${rounds}`);
  }
  const [without, beside] = [measure(samples.without), measure(samples.beside)];
  const { answers, lastedMs } = loudly;
  const sent = Object.values(answers).reduce((sum, count) => sum + count, 0);
  const figures = {
    ...{ name, rounds, without, beside, noisy: answers },
    ratio: Math.round((100 * beside.p99) / without.p99) / 100,
    timesItsPlan: Math.round((10_000 * sent) / lastedMs / noisy.plan) / 10,
  };
  return { ...figures, problems: problemsOf(figures) };
}

/** What the figures must not be. */
export const problemsOf = ({
  without,
  beside,
  ratio,
  noisy,
  timesItsPlan,
}: Omit<Figures, 'problems'>): string[] => [
  ...(beside.errors + without.errors > 0
    ? [`${beside.errors} errors of others beside the noisy tenant, ${without.errors} without`]
    : []),
  ...(ratio > MOST_RATIO ? [`p99 of others is ${ratio} of what it is without the noisy tenant`] : []),
  // Without a refusal the noisy tenant was not noisy, and nothing is shown.
  ...((noisy['429'] ?? 0) === 0 ? ['the noisy tenant was not refused'] : []),
  ...(timesItsPlan >= LEAST_TIMES ? [] : [`the noisy tenant sent ${timesItsPlan} times its plan only`]),
];

function add(to: Noise, { answers, lastedMs }: Noise): void {
  to.lastedMs += lastedMs;
  for (const [answer, count] of Object.entries(answers))
    to.answers[answer] = (to.answers[answer] ?? 0) + count;
}

function measure(samples: Sent[]): Measured {
  const at = percentilesOf(samples.map(({ ms }) => ms));
  return {
    requests: samples.length,
    errors: samples.filter(({ reply }) => reply.status !== 200).length,
    p50: at(0.5),
    p99: at(0.99),
  };
}
