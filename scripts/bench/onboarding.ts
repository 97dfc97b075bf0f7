/**
 * Measures onboardings on a local AWS of its own: POST→Created for each tier alone and for eight Basic tenants at
 * once, the AWS calls of an onboarding by service and action, the registry's writes a resource, and a floor in the
 * same run: executions of as many empty Lambda steps. Ends with exit code 1 when a figure misses its limit.
 *
 * Usage: npm run bench:onboarding [-- --quick] [-- --json]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/paths';
import { startStack, stopRun } from '../local/stack';
import { type Onboarder, onboarder } from './onboarding/admin';
import { type CountingProxy, startCountingProxy } from './onboarding/counting-proxy';
import { measureFloor } from './onboarding/floor';
import { callsOf, missed, print, type Result, timesOf } from './onboarding/report';
import { retire } from './onboarding/retire';

const [PORT, PROXY_PORT] = [14730, 14731];
const FOLDER = join(root, '.local/bench/onboarding');
const quick = process.argv.includes('--quick');
const asJson = process.argv.includes('--json');
const note = (text: string) => process.stderr.write(`${text}\n`);

/** Runs a tier; functions that one tier calls (of the Map: three at once); its limits, in milliseconds and calls. */
const TIERS = {
  BASIC: { runs: quick ? 5 : 30, functions: 5, p95: 1_500, calls: 8 },
  ADVANCED: { runs: quick ? 2 : 8, functions: 11, p95: 3_000, calls: 40 },
  PREMIUM: { runs: quick ? 2 : 8, functions: 12, p95: 3_000, calls: 40 },
};
const AT_ONCE = { tenants: 8, rounds: quick ? 2 : 6, p95: 2_500 };
const LEDGER_WRITES = 2;

async function main(): Promise<void> {
  await stopRun(FOLDER);
  rmSync(FOLDER, { recursive: true, force: true });
  const proxy = await startCountingProxy(PROXY_PORT, PORT);
  try {
    note('deploying on a local AWS of its own');
    const outputs = await startStack({ port: PORT, folder: FOLDER, lambdaEndpointUrl: proxy.url });
    const result = await measure(await onboarder(outputs, PORT), proxy);
    if (asJson) console.log(JSON.stringify({ ...result, missed: missed(result) }, null, 2));
    else print(result);
    process.exitCode = missed(result).length > 0 ? 1 : 0;
  } finally {
    await stopRun(FOLDER);
    await proxy.close();
  }
}

async function measure(tenants: Onboarder, proxy: CountingProxy): Promise<Result> {
  const result: Result = { latency: {}, floor: {}, calls: {}, figures: [] };
  for (const [tier, { runs, functions, p95, calls }] of Object.entries(TIERS)) {
    note(`${tier}: ${runs} onboardings, one after the other`);
    for (let warmUp = 0; warmUp < 2; warmUp++) await retire(PORT, await tenants.onboard(tier));
    proxy.take(tenants.registryTable);
    const milliseconds: number[] = [];
    let resources = 0;
    for (let run = 0; run < runs; run++) {
      const tenant = await tenants.onboard(tier);
      milliseconds.push(tenant.milliseconds);
      resources += await tenants.resources(tenant.tenantId);
      await retire(PORT, tenant);
    }
    const times = timesOf(milliseconds);
    // One call for both events is Step Functions' own, past the proxy.
    const counted = callsOf(proxy.take(tenants.registryTable), runs, runs, resources);
    result.latency[`${tier} alone`] = times;
    result.calls[tier] = counted;
    result.floor[`floor: ${functions} empty steps`] = timesOf(await measureFloor(PORT, functions, runs));
    result.figures.push(
      { what: `${tier} alone, p95 in ms`, value: times.p95, limit: p95 },
      { what: `${tier}, AWS calls`, value: counted.total, limit: calls },
      {
        what: `${tier}, ledger writes a resource`,
        value: counted.ledgerWritesPerResource,
        limit: LEDGER_WRITES,
      },
    );
  }
  note(`BASIC: ${AT_ONCE.rounds} times ${AT_ONCE.tenants} at once`);
  const eight = () => Promise.all(Array.from({ length: AT_ONCE.tenants }, () => tenants.onboard('BASIC')));
  await eight();
  const milliseconds: number[] = [];
  for (let round = 0; round < AT_ONCE.rounds; round++) {
    milliseconds.push(...(await eight()).map((tenant) => tenant.milliseconds));
  }
  const times = timesOf(milliseconds);
  result.latency[`BASIC, ${AT_ONCE.tenants} at once`] = times;
  result.figures.push({ what: 'BASIC at 8 at once, p95 in ms', value: times.p95, limit: AT_ONCE.p95 });
  return result;
}

void main();
