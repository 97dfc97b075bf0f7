import type { Bundle } from './call-sites';
import type { Case, Fault, FaultRun } from './fault-run';
import type { Extra, Tier } from './lives';
import { TIERS } from './lives';

type Calls = Awaited<ReturnType<FaultRun['undisturbed']>>;

/** What each call in the table meets. */
export const TABLE_FAULTS = ['throttle', 'server error', 'timeout', 'reply lost'] as const satisfies Fault[];
/** What brings about calls that an undisturbed life does not make: to look for what may have been made. */
const LEADING: readonly Fault[] = ['reply lost', 'record refused'];

/** A function and a call in its code: a row of the table. */
export const rowOf = (path: string, siteId: string): string => `${path} ${siteId}`;

export const rowsOf = (bundles: Bundle[]): string[] =>
  bundles.flatMap(({ path, sites }) => sites.map(({ id }) => rowOf(path, id)));

/** What a life needs beside coming and leaving for a function to run. */
const extrasFor = (path: string): Extra[] => {
  if (path.startsWith('suspension/')) return ['suspension'];
  return path.startsWith('export/') ? ['export'] : [];
};

/** The cases of all calls of an undisturbed life: each with each fault, in the cheapest tier that makes the call. */
export function casesOf(calls: Calls): Case[] {
  const rows = new Map<string, Calls[number]>();
  for (const call of calls) {
    const row = rowOf(call.bundle.path, call.site.id);
    const known = rows.get(row);
    if (!known || cost(call.tier) < cost(known.tier)) rows.set(row, call);
  }
  return [...rows.values()].flatMap((seen) =>
    TABLE_FAULTS.map((fault) => ({ seen, fault, tier: seen.tier, extras: extrasFor(seen.bundle.path) })),
  );
}

const cost = (tier: Tier): number => TIERS.indexOf(tier);

/**
 * An onboarding that failed for good after a step had made something, before its id was recorded: of each step, in each
 * tier. The tenant is offboarded as it is.
 */
