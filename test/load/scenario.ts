import { setTimeout as pause } from 'node:timers/promises';
import { percentilesOf } from '../../scripts/bench/onboarding/report';
import { openLoop, type Pace } from './open-loop';
import { type Kind, type Outcome, tally } from './outcome';
import type { Shopper } from './shopper';
import type { TenantServices } from './tenant-services';

/** What the issue asks for. */
const REPLACED_WITHIN_MS = 3_000;
/** Fewer than this share of the wanted rate, and the sender did not do its work: the run says nothing. */
const LEAST_RATE = 0.98;
/** A sender that stood still for longer than this sends bursts, not a rate. */
const MOST_LAG_MS = 1_000;

/** A task that was killed. Milliseconds from the kill. */
export interface Kill {
  service: string;
  /** To the first 2xx of the service that was asked for after the kill, which only a replacement can have given. */
  firstSuccessMs?: number;
  /** To the end of the last request that failed. */
  lastFailureMs?: number;
}

export interface Result {
  name: string;
  pace: Pace;
  perSecond: number;
  kinds: Record<Kind, number>;
  details: Record<string, number>;
  /** Of the answers that were ok, from the time at which a request was due. */
  latency: { p50: number; p99: number; worst: number };
  kills: Kill[];
  acknowledged: number;
  miscounted: string[];
  /** The sender could not keep the rate, be it that the machine stood still: of the product's times the run says nothing. */
  tooBusy: boolean;
  /** What is not as it has to be; empty when the scenario has passed. */
  problems: string[];
}

export interface Load {
  rate: number;
  shoppers: Shopper[];
}

/** Kills one task of each of these services in the middle of the load, one after the other. */
export async function killTasks(
  name: string,
  load: Load,
  services: TenantServices,
  kinds: string[],
  { beforeMs, afterMs }: { beforeMs: number; afterMs: number },
): Promise<Result> {
  const killed: { service: string; atMs: number }[] = [];
  const { pace, outcomes } = await underLoad(load, async () => {
    await pause(beforeMs);
    for (const service of kinds) {
      killed.push({ service, atMs: await services.kill(service) });
      await pause(afterMs);
    }
  });
  const kills = killed.map(({ service, atMs }, index) =>
    measureKill(service, atMs, killed[index + 1]?.atMs ?? Number.POSITIVE_INFINITY, outcomes),
  );
  const result = await summarize(name, load, pace, outcomes, kills);
  for (const { service, firstSuccessMs } of kills) {
    if (firstSuccessMs === undefined) result.problems.push(`${service} was not replaced`);
    else if (firstSuccessMs > REPLACED_WITHIN_MS) {
      result.problems.push(`${service} was replaced after ${firstSuccessMs} ms`);
    }
  }
  return result;
}

/** Deploys the services anew in the middle of the load. */
export async function rollServices(
  name: string,
  load: Load,
  services: TenantServices,
  { beforeMs, afterMs }: { beforeMs: number; afterMs: number },
): Promise<Result> {
  const { pace, outcomes } = await underLoad(load, async () => {
    await pause(beforeMs);
    await services.roll();
    await pause(afterMs);
  });
  const result = await summarize(name, load, pace, outcomes, []);
  const failed = outcomes.length - result.kinds.ok;
  if (failed > 0) result.problems.push(`${failed} requests failed during a rolling restart`);
  return result;
}

/** Sends at the rate until `disturb` has ended, the shoppers taking turns; waits for the last answer. */
async function underLoad({ rate, shoppers }: Load, disturb: () => Promise<void>) {
  const over = new AbortController();
  const answers: Promise<Outcome>[] = [];
  const sending = openLoop(
    rate,
    (index, dueMs) => {
      const turn = Math.floor(index / shoppers.length);
      answers.push((shoppers[index % shoppers.length] as Shopper).next(turn, dueMs));
    },
    over.signal,
  );
  try {
    await disturb();
  } finally {
    over.abort();
  }
  return { pace: await sending, outcomes: await Promise.all(answers) };
}

function measureKill(service: string, atMs: number, untilMs: number, outcomes: Outcome[]): Kill {
  const after = outcomes.filter(({ sentMs }) => sentMs >= atMs && sentMs < untilMs);
  const ends = (some: Outcome[]) => some.map(({ endedMs }) => endedMs - atMs);
  const successes = ends(after.filter((one) => one.service === service && one.kind === 'ok'));
  // Not those that the next kill cut off.
  const failures = ends(
    outcomes.filter(({ kind, endedMs }) => kind !== 'ok' && endedMs >= atMs && endedMs < untilMs),
  );
  return {
    service,
    firstSuccessMs: successes.length > 0 ? Math.round(Math.min(...successes)) : undefined,
    lastFailureMs: failures.length > 0 ? Math.round(Math.max(...failures)) : undefined,
  };
}

async function summarize(
  name: string,
  { rate, shoppers }: Load,
  pace: Pace,
  outcomes: Outcome[],
  kills: Kill[],
): Promise<Result> {
  const { kinds, details } = tally(outcomes);
  const miscounted = (await Promise.all(shoppers.map((shopper) => shopper.miscounted()))).flat();
  const answered = outcomes.filter(({ kind }) => kind === 'ok');
  const at = percentilesOf(answered.map(({ dueMs, endedMs }) => endedMs - dueMs));
  const perSecond = Math.round((outcomes.length * 1_000) / pace.lastedMs);
  const problems: string[] = [];
  if (kinds.wrong + kinds.unexplained > 0) problems.push('answers that may not be given, see below');
  if (miscounted.length > 0) problems.push(`not there exactly once: ${miscounted.slice(0, 5).join(', ')}`);
  const tooBusy = pace.sent < pace.wanted * LEAST_RATE || pace.worstLagMs > MOST_LAG_MS;
  if (tooBusy) {
    problems.push(`the sender could not keep ${rate} requests a second: the machine is too busy to tell`);
  }
  return {
    name,
    pace,
    perSecond,
    kinds,
    details,
    latency: { p50: at(0.5), p99: at(0.99), worst: at(1) },
    kills,
    acknowledged: shoppers.reduce((sum, shopper) => sum + shopper.acknowledged, 0),
    miscounted,
    tooBusy,
    problems,
  };
}
