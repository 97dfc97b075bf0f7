import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CLIENT_SETTINGS } from '../../lambdas/shared/aws/client-settings';
import { concurrently } from '../../lambdas/shared/aws/concurrently';
import { clientConfig } from '../../scripts/local/engine';
import { startStack, stopRun } from '../../scripts/local/stack';
import { differences, inventory } from '../builders/inventory';
import {
  type FaultRule,
  LOST_REPLY,
  type Microburst,
  serverError,
  startMicroburst,
  throttle,
} from '../builders/microburst';
import { buildTenant, Product } from '../builders/product';
import { type Bundle, type CallSite, stepBundles } from './call-sites';
import { type Extra, live, TIERS, type Tier } from './lives';

/** Milliseconds that the proxy keeps a call: longer than a client of ours waits. */
const HELD = 7_000;

type BuiltTenant = ReturnType<typeof buildTenant>;

/** Tries of a call by a step's clients: a call that fails as often fails its whole invocation. */
export const TRIES = CLIENT_SETTINGS.maxAttempts;

/** What happens to a call. Each strikes until the SDK's own tries are used up, or once where once is the point. */
export const FAULTS = {
  throttle: (service: string) => ({ ...throttle(service), times: TRIES }),
  'server error': (service: string) => ({ ...serverError(service), times: TRIES }),
  timeout: () => ({ timeout_ms: HELD, times: 1 }),
  /** 20 s a case: of one call a function, not of all. */
  'timeout of all tries': () => ({ timeout_ms: HELD, times: TRIES }),
  'reply lost': () => ({ ...LOST_REPLY, times: 1 }),
  /** For good: what the step has made stays, and nobody has recorded its id. */
  'record refused': () => ({
    body: 'TransactItems[0].Update',
    error: { code: 'AccessDeniedException', status: 400, message: 'The record is refused.' },
  }),
} satisfies Record<string, (service: string) => Partial<FaultRule>>;
export type Fault = keyof typeof FAULTS;

/** A call as a function made it. */
interface Seen {
  bundle: Bundle;
  site: CallSite;
  /** The function's name, and the position in its bundle: what a rule matches. */
  function: string;
  position: string;
  service: string;
  tenant: string;
}

/** A call to be harmed, in the life of a tenant that makes it. */
export interface Case {
  seen: Seen;
  fault: Fault;
  tier: Tier;
  extras: Extra[];
  /** What must happen first for the call to be made at all: the harm to another call. */
  after?: { seen: Seen; fault: Fault };
}

export interface Outcome {
  case: Case;
  /** How often the fault struck; a case whose fault never struck proves nothing. */
  struck: number;
  replays: number;
  problem?: string;
}

/** Tenants that live at once; their faults do not meet, since each rule names its tenant. */
const AT_ONCE = 6;
/** Cases whose rules the proxy has at a time: it looks through them at each call. */
const BATCH = 60;

/** Names of services where a signature names them otherwise than botocore. */
const BOTOCORE: Record<string, string> = {
  elasticloadbalancing: 'elbv2',
  tagging: 'resourcegroupstaggingapi',
  states: 'stepfunctions',
};

/** A product of its own whose functions reach AWS through the proxy and tell with each call where it comes from. */
export class FaultRun {
  readonly bundles: Bundle[];
  private readonly footprints = new Map<Tier, string>();
  private before: string[] = [];

  private constructor(
    readonly product: Product,
    private readonly proxy: Microburst,
    private readonly folder: string,
    private readonly trace: string,
  ) {
    this.bundles = stepBundles();
  }

  static async start(options: {
    port: number;
    proxyPort: number;
    folder: string;
    build?: boolean;
  }): Promise<FaultRun> {
    const { port, proxyPort, folder, build } = options;
    await stopRun(folder);
    rmSync(folder, { recursive: true, force: true });
    const proxy = await startMicroburst(proxyPort, `http://127.0.0.1:${port}`);
    await startStack({ port, folder, build, lambdaEndpointUrl: proxy.url, taskEndpointUrl: proxy.url });
    const trace = join(folder, 'calls.jsonl');
    writeFileSync(trace, '');
    await loadIntoFunctions(port, trace);
    const run = new FaultRun(await Product.open({ port, folder }), proxy, folder, trace);
    run.before = await inventory(port);
    return run;
  }

  async stop(): Promise<void> {
    await stopRun(this.folder);
    await this.proxy.stop();
  }

  /** Leads one undisturbed tenant of each tier through all of its life, and tells the calls that were made. */
  async undisturbed(): Promise<(Seen & { tier: Tier })[]> {
    const lives = await Promise.all(
      TIERS.map((tier) => live(this.product, buildTenant(tier), ['export', 'suspension'])),
    );
    lives.forEach((life, index) => {
      if (life.replays.length > 0) throw new Error(`an undisturbed life needed a replay: ${life.replays}`);
      this.footprints.set(TIERS[index] as Tier, (life.footprint ?? []).join('\n'));
    });
    const tierOf = new Map(lives.map(({ tenantName }, index) => [tenantName, TIERS[index] as Tier]));
    return this.calls().flatMap((call) => {
      const tier = tierOf.get(call.tenant);
      return tier ? [{ ...call, tier }] : [];
    });
  }

