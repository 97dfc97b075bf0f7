import type { Case, Fault, FaultRun } from './fault-run';
import { FAULTS } from './fault-run';
import type { Extra, Tier } from './lives';
import { TIERS } from './lives';

type Calls = Awaited<ReturnType<FaultRun['undisturbed']>>;

const FAULT_NAMES = Object.keys(FAULTS) as Fault[];

/** A function and a call in its code: a row of the table. */
export const rowOf = (path: string, siteId: string): string => `${path} ${siteId}`;

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
    FAULT_NAMES.map((fault) => ({ seen, fault, tier: seen.tier, extras: extrasFor(seen.bundle.path) })),
  );
}

const cost = (tier: Tier): number => TIERS.indexOf(tier);

/**
 * The cases of the calls that only a lost reply brings about (to look for what may have been made): each with each
 * fault, after that loss.
 */
export function casesAfterLoss(
  known: Set<string>,
  seen: Awaited<ReturnType<FaultRun['run']>>['seen'],
): Case[] {
  const rows = new Map<string, Case[]>();
  for (const { by, ...call } of seen) {
    const row = rowOf(call.bundle.path, call.site.id);
    if (known.has(row) || rows.has(row) || by.fault !== 'reply lost' || by.after) continue;
    rows.set(
      row,
      FAULT_NAMES.map((fault) => ({ seen: call, fault, tier: by.tier, extras: by.extras, after: by.seen })),
    );
  }
  return [...rows.values()].flat();
}

const heldLockOf = (path: string): Record<string, string> => {
  const test = 'registry/lock.test.ts "is taken over from an execution that ended without giving it back"';
  return {
    [`${path} lambdas/shared/registry/lock.ts:37 Get`]: test,
    [`${path} lambdas/shared/aws/execution-runs.ts:9 DescribeExecution`]: test,
  };
};

/**
 * Calls that neither an undisturbed life nor one after a lost reply makes, since they need more than one thing to have
 * gone wrong before, and the test that makes them. A row that is missing here fails the run, and so does one here that
 * was met after all.
 */
export const ELSEWHERE: Record<string, string> = {
  ...heldLockOf('onboarding/begin-onboarding'),
  ...heldLockOf('offboarding/begin-offboarding'),
  ...heldLockOf('suspension/begin-suspension'),
  'onboarding/begin-onboarding lambdas/shared/registry/registrations.ts:29 Get':
    'only for a change of nothing, which this function never asks for',
  'onboarding/begin-onboarding lambdas/shared/registry/registrations.ts:57 Update':
    'begin-onboarding.test.ts "shows a failed registration as in progress again"',
  'onboarding/await-services lambdas/onboarding/await-services/await-services.ts:89 UpdateService':
    'await-services.test.ts "starts a deployment afresh that had failed before a redrive"',
  'onboarding/deploy-service lambdas/onboarding/deploy-service/ecs-service.ts:88 UpdateService':
    'deploy-service.test.ts "brings what is there to an image that was configured since"',
  'offboarding/claim-removal lambdas/shared/registry/offboarding.ts:46 Update':
    'registry/offboarding.test.ts "a removal that is claimed twice, by a try whose reply was lost, is claimed"',
  'offboarding/complete-offboarding lambdas/shared/registry/offboarding.ts:96 TransactWrite':
    'registry/offboarding.test.ts "with the receipt on the registration, of 250 entries"',
  'offboarding/remove-network lambdas/offboarding/remove-network/namespace.ts:63 ListServices':
    'remove-network.test.ts "deletes the services that ECS has left in the namespace"',
  'offboarding/remove-network lambdas/offboarding/remove-network/namespace.ts:66 DeleteService':
    'remove-network.test.ts "deletes the services that ECS has left in the namespace"',
  'offboarding/remove-service lambdas/offboarding/remove-service/ecs-service.ts:65 DescribeServices':
    'remove-service.test.ts "waits for a service that a former try left draining"',
};
