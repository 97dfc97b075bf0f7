/**
 * Load on a product of its own while tasks die and services are deployed anew: 200 requests a second, of each tier,
 * through the gateway. Ends with exit code 1 when a request ended as none may.
 */
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/local/paths';
import { startStack, stopRun } from '../../scripts/local/stack';
import { buildTenant, Product, type RunningAt } from '../builders/product';
import { raisePlans } from '../builders/usage-plans';
import { line, print } from './report';
import { killTasks, type Load, type Result, rollServices } from './scenario';
import { Shopper } from './shopper';
import { TenantServices } from './tenant-services';

const HELP = `Usage: npm run test:load [-- options]

  --rate N      requests a second, sent whatever becomes of them (default 200)
  --tier NAME   basic, advanced or premium alone (default: one after the other)
  --quick       shorter, and one task a service alone
  --port N      of the local AWS that is started for it (default 4830)
  --json        figures for machines, on standard output
  --help
`;

// Node.js 20 is our floor; the SDK's advice to move on would stand between the figures.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const note = (text: string) => process.stderr.write(`${text}\n`);
const load = (): number => Math.round(10 * (loadavg()[0] ?? 0)) / 10;

function options() {
  const string = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { rate: string, tier: string, quick: flag, port: string, json: flag, help: flag },
  });
  const tiers = ['basic', 'advanced', 'premium'];
  if (values.tier && !tiers.includes(values.tier)) throw new Error(`--tier is one of ${tiers.join(', ')}`);
  const [rate, port] = [Number(values.rate ?? 200), Number(values.port ?? 4830)];
  if (!(rate > 0) || !Number.isInteger(port)) throw new Error('--rate and --port are numbers');
  return { ...values, rate, port, tiers: values.tier ? [values.tier] : tiers };
}

interface Chosen {
  rate: number;
  quick: boolean;
}

async function main(): Promise<void> {
  const chosen = options();
  if (chosen.help) {
    process.stdout.write(HELP);
    return;
  }
  const at: RunningAt = { port: chosen.port, folder: join(root, '.local/load') };
  const loads = { cores: availableParallelism(), start: load(), end: 0 };
  const results: Result[] = [];
  for (const tier of chosen.tiers) results.push(...(await onItsOwn(at, tier, chosen)));
  loads.end = load();
  if (chosen.json) console.log(JSON.stringify({ results, load: loads }, null, 2));
  else print(results, loads);
  process.exitCode = results.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

/** A local AWS of its own for each tier: it keeps all in memory, and slows down by what the tier before has left. */
async function onItsOwn(at: RunningAt, tier: string, chosen: Chosen): Promise<Result[]> {
  await stopRun(at.folder);
  rmSync(at.folder, { recursive: true, force: true });
  try {
    note(`${tier}: deploying on a local AWS of its own`);
    await startStack(at);
    const product = await Product.open(at);
    await raisePlans(at.port);
    return await tryTier(product, at, tier, chosen);
  } finally {
    await stopRun(at.folder);
  }
}

async function tryTier(
  product: Product,
  at: RunningAt,
  tier: string,
  { rate, quick }: Chosen,
): Promise<Result[]> {
  const pooled = tier === 'basic';
  note(`${tier}: onboarding`);
  // Two tenants of the pool take turns, so that an answer with the other's data would show.
  const tenants = await Promise.all((pooled ? [1, 2] : [1]).map(() => product.onboard(buildTenant(tier))));
  const shoppers = await Promise.all(
    tenants.map(async (tenant) => new Shopper(await product.signIn(tenant))),
  );
  for (const shopper of shoppers) await shopper.prepare();
  const services = await TenantServices.find(at, pooled ? undefined : tenants[0]?.tenantName);
  const asked: Load = { rate, shoppers };
  const times = quick ? { beforeMs: 1_000, afterMs: 3_000 } : { beforeMs: 5_000, afterMs: 12_000 };
  const results: Result[] = [];
  const done = (result: Result) => {
    note(line(result));
    results.push(result);
  };
  note(`${tier}: ${rate} requests a second`);
  done(await killTasks(`${tier}, killed`, asked, services, ['orders', 'products'], times));
  const rolling = { beforeMs: times.beforeMs, afterMs: 2_000 };
  done(await rollServices(`${tier}, rolled, 1 task`, asked, services, rolling));
  if (!quick) {
    await services.scale(2);
    done(await rollServices(`${tier}, rolled, 2 tasks`, asked, services, rolling));
    await services.scale(1);
  }
  return results;
}

main().catch((error: Error) => {
  note(error.message);
  process.exitCode = 1;
});
