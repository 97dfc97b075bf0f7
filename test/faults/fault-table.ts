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

/**
 * Calls that neither an undisturbed life nor one after a lost reply makes, and which test shows what happens when they
 * fail. A row that is missing here fails the run, and so does one here that was met after all.
 */
export const ELSEWHERE: Record<string, string> = {};
