import { evenly } from '../isolation/evenly';
import { Seeded } from '../isolation/requests/seeded';
import type { Asked } from './asked';
import { EXPLAINED } from './differences';
import { engineVerdicts } from './engine-verdicts';
import { type Scene, setScene } from './principals';
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
  /** Principals of tenants to whom both allow nothing of their own: a wall without a door proves nothing. */
  locked: string[];
  /** The evaluators do not agree, and no explanation fits. */
  unexplained: Verdicts[];
  /** Explanations with how many differences they explain. */
  explained: { why: string; count: number }[];
  /** One of both lets a tenant's credentials reach what is not its own. */
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
      .filter((cell) => principal.tenant !== undefined || isNamed(cell)),
  );
};

/** Some policy of the principal's role names the action. */
const isNamed = ({ principal: { role }, request: { action } }: Asked): boolean =>
  JSON.stringify(role.identity).includes(`"${action}"`);

/**
 * Judges cells of the matrix by both evaluators. Among them is each that asks for an owner's own right, and each that an
 * explained difference names.
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
      .filter(({ tenant }) => tenant !== undefined)
      .map(({ name }) => name)
      .filter((name) => !verdicts.some((cell) => cell.principal.name === name && cell.engine && cell.second)),
    unexplained: different.filter((cell) => !EXPLAINED.some(({ fits }) => fits(cell))),
    explained: EXPLAINED.map(({ why, fits }) => ({ why, count: different.filter(fits).length })),
    breaches: verdicts.filter(
      ({ principal: { tenant }, request: { owner }, engine: one, second: other }) =>
        tenant !== undefined && owner !== tenant && (one || other),
    ),
  };
}

/** An action that the principal's own policies name, on what is its tenant's. */
const isOwnRight = (cell: Asked): boolean =>
  cell.principal.tenant !== undefined && cell.request.owner === cell.principal.tenant && isNamed(cell);

const groupOf = ({ principal, request }: Asked): string =>
  `${principal.name} ${request.action.split(':')[0]}`;