export function abandonedCases(calls: Calls): Case[] {
  const steps = new Map<string, Case>();
  for (const { tier, ...seen } of calls) {
    const records = /\/ledger\.ts \w+ TransactWrite( #\d+)?$/.test(seen.site.id);
    if (!records || !seen.bundle.path.startsWith('onboarding/')) continue;
    steps.set(`${tier} ${seen.bundle.path}`, { seen, fault: 'record refused', tier, extras: ['abandoned'] });
  }
  return [...steps.values()];
}

/**
 * Timeouts that fail a whole invocation, so that the state machine has to try it again: of the last call of each
 * function, when all others of the invocation have taken effect.
 */
export function timedOutCases(calls: Calls): Case[] {
  const last = new Map<string, Calls[number]>();
  for (const call of calls) {
    const known = last.get(call.bundle.path);
    if (!known || cost(call.tier) <= cost(known.tier)) last.set(call.bundle.path, call);
  }
  return [...last.values()].map(({ tier, ...seen }) => ({
    seen,
    fault: 'timeout of all tries',
    tier,
    extras: extrasFor(seen.bundle.path),
  }));
}

/** The cases of the calls that only another one's harm brings about: each with each fault, after that harm. */
export function casesAfterHarm(
  known: Set<string>,
  seen: Awaited<ReturnType<FaultRun['run']>>['seen'],
): Case[] {
  const rows = new Map<string, Case[]>();
  for (const { by, ...call } of seen) {
    const row = rowOf(call.bundle.path, call.site.id);
    if (known.has(row) || rows.has(row) || !LEADING.includes(by.fault) || by.after) continue;
    const after = { seen: by.seen, fault: by.fault };
    rows.set(
      row,
      TABLE_FAULTS.map((fault) => ({ seen: call, fault, tier: by.tier, extras: by.extras, after })),
    );
  }
  return [...rows.values()].flat();
}

const heldLockOf = (path: string): Record<string, string> => {
  const test = 'registry/lock.test.ts "is taken over from an execution that ended without giving it back"';
  return {
    [`${path} lambdas/shared/registry/lock.ts readLock Get`]: test,
    [`${path} lambdas/shared/aws/execution-runs.ts executionStatus DescribeExecution`]: test,
  };
};

const KEYS = 'lambdas/shared/footprint/encryption-key.ts';
const madeAndRemoved = (verb: string): string =>
  `moto/tenant-keys.test.ts "converge though each kind of call loses its first reply", ${verb}`;
/** Made only where `encryption.keys=customer` is configured, and of tenants that have a key since. */
const ofTenantKeys = (): Record<string, string> => ({
  'onboarding/create-storage lambdas/onboarding/create-storage/encryption-key.ts createKey EnableKeyRotation':
    madeAndRemoved('making'),
  'onboarding/create-storage lambdas/onboarding/create-storage/encryption-key.ts keyWithoutName CreateKey':
    madeAndRemoved('making'),
  'onboarding/create-storage lambdas/onboarding/create-storage/encryption-key.ts name CreateAlias':
    madeAndRemoved('making'),
  [`onboarding/create-storage ${KEYS} describeKey DescribeKey`]: madeAndRemoved('making'),
  [`onboarding/create-storage ${KEYS} keysOf ListKeys`]: madeAndRemoved('making'),
  'offboarding/remove-data lambdas/offboarding/remove-data/encryption-key.ts removeKeys DeleteAlias':
    madeAndRemoved('removing'),
  [`offboarding/remove-data ${KEYS} describeKey DescribeKey`]: madeAndRemoved('removing'),
  [`offboarding/remove-data ${KEYS} keysOf ListKeys`]: madeAndRemoved('removing'),
  [`offboarding/remove-data ${KEYS} scheduleKeyDeletion ScheduleKeyDeletion`]: madeAndRemoved('removing'),
  [`offboarding/verify-gone ${KEYS} keysOf ListKeys`]: madeAndRemoved('looking'),
});

/**
 * Calls that neither an undisturbed life makes nor one after a lost reply or a refused record, since they need more than
 * one thing to have gone wrong before, and the test that makes them. A row that is missing here fails the run, and so
 * does one here that was met after all.
 */
export const ELSEWHERE: Record<string, string> = {
  ...heldLockOf('onboarding/begin-onboarding'),
  ...heldLockOf('suspension/begin-suspension'),
  ...ofTenantKeys(),
  'onboarding/begin-onboarding lambdas/shared/registry/registrations.ts update Update':
    'begin-onboarding.test.ts "shows a failed registration as in progress again"',
  'onboarding/await-services lambdas/onboarding/await-services/await-services.ts missingAtEcs UpdateService':
    'await-services.test.ts "starts a deployment afresh that had failed before a redrive"',
  'onboarding/deploy-service lambdas/onboarding/deploy-service/ecs-service.ts bringToGoal UpdateService':
    'deploy-service.test.ts "brings what is there to an image that was configured since"',
  'onboarding/create-identity lambdas/onboarding/create-identity/user-pool.ts offerSecondFactor SetUserPoolMfaConfig':
    'create-identity.test.ts "asks of its users what is configured"',
  'offboarding/revoke-access lambdas/shared/footprint/api-key.ts findApiKey GetApiKeys':
    'revoke-access.test.ts "finds a key whose id nobody recorded by its exact name"',
  'offboarding/revoke-access lambdas/shared/footprint/api-key.ts apiKeyExists GetApiKey':
    'revoke-access.test.ts "accepts a key that is gone"',
  // Runs where data is kept for a time, which the lives do not wait for.
  'offboarding/claim-removal lambdas/shared/registry/lock.ts readLock Get':
    'middleware/step.test.ts "a step of an execution that was redriven after another had come changes nothing"',
  'offboarding/claim-removal lambdas/shared/registry/offboarding.ts unlessCancelled Update':
    'registry/offboarding.test.ts "a removal that is claimed twice, by a try whose reply was lost, is claimed"',
  'offboarding/complete-offboarding lambdas/shared/registry/offboarding.ts closeLedger TransactWrite #2':
    'registry/offboarding.test.ts "with the receipt on the registration, of 250 entries"',
  'offboarding/remove-network lambdas/offboarding/remove-network/namespace.ts deleteServices ListServices':
    'remove-network.test.ts "deletes the services that ECS has left in the namespace"',
  'offboarding/remove-network lambdas/offboarding/remove-network/namespace.ts deleteServices DeleteService':
    'remove-network.test.ts "deletes the services that ECS has left in the namespace"',
  'offboarding/remove-service lambdas/offboarding/remove-service/ecs-service.ts describe DescribeServices':
    'remove-service.test.ts "waits for a service that a former try left draining"',
};
