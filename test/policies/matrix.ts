import { evenly } from '../isolation/evenly';
import { Seeded } from '../isolation/requests/seeded';
import type { Asked } from './asked';
import { EXPLAINED } from './differences';
import { engineVerdicts } from './engine-verdicts';
import { type Principal, type Scene, setScene } from './principals';
import { requestsOf } from './requests';
import { secondVerdict } from './second-evaluator';

export interface Verdicts extends Asked {
  engine: boolean;
  second: boolean;
}

export interface Judgement {
  asked: number;
  principals: number;
  /** By the second evaluator. */
  allowed: number;
  /** Principals of tenants and of the pool to whom both allow nothing of their own: a wall without a door proves nothing. */
  locked: string[];
  /** The evaluators do not agree, and no explanation fits. */
  unexplained: Verdicts[];
  /** Explanations with how many differences they explain. */
  explained: { why: string; count: number }[];
  /** One of both lets a tenant's credentials reach what is not its own, or the pool's what is a silo's. */
  breaches: Verdicts[];
}

const cellsOf = (scene: Scene): Asked[] => {
  const requests = requestsOf(scene);
  return scene.principals.flatMap((principal) =>
    requests
      .map((request, index) => ({
        ...{ id: `${principal.name} ${request.action} ${request.resource} #${index}`, principal, request },
      }))
      // No policy of ours has a wildcard action: what a function's role does not name needs no evaluator.
      .filter((cell) => isHeldByTenant(principal) || isNamed(cell)),
  );
};

/** Whose credentials an attacker has who has taken over tasks: a tenant's own, or the pool's. */
const isHeldByTenant = ({ tenant, pool }: Principal): boolean => tenant !== undefined || pool === true;

/** Some policy of the principal's role names the action. */
const isNamed = ({ principal: { role }, request: { action } }: Asked): boolean =>
  JSON.stringify(role.identity).includes(`"${action}"`);

/**
 * Judges cells of the matrix by both evaluators. Among them is each that asks for an owner's own right, each action that
 * the pool's tasks have, and each that an explained difference names.
 *
 * @param count how many; of each principal and service its share. @default all
 */
export async function judge({ seed, count }: { seed: number; count?: number }): Promise<Judgement> {
  const scene = await setScene();
  const all = cellsOf(scene);
  const always = all.filter((cell) => isOwnRight(cell) || EXPLAINED.some(({ fits }) => fits(cell)));
  const chosen = count ? [...new Set([...evenly(all, groupOf, new Seeded(seed), count), ...always])] : all;
  const engine = await engineVerdicts(scene.roles, chosen);
  const verdicts: Verdicts[] = [];
  for (const [index, cell] of chosen.entries()) {
    verdicts.push({ ...cell, engine: engine[index] === true, second: await secondVerdict(cell) });
  }
  const different = verdicts.filter(({ engine: one, second: other }) => one !== other);
  return {
    asked: verdicts.length,
    principals: scene.principals.length,
    allowed: verdicts.filter(({ second }) => second).length,
    locked: scene.principals
      .filter(isHeldByTenant)
      .map(({ name }) => name)
      .filter((name) => !verdicts.some((cell) => cell.principal.name === name && cell.engine && cell.second)),
    unexplained: different.filter((cell) => !EXPLAINED.some(({ fits }) => fits(cell))),
    explained: EXPLAINED.map(({ why, fits }) => ({ why, count: different.filter(fits).length })),
    breaches: verdicts.filter((cell) => (cell.engine || cell.second) && isBreach(scene, cell)),
  };
}

/** Whether nobody may allow it, by whose it is. What functions of the product may do is for other tests. */
const isBreach = (scene: Scene, cell: Asked): boolean =>
  (cell.principal.tenant !== undefined && cell.request.owner !== cell.principal.tenant) ||
  (cell.principal.pool === true && !isOfThePool(scene, cell));

/**
 * What the pool's credentials are for. Its tasks manage the shared pool's users, and take sessions of the one tenant that
 * they name, of whichever tier: Advanced tenants' products are in the pooled table. Those sessions reach what is shared by
 * leading key. All else that a silo tenant has is its own.
 */
const isOfThePool = (
  { shared }: Scene,
  { principal: { tenant }, request: { resource, owner, trust } }: Asked,
): boolean => {
  if (tenant !== undefined) return [shared.orders, shared.products, shared.signOuts].includes(resource);
  if (trust) return /Tenant(Data|SignOuts)Role/.test(trust.name) && owner !== 'nobody';
  return resource === shared.sharedPool;
};

/**
 * An action that the principal's own policies name, on what is its tenant's. Of the pool's tasks, on whatever it is: what
 * they may do with theirs, they may do nowhere else.
 */
const isOwnRight = (cell: Asked): boolean => {
  const { tenant, pool } = cell.principal;
  return (tenant === undefined ? pool === true : cell.request.owner === tenant) && isNamed(cell);
};

const groupOf = ({ principal, request }: Asked): string =>
  `${principal.name} ${request.action.split(':')[0]}`;
