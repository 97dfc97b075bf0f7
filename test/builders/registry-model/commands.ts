import fc from 'fast-check';
import { completeOffboarding } from '../../../lambdas/offboarding/complete-offboarding/complete-offboarding';
import { ISOLATION, TIERS, type Tier } from '../../../lambdas/shared/contracts/tiers';
import type { OffboardingPlan } from '../../../lambdas/shared/contracts/workflow';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { planResources, recordCreated, recordDeleted } from '../../../lambdas/shared/registry/ledger';
import { releaseLock } from '../../../lambdas/shared/registry/lock';
import { getRegistration } from '../../../lambdas/shared/registry/registrations';
import { releaseTenant } from '../../../lambdas/shared/registry/release';
import { buildAdmission } from '../admission';
import { buildWorkflowTenant } from '../onboarding';
import {
  CAPACITY,
  type Known,
  liveOf,
  type Model,
  PLACES,
  type Real,
  requireInvariants,
  requireOwnPriorities,
  silosOf,
} from './world';

type Step = fc.AsyncCommand<Model, Real>;

/** A command that needs nothing of the model but perhaps tenants, after which all invariants hold. */
function step(name: string, needsTenant: boolean, run: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: ({ tenants }) => !needsTenant || tenants.length > 0,
    run: async (model, real) => {
      await run(model, real);
      await requireInvariants(model, real);
    },
    toString: () => name,
  };
}

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error) => error.name,
  );

const request = ({ tenant }: Pick<Known, 'tenant'>) =>
  buildAdmission({ ...tenant, registrationStatus: 'In progress' });

/** Why a new tenant may not be admitted, if it may not; the most telling reason first. */
function refusalOf(model: Model, { tenantName, email, tier }: Known['tenant']): string | undefined {
  const live = liveOf(model);
  const pooled = !ISOLATION[tier].silo;
  if (live.some(({ tenant }) => tenant.tenantName === tenantName)) return 'TenantNameTakenError';
  if (pooled && live.some(({ tenant }) => !ISOLATION[tenant.tier].silo && tenant.email === email))
    return 'AdminEmailTakenError';
  return !pooled && silosOf(model).length === CAPACITY ? 'NoCellHasRoomError' : undefined;
}

const learned = (tenant: Known['tenant'], placement: Known['placement']): Known => ({
  tenant,
  placement,
  live: true,
  ledger: new Map(),
  made: new Set(),
});

const register = (tenantName: string, tier: Tier, email: string): Step =>
  step(`register ${tenantName} ${tier} ${email}`, false, async (model, { context }) => {
    const tenant = buildWorkflowTenant({ tenantName, tier, email });
    const refusal = refusalOf(model, tenant);
    const work = admitTenant(context, PLACES, request({ tenant }));
    expect(await outcomeOf(work)).toBe(refusal ?? 'done');
    if (!refusal) model.tenants.push(learned(tenant, (await work).tenant.placement));
  });

/** Several at once want the last of something. */
const race = (tenantName: string, tier: Tier): Step =>
  step(`three at once register ${tenantName} ${tier}`, false, async (model, { context }) => {
    const tenants = [0, 1, 2].map((n) =>
      buildWorkflowTenant({ tenantName, tier, email: `${n}@race-${model.tenants.length}.example` }),
    );
    const possible = refusalOf(model, tenants[0] as Known['tenant']) === undefined;
    const results = await Promise.allSettled(
      tenants.map((tenant) => admitTenant(context, PLACES, request({ tenant }))),
    );
    const admitted = results.flatMap((result, n) =>
      result.status === 'fulfilled'
        ? [learned(tenants[n] as Known['tenant'], result.value.tenant.placement)]
        : [],
    );
    expect(admitted).toHaveLength(possible ? 1 : 0);
    model.tenants.push(...admitted);
  });

const pick = (model: Model, nth: number): Known => model.tenants[nth % model.tenants.length] as Known;

/** An event that is delivered twice, or late. */
const registerAgain = (nth: number): Step =>
  step(`register ${nth} again`, true, async (model, { context }) => {
    const known = pick(model, nth);
    const work = admitTenant(context, PLACES, request(known));
    expect(await outcomeOf(work)).toBe(known.live ? 'done' : 'RegistrationMismatchError');
    if (known.live)
      expect(await work).toMatchObject({ created: false, tenant: { placement: known.placement } });
  });

