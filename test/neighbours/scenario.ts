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
    hugeEvery,
    note,
  }: { rounds: number; seconds: number; note: (line: string) => void } & Pick<Sending, 'hugeEvery'>,
): Promise<Figures> {
  const samples = { without: [] as Sent[], beside: [] as Sent[] };
  const answers: Noise = {};
  const noise = {
    url: urlOf(noisy),
    token: noisy.client.tokens.idToken,
    perSecond: noisy.plan * TIMES_ITS_PLAN,
    hugeEvery,
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
      for (const done of sent) samples[which].push(...(await done));
      for (const [answer, count] of Object.entries((await loud?.end()) ?? {}))
        answers[answer] = (answers[answer] ?? 0) + count;
    }
    note(`${name}: round ${round + 1} of ${rounds}`);
  }
  const [without, beside] = [measure(samples.without), measure(samples.beside)];
  const ratio = Math.round((100 * beside.p99) / without.p99) / 100;
  return {
    name,
    rounds,
    without,
    beside,
    ratio,
    noisy: answers,
    problems: [
      ...(beside.errors + without.errors > 0
        ? [`${beside.errors} errors of others beside the noisy tenant, ${without.errors} without`]
        : []),
      ...(ratio > MOST_RATIO ? [`p99 of others is ${ratio} of what it is without the noisy tenant`] : []),
      // Without a refusal the noisy tenant was not noisy, and nothing is shown.
      ...((answers['429'] ?? 0) === 0 ? ['the noisy tenant was not refused'] : []),
    ],
  };
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
