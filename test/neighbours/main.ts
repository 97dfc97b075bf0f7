/**
 * One tenant at ten times its plan beside ten within theirs, also where every fourth of its requests is huge or slow:
 * what do these notice? Ends with exit code 1 when one of them got an error, or their p99 rose by more than a tenth.
 *
 * Usage: npm run bench:neighbours [-- --quick] [-- --json]
 */
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { concurrently } from '../../lambdas/shared/aws/concurrently';
import { root } from '../../scripts/local/paths';
import { startStack, stopRun } from '../../scripts/local/stack';
import { buildTenant, Product } from '../builders/product';
import { compare, type Figures, type Neighbour } from './scenario';
import type { Burden } from './sender';

// Node.js 20 is our floor; the SDK's advice to move on would stand between the figures.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/**
 * Requests a second of the tiers' plans here: about a quarter of the defaults, and of Premium's a 75th. The local AWS is
 * one process, which at the defaults is busy enough with those within their plans that each request of anybody is felt by
 * all. What is shown is that a plan keeps its tenant's neighbours from noticing, whatever its size.
 */
const PLANS: Record<string, number> = { basic: 3, advanced: 4, premium: 4 };
/** Of a day; nobody here is to run out of it. */
const QUOTA = 100_000;
const SETTINGS = Object.fromEntries(
  Object.entries(PLANS).flatMap(([tier, rate]) => {
    const plan = `tiers.${tier.toUpperCase()}`;
    const limits = { rateLimit: rate, burstLimit: rate, quotaPerDay: QUOTA };
    return Object.entries(limits).map(([limit, value]) => [`${plan}.${limit}`, String(value)]);
  }),
);

const ONBOARDED_WITHIN_MS = 240_000;

const ALIKE = { noisy: 'basic', others: Array<string>(10).fill('basic') };
const MIXED = {
  noisy: 'advanced',
  others: [
    ...Array<string>(4).fill('basic'),
    ...Array<string>(3).fill('advanced'),
    ...Array<string>(3).fill('premium'),
  ],
};

/** By what stands behind the name: what every fourth of the noisy tenant's requests is. */
const SCENARIOS = [
  {
    name: 'Basic, shared tasks',
    ...ALIKE,
    kinds: { '': undefined, ', huge bodies': 'huge', ', slow requests': 'slow' },
  },
  { name: 'across tiers', ...MIXED, kinds: { '': undefined } },
] satisfies { kinds: Record<string, Burden | undefined>; [more: string]: unknown }[];
const EVERY = 4;

const note = (text: string) => process.stderr.write(`${text}\n`);

interface Options {
  quick?: true;
  json?: true;
  build: boolean;
  port: string;
  only?: string;
}

async function main({ quick, json, build, port, only = '' }: Options): Promise<void> {
  const at = { port: Number(port), folder: join(root, '.local/neighbours') };
  const length = quick ? { rounds: 3, seconds: 3 } : { rounds: 10, seconds: 12 };
  const figures: Figures[] = [];
  note('deploying on a local AWS of its own');
  await stopRun(at.folder);
  rmSync(at.folder, { recursive: true, force: true });
  try {
    await startStack({ ...at, build, settings: SETTINGS });
    const product = await Product.open(at);
    for (const { name, noisy, others, kinds } of SCENARIOS) {
      const chosen = Object.entries(kinds).filter(([suffix]) => `${name}${suffix}`.includes(only));
      if (chosen.length === 0) continue;
      note(`${name}: onboarding ${others.length + 1} tenants`);
      const [loud, ...quiet] = await settle(product, [noisy, ...others]);
      for (const [suffix, kind] of chosen) {
        const options = { ...length, burden: kind && { kind, every: EVERY }, note };
        const done = await compare(`${name}${suffix}`, loud as Neighbour, quiet, options);
        note(line(done));
        figures.push(done);
      }
    }
  } finally {
    await stopRun(at.folder);
  }
  const machine = { cores: availableParallelism(), load: Math.round(10 * (loadavg()[0] ?? 0)) / 10 };
  if (json) console.log(JSON.stringify({ figures, machine }, null, 2));
  else print(figures, machine);
  process.exitCode = figures.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

/** Tenants of these tiers, signed in, each of which has been answered once. */
async function settle(product: Product, tiers: string[]): Promise<Neighbour[]> {
  const made = new Map<number, Neighbour>();
  await concurrently([...tiers.entries()], 4, async ([index, tier]) => {
    const tenant = buildTenant(tier);
    const ids = await product.register(tenant);
    await product.reaches(ids.tenantRegistrationId, 'Created', ONBOARDED_WITHIN_MS);
    const client = await product.signIn(await product.asAdmin(ids, tenant));
    const body = { name: 'Bread', price: 4.5, sku: 'BRD-1', category: 'Food' };
    const { status, text } = await client.call('POST', '/products', body);
    if (status !== 201) throw new Error(`POST /products: ${status} ${text}`);
    // As the product has it, not as it was asked for.
    const { plan } = (await client.call<{ plan: { rateLimit: number } }>('GET', '/plan')).body;
    made.set(index, { client, plan: plan.rateLimit });
  });
  return tiers.map((_, index) => made.get(index) as Neighbour);
}

const line = ({ name, ratio, without, beside, problems }: Figures): string =>
  `  ${problems.length > 0 ? 'FAILED' : 'ok'} ${name}: p99 ${without.p99} ms, ${beside.p99} ms beside the noisy one: ` +
  [`${ratio}`, ...problems].join('; ');

function print(figures: Figures[], { cores, load }: { cores: number; load: number }): void {
  const table = new Table({
    head: [
      'others',
      'requests',
      'errors',
      'p50 ms',
      'p99 ms',
      'beside it: errors',
      'p50 ms',
      'p99 ms',
      'ratio of p99',
      'noisy tenant',
      'times its plan',
    ],
  });
  for (const { name, without, beside, ratio, noisy, timesItsPlan } of figures) {
    const answers = Object.entries(noisy).map(([answer, count]) => `${count} x ${answer}`);
    table.push([
      ...[name, without.requests + beside.requests, without.errors, without.p50, without.p99],
      ...[beside.errors, beside.p50, beside.p99, ratio, answers.join(', '), timesItsPlan],
    ]);
  }
  console.log(table.toString());
  for (const { name, problems } of figures)
    for (const problem of problems) console.log(`FAILED ${name}: ${problem}`);
  console.log(`load of the machine: ${load} on ${cores} cores`);
}

new Command('bench:neighbours')
  .description(
    'One tenant at ten times its plan beside ten within theirs: errors of the others have to be 0, and their p99 ' +
      'within a tenth of what it is without that tenant.',
  )
  .option('--quick', 'fewer and shorter rounds')
  .option('--only <text>', 'scenarios whose name holds this text')
  .option('--no-build', 'takes dist/ as it is')
  .option('--port <port>', 'port of the local AWS', '4860')
  .option('--json', 'prints the figures as JSON')
  .action(main)
  .parseAsync()
  .catch((error: Error) => {
    note(error.message);
    process.exitCode = 1;
  });
