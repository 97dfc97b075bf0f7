/**
 * One attack on the wall between two tenants, paired with the same action by its owner.
 *
 * The pairing is what gives a refusal its meaning: a control that is refused as well says that the request
 * was malformed, or the resource missing, and the attempt has proved nothing.
 */
export interface Attempt {
  /** Stable for a seed: the same seed and count give the same ids in the same order. */
  id: string;
  /** Attacker's tier, then the owner's, e.g. `Advanced>Premium`. Each pair is attacked in both directions. */
  pair: string;
  /** The family of the attempt, e.g. `leading-key`, `tag-widening`, `forged-token`: what a summary counts by. */
  kind: string;
  /** Makes the attempt as the attacker. `refused` is the only good answer. Throws when neither is certain. */
  run(): Promise<Verdict>;
  /** The same action by the owner. `allowed` is the only good answer. */
  control(): Promise<Verdict>;
  /** What was sent and answered so far, without tokens and secrets: shown when one attempt is repeated. */
  trace?(): string;
}

export type Verdict = 'allowed' | 'refused';

/** The pairs of tiers that are attacked, each in both directions. */
export const TIER_PAIRS = [
  ['Basic', 'Basic'],
  ['Basic', 'Advanced'],
  ['Basic', 'Premium'],
  ['Advanced', 'Advanced'],
  ['Advanced', 'Premium'],
  ['Premium', 'Premium'],
] as const;

/** Whether a tenant of one tier attacks tenants of another. */
export const areAttacked = (attacker: string, victim: string): boolean =>
  TIER_PAIRS.some(
    ([one, other]) => (attacker === one && victim === other) || (attacker === other && victim === one),
  );
