import { rmSync } from 'node:fs';
import { concurrently } from '../../lambdas/shared/aws/concurrently';
import { TIERS, type Tier } from '../../lambdas/shared/contracts/tiers';
import type { DeadLetterQueueName } from '../../lambdas/shared/contracts/upkeep';
import { startStack, stopRun } from '../../scripts/local/stack';
import { differences } from '../builders/inventory';
import { type Microburst, startMicroburst } from '../builders/microburst';
import { buildTenant, Product } from '../builders/product';
import { accountLines } from './account';
import { SoakClient } from './client';
import { type Fired, firedBy, rulesFor } from './faults';
import { type Journey, travel } from './journey';
import { Registrations } from './registrations';

/** Tenants on their way at any time. */
const AT_ONCE = 8;
/** How many of 20 tenants are of each tier. */
const MIX: Record<Tier, number> = { BASIC: 12, ADVANCED: 5, PREMIUM: 3 };
/** Executions whose history is read at once. */
const READ_AT_ONCE = 4;
/** What follows a deletion (its events' last deliveries) has ended within. */
const SETTLES_WITHIN_MS = 60_000;
/**
 * Queues whose events were given up for calls that failed: the operator sends them again also where no tenant waited for
 * them, since a try that failed as a whole had done its work by then. What was rejected is wrong, and stays.
 */
const SENT_AGAIN: readonly DeadLetterQueueName[] = ['results', 'requests', 'failures', 'throttle-counts'];

export interface SoakOptions {
  tenants: number;
  /** Of the order of tiers; the faults themselves fall anew in each run. */
  seed: number;
  port: number;
  proxyPort: number;
  /** Data and logs of the run. */
  folder: string;
  /** False takes `dist/` as it is. @default true */
  build?: boolean;
  note?: (line: string) => void;
}

export interface SoakResult {
  journeys: Journey[];
  seconds: number;
  /** Repeated tries of the workflows' tasks, by state. */
  retries: Record<string, number>;
  /** Requests to the Admin API that its client had to repeat. */
  repeatedRequests: number;
  /** Events that were given up, and sent again once all tenants had gone. */
  sentAtEnd: number;
  fired: Fired;
  /** What the account has at the end and had not before, or the other way round. */
  left: string[];
}

/** Starts the product behind the proxy, and sends tenants through it; the product runs while `work` does. */
export async function withSoak<T>(options: SoakOptions, work: (soak: Soak) => Promise<T>): Promise<T> {
  const { port, proxyPort, folder, build } = options;
  await stopRun(folder);
  rmSync(folder, { recursive: true, force: true });
  const proxy = await startMicroburst(proxyPort, `http://127.0.0.1:${port}`);
  try {
    await startStack({ port, folder, build, lambdaEndpointUrl: proxy.url, taskEndpointUrl: proxy.url });
    return await work(new Soak(options, proxy, await Product.open({ port, folder })));
  } finally {
    await stopRun(folder);
    await proxy.stop();
  }
}

/** The product behind the proxy. */
export class Soak {
  constructor(
    private readonly options: SoakOptions,
    private readonly proxy: Microburst,
    private readonly product: Product,
  ) {}

  /** Every line of the account; see {@link accountLines}. */
  account(): Promise<string[]> {
    return accountLines(this.product.port, this.product.registryTable);
  }

  async run(): Promise<SoakResult> {
    const { tenants, seed, port, folder, note = () => {} } = this.options;
    const client = await SoakClient.open({ port, folder });
    const registrations = new Registrations(port, this.product.registryTable);
    const before = await this.account();
    const began = performance.now();
    const journeys: Journey[] = [];
    await this.proxy.rules(rulesFor());
    await concurrently(tiersOf(tenants, seed), AT_ONCE, async (tier) => {
      const journey = await travel({ client, registrations }, buildTenant(tier, { tier }));
      journeys.push(journey);
      if (journey.lost) note(`${journey.tenantName} (${tier}) is lost: ${journey.lost}`);
      if (journeys.length % 10 === 0) note(progress(journeys, tenants, began));
    });
    await this.proxy.rules([]);
    const seconds = (performance.now() - began) / 1_000;
    const repeatedRequests = client.repeated;
    const { left, sentAtEnd } = await this.leftAfter(before, client);
    const fired = await firedBy(this.proxy);
    const retries = await retriesOf(client, journeys);
    return { journeys, seconds, retries, repeatedRequests, sentAtEnd, fired, left };
  }

  private async leftAfter(before: string[], client: SoakClient) {
    const deadline = performance.now() + SETTLES_WITHIN_MS;
    let sentAtEnd = 0;
    for (;;) {
      const left = differences(before, await this.account());
      if (left.length === 0 || performance.now() > deadline) return { left, sentAtEnd };
      for (const queue of SENT_AGAIN) {
        const waits = left.some((line) => line.startsWith('+ Messages ') && line.includes(`-${queue} `));
        if (waits) sentAtEnd += await client.sendAgain(queue);
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

const progress = (journeys: Journey[], tenants: number, began: number): string => {
  const replays = journeys.flatMap(({ legs }) => legs).reduce((sum, leg) => sum + leg.replays.length, 0);
  const seconds = Math.round((performance.now() - began) / 1_000);
  return `${journeys.length} of ${tenants} tenants in ${seconds} s, ${replays} replays`;
};

/** The mix of tiers in an order that the seed decides. */
export function tiersOf(tenants: number, seed: number): Tier[] {
  const share = TIERS.flatMap((tier) => Array<Tier>(MIX[tier]).fill(tier));
  const random = generator(seed);
  // Spread first, so that each small run has all tiers; then shuffled.
  const tiers = Array.from({ length: tenants }, (_, n) => share[(n * 7) % share.length] as Tier);
  for (let n = tiers.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [tiers[n], tiers[other]] = [tiers[other] as Tier, tiers[n] as Tier];
  }
  return tiers;
}

/** A linear congruential generator (Numerical Recipes' constants): the same seed, the same numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every try of a task after its first, in all executions. */
async function retriesOf(client: SoakClient, journeys: Journey[]): Promise<Record<string, number>> {
  const retries: Record<string, number> = {};
  await concurrently(journeys, READ_AT_ONCE, async ({ tenantRegistrationId: id }) => {
    if (!id) return;
    for (const { name } of await client.executions(id)) {
      for (const { state, tries } of await client.timeline(id, name)) {
        if (tries > 1) retries[state] = (retries[state] ?? 0) + tries - 1;
      }
    }
  });
  return retries;
}
