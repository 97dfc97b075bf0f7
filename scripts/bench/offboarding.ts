/**
 * Measures offboardings on a local AWS of its own: DELETE→Deleted for each tier alone, the deletion of 50,000 items of
 * a pooled tenant with the peak memory of the step's process, and the AWS calls of an offboarding by service and
 * action. Ends with exit code 1 when a figure misses its limit.
 *
 * Usage: npm run bench:offboarding [-- --quick] [-- --json]
 */
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../local/paths';
import { startStack, stopRun } from '../local/stack';
import { countOrders, fillOrders, findDataStep } from './offboarding/pool-items';
import { peakMemoryOf } from './offboarding/step-memory';
import { type Onboarder, onboarder } from './onboarding/admin';
import { type CountingProxy, startCountingProxy } from './onboarding/counting-proxy';
import { callsOf, missed, print, type Result, timesOf } from './onboarding/report';
import { benchOptions } from './options';

const [PORT, PROXY_PORT] = [14740, 14741];
const FOLDER = join(root, '.local/bench/offboarding');
const { quick, json: asJson } = benchOptions(
  'bench:offboarding',
  'DELETE to Deleted for each tier alone, the deletion of 50,000 items of a pooled tenant with the memory that it takes, and the AWS calls of an offboarding. Some five minutes.',
);
const note = (text: string) => process.stderr.write(`${text}\n`);

const RUNS = { BASIC: quick ? 5 : 30, ADVANCED: quick ? 3 : 20, PREMIUM: quick ? 3 : 20 };
/** Milliseconds. */
const P95 = 3_000;
/**
 * Two pages' worth first, which brings the process to what a page takes; many more may then take no more than what
 * garbage that is not collected yet makes.
 */
const ITEMS = { first: 10_000, many: quick ? 20_000 : 50_000, aSecond: 2_000, growthInMb: 32 };
/** Offboardings a tier whose calls are counted. */
const COUNTED = 2;

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
  await withStack({}, async (tenants) => {
    await measureLatency(tenants, result);
    await measureItems(tenants, result);
  });
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
  else print(result, 'an offboarding');
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
  for (const [tier, runs] of Object.entries(RUNS)) {
    note(`${tier}: ${runs} offboardings, one after the other`);
    // Not measured: it starts the functions' processes.
    await tenants.offboard(await tenants.onboard(tier));
    const milliseconds: number[] = [];
    for (let run = 0; run < runs; run++) {
      milliseconds.push(await tenants.offboard(await tenants.onboard(tier)));
    }
    const times = timesOf(milliseconds);
    result.latency[`${tier} alone`] = times;
    result.figures.push({ what: `${tier} alone, p95 in ms`, value: times.p95, limit: P95 });
  }
}

async function measureItems(tenants: Onboarder, result: Result): Promise<void> {
  const { functionName, ordersTable } = await findDataStep(PORT);
  const memory = () => peakMemoryOf(functionName, `http://127.0.0.1:${PORT}`);
  const remove = async (count: number): Promise<number> => {
    note(`BASIC: ${count} items of one tenant`);
    const tenant = await tenants.onboard('BASIC');
    await fillOrders(PORT, ordersTable, tenant.tenantId, count);
    await tenants.offboard(tenant);
    const left = await countOrders(PORT, ordersTable, tenant.tenantId);
    if (left > 0) throw new Error(`${left} items are left of a tenant that is Deleted`);
    return count / (await tenants.secondsIn(tenant, "Remove the tenant's data"));
  };
  await remove(ITEMS.first);
  const before = memory();
  const rate = await remove(ITEMS.many);
  const after = memory();
  result.figures.push(
    {
      what: `items a second, of ${ITEMS.many}`,
      value: Math.round(rate),
      limit: ITEMS.aSecond,
      atLeast: true,
    },
    {
      what: `peak memory of the step, MB more than with ${ITEMS.first} items (${before})`,
      value: after - before,
      limit: ITEMS.growthInMb,
    },
  );
}

async function countCalls(tenants: Onboarder, proxy: CountingProxy, result: Result): Promise<void> {
  for (const tier of Object.keys(RUNS)) {
    note(`${tier}: counting calls`);
    const calls = [];
    let resources = 0;
    for (let run = 0; run < COUNTED; run++) {
      const tenant = await tenants.onboard(tier);
      resources += await tenants.resources(tenant.tenantId);
      proxy.take(tenants.registryTable);
      await tenants.offboard(tenant);
      calls.push(...proxy.take(tenants.registryTable));
    }
    // One call for both events is Step Functions' own, past the proxy.
    result.calls[tier] = callsOf(calls, COUNTED, COUNTED, resources);
  }
}

void main();
