import { percentilesOf } from '../../scripts/bench/onboarding/report';
import type { TenantClient } from '../builders/product';
import { call, type Reply } from '../load/call';
import { openLoop } from '../load/open-loop';

/** Others' p99 beside the noisy tenant may be this much of what it is without. */
const MOST_RATIO = 1.1;
/** Of its plan's requests a second, what a tenant within its plan sends. */
const WITHIN = 0.5;
const TIMES_ITS_PLAN = 10;
/** Nearly the largest body that a service takes. */
const HUGE = { name: 'x'.repeat(250 * 1024) };
/** Of the noisy tenant's requests, every such one is huge. */
const HUGE_EVERY = 4;

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

interface Sample {
  ms: number;
  reply: Reply;
}

/**
 * Rounds without and with the noisy tenant take turns, so that what else the machine does falls on both alike; the
 * figure is the ratio of the two.
 */
export async function compare(
  name: string,
  noisy: Neighbour,
  others: Neighbour[],
  { rounds, seconds, note }: { rounds: number; seconds: number; note: (line: string) => void },
): Promise<Figures> {
  const samples = { without: [] as Sample[], beside: [] as Sample[] };
  const answers: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    // The first of a pair is not always the same one.
    for (const which of round % 2 ? (['beside', 'without'] as const) : (['without', 'beside'] as const)) {
      const over = AbortSignal.timeout(seconds * 1_000);
      const noise = which === 'beside' ? load(noisy, noisy.plan * TIMES_ITS_PLAN, over, hugeNowAndThen) : [];
      const sent = others.map((other) => load(other, other.plan * WITHIN, over, () => undefined));
      for (const done of sent) samples[which].push(...(await done));
      for (const { reply } of await noise) {
        const answer = reply.error ?? String(reply.status);
        answers[answer] = (answers[answer] ?? 0) + 1;
      }
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

const hugeNowAndThen = (index: number) => (index % HUGE_EVERY === 0 ? HUGE : undefined);

/** Sends at a rate until `over`; latency counts from the time at which a request was due. */
async function load(
  { client }: Neighbour,
  perSecond: number,
  over: AbortSignal,
  bodyOf: (index: number) => object | undefined,
): Promise<Sample[]> {
  const url = `${client.tenant.apiGatewayUrl.replace(/\/$/, '')}/products`;
  const samples: Promise<Sample>[] = [];
  await openLoop(
    perSecond,
    (index, dueMs) => {
      const body = bodyOf(index);
      const sent = call(body ? url : `${url}?limit=5`, body ? 'POST' : 'GET', client.tokens.idToken, body);
      samples.push(sent.then((reply) => ({ reply, ms: performance.now() - dueMs })));
    },
    over,
  );
  return Promise.all(samples);
}

function measure(samples: Sample[]): Measured {
  const at = percentilesOf(samples.map(({ ms }) => ms));
  return {
    requests: samples.length,
    errors: samples.filter(({ reply }) => reply.status !== 200).length,
    p50: at(0.5),
    p99: at(0.99),
  };
}
