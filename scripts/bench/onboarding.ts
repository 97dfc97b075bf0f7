/**
 * Measures onboardings on a local AWS of its own: POST→Created for each tier alone and for eight Basic tenants at
 * once, the AWS calls of an onboarding by service and action, the registry's writes a resource, and a floor in the
 * same run: executions of as many empty Lambda steps. Ends with exit code 1 when a figure misses its limit.
 *
 * Usage: npm run bench:onboarding [-- --quick] [-- --json]
 */
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../local/paths';
import { startStack, stopRun } from '../local/stack';
import { type Onboarder, onboarder } from './onboarding/admin';
import { type CountingProxy, startCountingProxy } from './onboarding/counting-proxy';
import { measureFloor } from './onboarding/floor';
import { callsOf, missed, print, type Result, timesOf } from './onboarding/report';
import { retire } from './onboarding/retire';
import { benchOptions } from './options';

const [PORT, PROXY_PORT] = [14730, 14731];
const FOLDER = join(root, '.local/bench/onboarding');
const { quick, json: asJson } = benchOptions(
  'bench:onboarding',
  'POST to Created for each tier alone and for eight Basic tenants at once, the AWS calls of an onboarding, and a floor: executions of as many empty Lambda steps. Some three minutes.',
);
const note = (text: string) => process.stderr.write(`${text}\n`);

/** Runs a tier; functions that one tier calls (of the Map: three at once); its limits, in milliseconds and calls. */
const TIERS = {
  BASIC: { runs: quick ? 5 : 30, functions: 6, p95: 1_500, calls: 8 },
  ADVANCED: { runs: quick ? 2 : 8, functions: 12, p95: 3_000, calls: 40 },
  PREMIUM: { runs: quick ? 2 : 8, functions: 13, p95: 3_000, calls: 40 },
};
const AT_ONCE = { tenants: 8, rounds: quick ? 2 : 6, p95: 2_500 };
const LEDGER_WRITES = 2;
/** Onboardings a tier whose calls are counted, one after the other. */
const COUNTED = 5;

async function main(): Promise<void> {
  const start = load();
  const result: Result = {
    latency: {},
    floor: {},
    calls: {},
    figures: [],
    load: { cores: availableParallelism(), start, end: start },
  };
  note('deploying on a local AWS of its own');
  await withStack({}, (tenants) => measureLatency(tenants, result));
  // By itself: what counts stands in the way of every call, which is not to be measured with it.
  note('deploying again, with a proxy that counts between functions and AWS');
  const proxy = await startCountingProxy(PROXY_PORT, PORT);
  try {
    await withStack({ lambdaEndpointUrl: proxy.url, build: false }, (tenants) =>
      countCalls(tenants, proxy, result),
    );
  } finally {
    await proxy.close();
  }
  result.load.end = load();
  if (asJson) console.log(JSON.stringify({ ...result, missed: missed(result) }, null, 2));
  else print(result);
  process.exitCode = missed(result).length > 0 ? 1 : 0;
}

const load = (): number => Math.round(10 * (loadavg()[0] ?? 0)) / 10;

async function withStack(
  options: { lambdaEndpointUrl?: string; build?: boolean },
  work: (tenants: Onboarder) => Promise<void>,
): Promise<void> {
  await stopRun(FOLDER);
  rmSync(FOLDER, { recursive: true, force: true });
  try {
    const outputs = await startStack({ port: PORT, folder: FOLDER, ...options });
    await work(await onboarder(outputs, PORT));
  } finally {
    await stopRun(FOLDER);
  }
}

async function measureLatency(tenants: Onboarder, result: Result): Promise<void> {
  for (const [tier, { runs, functions, p95 }] of Object.entries(TIERS)) {
    note(`${tier}: ${runs} onboardings, one after the other`);
    for (let warmUp = 0; warmUp < 2; warmUp++) await retire(PORT, await tenants.onboard(tier));
    const milliseconds: number[] = [];
    for (let run = 0; run < runs; run++) {
      const tenant = await tenants.onboard(tier);
      milliseconds.push(tenant.milliseconds);
      await retire(PORT, tenant);
    }
    const times = timesOf(milliseconds);
    result.latency[`${tier} alone`] = times;
    result.floor[`floor: ${functions} empty steps`] = timesOf(await measureFloor(PORT, functions, runs));
    result.figures.push({ what: `${tier} alone, p95 in ms`, value: times.p95, limit: p95 });
  }
  const { tenants: atOnce, rounds, p95 } = AT_ONCE;
  note(`BASIC: ${rounds} times ${atOnce} at once`);
  const together = () => Promise.all(Array.from({ length: atOnce }, () => tenants.onboard('BASIC')));
  await together();
  const milliseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    milliseconds.push(...(await together()).map((tenant) => tenant.milliseconds));
  }
  const times = timesOf(milliseconds);
  const { functions } = TIERS.BASIC;
  result.latency[`BASIC, ${atOnce} at once`] = times;
  result.floor[`floor: ${functions} empty steps, ${atOnce} at once`] = timesOf(
    await measureFloor(PORT, functions, rounds, atOnce),
  );
  result.figures.push({ what: `BASIC at ${atOnce} at once, p95 in ms`, value: times.p95, limit: p95 });
}

async function countCalls(tenants: Onboarder, proxy: CountingProxy, result: Result): Promise<void> {
  for (const [tier, { calls: limit }] of Object.entries(TIERS)) {
    note(`${tier}: counting calls`);
    // The first reads what its function keeps for a minute: counted with the others, as after a pause.
    proxy.take(tenants.registryTable);
    let resources = 0;
    for (let run = 0; run < COUNTED; run++) {
      const tenant = await tenants.onboard(tier);
      resources += await tenants.resources(tenant.tenantId);
    }
    // One call for both events is Step Functions' own, past the proxy.
    const counted = callsOf(proxy.take(tenants.registryTable), COUNTED, COUNTED, resources);
    result.calls[tier] = counted;
    result.figures.push(
      { what: `${tier}, AWS calls`, value: counted.total, limit },
      {
        what: `${tier}, ledger writes a resource`,
        value: counted.ledgerWritesPerResource,
        limit: LEDGER_WRITES,
      },
    );
  }
}

void main();