  /**
   * Leads a tenant of its own through each case, some at once, and compares what it had in service with the
   * undisturbed one of its tier.
   *
   * @returns the outcomes, and the calls that were made, those included that only a fault brings about
   */
  async run(
    cases: Case[],
    progress: (done: number) => void = () => {},
  ): Promise<{ outcomes: Outcome[]; seen: (Seen & { by: Case })[] }> {
    const outcomes: Outcome[] = [];
    const caseOf = new Map<string, Case>();
    for (let at = 0; at < cases.length; at += BATCH) {
      const batch = cases
        .slice(at, at + BATCH)
        .map((each) => ({ case: each, tenant: buildTenant(each.tier), outcome: outcomeOf(each) }));
      for (const { tenant, case: each } of batch) caseOf.set(tenant.tenantName, each);
      const rules = batch.map(({ case: each, tenant: { tenantName } }) => rulesOf(each, tenantName));
      const ids = await this.proxy.rules(rules.flat());
      const own = rules.map(({ length }) => ids.splice(0, length).at(-1));
      await this.proxy.clearFired();
      const count = async () => {
        const fired = await this.proxy.fired();
        batch.forEach(({ outcome }, index) => {
          outcome.struck = fired.filter(({ rule_id }) => rule_id === own[index]).length;
        });
      };
      await concurrently(batch, AT_ONCE, async ({ tenant, outcome }) => {
        await this.liveThrough(outcome, tenant);
        progress(outcomes.push(outcome));
      });
      await count();
      await this.runAfresh(batch.filter(({ outcome }) => outcome.struck === 0 && !outcome.problem));
      await count();
      for (const { outcome } of batch) {
        if (outcome.struck === 0) outcome.problem ??= 'the fault never struck: the call was not made';
        // The SDK's own tries have absorbed it, and the invocation has not failed.
        if (outcome.case.fault === 'timeout of all tries' && outcome.struck < TRIES)
          outcome.problem ??= `the fault struck ${outcome.struck} of ${TRIES} tries`;
      }
    }
    await this.proxy.rules([]);
    const seen = this.calls().flatMap((call) => {
      const by = caseOf.get(call.tenant);
      return by ? [{ ...call, by }] : [];
    });
    return { outcomes, seen };
  }

  /**
   * Once more, one after the other, with a function that starts anew: what it remembers of a call's answer (a cell, for
   * a minute) from other tenants' lives is then asked again, and the fault strikes.
   */
  private async runAfresh(batch: { case: Case; outcome: Outcome; tenant: BuiltTenant }[]): Promise<void> {
    const client = new LambdaClient(clientConfig(this.product.port));
    for (const { case: each, outcome, tenant } of batch) {
      await changeFunction(client, each.seen.function, { STARTED_ANEW_FOR: tenant.tenantName });
      // The rules name the tenant by its name, which is free again since the first life has ended.
      await this.liveThrough(outcome, tenant);
    }
  }

  private async liveThrough(outcome: Outcome, tenant: BuiltTenant): Promise<void> {
    const { tier, extras } = outcome.case;
    try {
      const life = await live(this.product, tenant, extras);
      outcome.replays = life.replays.length;
      const footprint = life.footprint?.join('\n');
      // A tenant that never was in service has none to compare.
      const different = footprint !== undefined && footprint !== this.footprints.get(tier);
      if (different) outcome.problem = `another footprint than undisturbed:\n${footprint}`;
      else if (life.replays.length > 1) outcome.problem = `${life.replays.length} replays: ${life.replays}`;
    } catch (error) {
      outcome.problem = `${(error as Error).name}: ${(error as Error).message}`;
    }
  }

  /** What the account has that it had not before all tenants, and the other way round. */
  async difference(): Promise<string[]> {
    return differences(this.before, await inventory(this.product.port));
  }

  /** The traced calls, one a tenant, function and call site. */
  private calls(): Seen[] {
    const byCode = new Map(this.bundles.map((bundle) => [bundle.code, bundle]));
    const found = new Map<string, Seen>();
    for (const line of readFileSync(this.trace, 'utf8').split('\n').filter(Boolean)) {
      const call = JSON.parse(line) as Traced;
      const bundle = byCode.get(call.code);
      if (!bundle) continue;
      const at = call.frames
        .map((position) => ({ position, site: bundle.siteAt(position) }))
        .find(({ site }) => site);
      if (!at?.site) continue;
      const key = `${call.tenant} ${bundle.path} ${at.site.id}`;
      const service = BOTOCORE[call.service] ?? call.service;
      found.set(key, {
        bundle,
        site: at.site,
        position: at.position,
        service,
        tenant: call.tenant,
        function: call.function,
      });
    }
    return [...found.values()];
  }
}

const outcomeOf = (each: Case): Outcome => ({ case: each, struck: 0, replays: 0 });

/** A line of the trace. */
interface Traced {
  function: string;
  code: string;
  tenant: string;
  service: string;
  /** `<line>:<column>`, innermost first. */
  frames: string[];
}

/** The rules of a case: they concern one tenant, one function and one place in its code. */
function rulesOf({ seen, fault, after }: Case, tenantName: string): FaultRule[] {
  const rule = (call: Seen, harm: Fault) =>
    ({
      headers: {
        'x-tenant': `|${tenantName}|`,
        'x-function': call.function,
        'x-frames': `|${call.position}|`,
      },
      ...FAULTS[harm](call.service),
    }) as FaultRule;
  return after ? [rule(after.seen, after.fault), rule(seen, fault)] : [rule(seen, fault)];
}

/** Has every function load what tells its call sites; their processes start anew with it. */
async function loadIntoFunctions(port: number, trace: string): Promise<void> {
  const client = new LambdaClient(clientConfig(port));
  const preload = join(__dirname, 'call-site-preload.cjs');
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName = '' } of Functions) {
      await changeFunction(client, FunctionName, {
        NODE_OPTIONS: `--require ${preload}`,
        CALL_SITE_TRACE: trace,
      });
    }
  }
}

/** Adds variables to a function's environment; its processes start anew with them. */
async function changeFunction(
  client: LambdaClient,
  FunctionName: string,
  variables: Record<string, string>,
): Promise<void> {
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, ...variables };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
}