/** An execution begins; `again` is a redrive or retry of the one that has the lock. */
const begin = (nth: number, again: boolean): Step =>
  step(`begin ${nth}${again ? ' again' : ''}`, true, async (model, { begin: beginIt }) => {
    const known = pick(model, nth);
    const { holder, live, tenant } = known;
    const executionArn = again && holder ? holder : `arn:execution:${model.executions++}`;
    const busy = holder !== undefined && holder !== executionArn && model.running.has(holder);
    const work = beginIt({ tenant, executionArn });
    expect(await outcomeOf(work)).toBe(
      !live ? 'RegistrationMismatchError' : busy ? 'TenantBusyError' : 'done',
    );
    if (!live || busy) return;
    known.holder = executionArn;
    model.running.add(executionArn);
    const { services, silo } = await work;
    expect(silo).toBe(ISOLATION[tenant.tier].silo);
    if (silo)
      requireOwnPriorities(
        model,
        known,
        services.map(({ priority }) => priority),
      );
  });

/** Its execution is stopped, and gives nothing back. */
const crash = (nth: number): Step =>
  step(`crash ${nth}`, true, async (model) => {
    model.running.delete(pick(model, nth).holder ?? '');
  });

const end = (nth: number): Step =>
  step(`end ${nth}`, true, async (model, { context }) => {
    const known = pick(model, nth);
    await releaseLock(context, known.tenant.tenantId, 'arn:execution:of-another');
    if (known.holder === undefined) return;
    await releaseLock(context, known.tenant.tenantId, known.holder);
    model.running.delete(known.holder);
    known.holder = undefined;
  });

const RESOURCES = ['one', 'two', 'three'].map((name) => ({ type: 'Table', name }) as const);
type Change = 'plan' | 'make' | 'delete';

/** A step writes to the ledger: ahead, after it has made something, and after it has deleted it; in any order. */
const change = (nth: number, what: Change, first: number): Step =>
  step(`${what} resources of ${nth} from ${first}`, true, async (model, { context }) => {
    const { tenant, ledger, made } = pick(model, nth);
    const chosen = RESOURCES.slice(first);
    if (what === 'plan') {
      await planResources(context, tenant.tenantId, 'arn:execution', chosen);
      // What was made before stays made: forgotten, nobody would delete it.
      for (const { name } of chosen)
        if ((ledger.get(name) ?? 'deleted') === 'deleted') ledger.set(name, 'planned');
      return;
    }
    const planned = chosen.every(({ name }) => ledger.has(name));
    const work =
      what === 'make'
        ? recordCreated(
            context,
            tenant.tenantId,
            chosen.map((one) => ({ ...one, arn: `arn:${one.name}` })),
          )
        : recordDeleted(context, tenant.tenantId, chosen);
    expect(await outcomeOf(work)).toBe(planned ? 'done' : 'TransactionCanceledException');
    if (!planned) return;
    for (const { name } of chosen) {
      ledger.set(name, what === 'make' ? 'created' : 'deleted');
      if (what === 'make') made.add(name);
    }
  });

/** The tenant is gone; told twice, it must not give back what is another tenant's by now. */
const release = (nth: number): Step =>
  step(`release ${nth}`, true, async (model, { context }) => {
    const known = pick(model, nth);
    const registration = await getRegistration(context, known.tenant.tenantRegistrationId);
    if (!registration) throw new Error('no registration');
    expect(await releaseTenant(context, registration)).toBe(known.live);
    if (!known.live) return;
    known.live = false;
    known.holder = undefined;
  });

const complete = (nth: number): Step =>
  step(`complete the offboarding of ${nth}`, true, async (model, { context }) => {
    const known = pick(model, nth);
    if (known.live) return;
    const plan = {
      tenant: known.tenant,
      executionArn: 'arn:execution:offboarding',
    } as unknown as OffboardingPlan;
    await completeOffboarding({ registry: context, exportBucket: 'exports' })({ plan });
    // A receipt that is there stays; a footprint that was made after it would be lost, and is not made.
    known.ledger.clear();
  });

const nth = fc.nat({ max: 3 });
const name = fc.constantFrom('ann', 'bob', 'cid');
const tier = fc.constantFrom(...TIERS);
const email = fc.constantFrom('one@x.example', 'two@x.example');

const changes = (what: Change) =>
  fc.tuple(nth, fc.nat({ max: 2 })).map(([of, first]) => change(of, what, first));

/** Everything that can happen to tenants, as arbitraries; what takes several in a row to show stands here twice. */
export const COMMANDS = [
  fc.tuple(name, tier, email).map((facts) => register(...facts)),
  fc.tuple(name, tier).map((facts) => race(...facts)),
  nth.map(registerAgain),
  fc.tuple(nth, fc.boolean()).map((facts) => begin(...facts)),
  fc.tuple(nth, fc.boolean()).map((facts) => begin(...facts)),
  nth.map(crash),
  nth.map(end),
  ...(['plan', 'plan', 'make', 'make', 'delete'] as const).map(changes),
  nth.map(release),
  nth.map(complete),
];
