import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';
import { TIERS } from '../../lambdas/shared/contracts/tiers';
import { clientConfig } from '../../scripts/local/engine';
import type { TenantOutput } from '../../scripts/local/outputs';
import { root } from '../../scripts/local/paths';
import { buildTenant, type Product } from '../builders/product';
import { raisePlans } from '../builders/usage-plans';
import { type Round, round, type Target } from './schemathesis';

export interface FuzzOptions {
  /** At least so many in all. */
  cases: number;
  seed: number;
  /** Parts of names of targets. @default all */
  only?: string;
  /** See round. @default true */
  boundaries?: boolean;
  note?: (line: string) => void;
}

const ONBOARDED_WITHIN_MS = 240_000;

/** Made-up cases by operation of a round: more would make one round too long to show progress. */
const MOST_EXAMPLES = 150;

/**
 * Fuzzes the tenant API as the administrator of a tenant of each tier, then the Admin API as an operator; each gets an
 * equal share of the cases.
 *
 * The Admin API comes last, since it may suspend and delete those tenants, and with the bus's rules disabled: a
 * registration is accepted, its event published, and no workflow starts. Thousands of onboardings would measure the
 * machine, and what an event does is tested elsewhere.
 */
export async function fuzz(product: Product, options: FuzzOptions): Promise<Round[]> {
  const { cases, seed, only = '', boundaries = true, note = () => {} } = options;
  const folder = join(product.folder, 'fuzz');
  mkdirSync(folder, { recursive: true });
  const putBackPlans = await raisePlans(product.port);
  const rounds: Round[] = [];
  try {
    note('onboarding a tenant of each tier');
    const targets = (await targetsOf(product)).filter(({ name }) => name.includes(only));
    for (const target of targets) {
      const share = Math.ceil(cases / targets.length);
      const work = () => untilShare(target, share, { seed, boundaries, folder, note });
      rounds.push(...(target.name === 'admin' ? await withoutWorkflows(product, work) : await work()));
    }
  } finally {
    await putBackPlans();
  }
  return rounds;
}

async function targetsOf(product: Product): Promise<Target[]> {
  const tenants = await Promise.all(TIERS.map((tier) => onboard(product, tier.toLowerCase())));
  const ofTenants = await Promise.all(
    tenants.map(async (tenant) => ({
      name: `tenant-${tenant.tier}`,
      document: 'app-services/openapi/tenant-api.openapi.json',
      config: 'tenant-api.toml',
      url: tenant.apiGatewayUrl,
      token: (await product.signIn(tenant)).tokens.idToken,
      caller: tenant.userName,
      tenantId: tenant.tenantId,
    })),
  );
  return [
    ...ofTenants,
    {
      name: 'admin',
      document: 'lambdas/shared/contracts/admin-api.openapi.json',
      config: 'admin-api.toml',
      url: product.outputs.adminApiUrl,
      token: product.operator.accessToken,
      caller: product.outputs.operator.userName,
    },
  ];
}

/** As `product.onboard`, on a machine that is busy with something else. */
async function onboard(product: Product, tier: string): Promise<TenantOutput> {
  const tenant = buildTenant(tier);
  const ids = await product.register(tenant);
  await product.reaches(ids.tenantRegistrationId, 'Created', ONBOARDED_WITHIN_MS);
  return product.asAdmin(ids, tenant);
}

/** Rounds with one seed after the other, until they have made so many cases. */
async function untilShare(
  target: Target,
  share: number,
  {
    seed,
    boundaries,
    folder,
    note,
  }: { seed: number; boundaries: boolean; folder: string; note: (line: string) => void },
): Promise<Round[]> {
  const rounds: Round[] = [];
  const operations = operationsOf(target.document);
  for (let made = 0; made < share; ) {
    const examples = Math.min(MOST_EXAMPLES, Math.max(1, Math.round((share - made) / operations / 2)));
    const done = await round(target, {
      seed: seed + rounds.length,
      examples,
      // The same in every round.
      boundaries: boundaries && rounds.length === 0,
      folder,
    });
    rounds.push(done);
    made += done.cases;
    const failed = done.failures.reduce((sum, { count }) => sum + count, 0) + done.errors.length;
    note(`${target.name}: ${made} of ${share} cases, ${failed} failed, ${Math.round(done.seconds)} s`);
    if (failed > 0) note(done.text.slice(done.text.search(/^=+ (ERRORS|FAILURES|WARNINGS) =+$/m)));
    if (done.cases === 0) throw new Error(`no case was made:\n${done.text.slice(-4_000)}`);
  }
  return rounds;
}

function operationsOf(document: string): number {
  const { paths } = JSON.parse(readFileSync(join(root, document), 'utf8')) as { paths: object };
  const methods = Object.values(paths).flatMap((path: object) => Object.keys(path));
  return methods.filter((name) => name !== 'parameters').length;
}

/** While `work` runs, no event on the bus starts anything. */
async function withoutWorkflows<T>(product: Product, work: () => Promise<T>): Promise<T> {
  const events = new EventBridgeClient(clientConfig(product.port));
  const EventBusName = product.busName;
  const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName }));
  const enabled = Rules.filter(({ State }) => State === 'ENABLED');
  for (const { Name } of enabled) await events.send(new DisableRuleCommand({ Name, EventBusName }));
  try {
    return await work();
  } finally {
    for (const { Name } of enabled) await events.send(new EnableRuleCommand({ Name, EventBusName }));
  }
}
