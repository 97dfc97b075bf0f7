import type { Product } from '../../builders/product';
import type { Attempt } from '../attempts';
import { areAttacked } from '../attempts';
import type { Choice } from '../choice';
import { evenly } from '../evenly';
import { ACTIONS, type Action } from './action';
import { castOf } from './cast';
import { loadBalancerName } from './find-tasks';
import { type Field, kindOf, makeAttempt } from './make-attempt';
import type { Member } from './member';
import { Seeded } from './seeded';
import type { Surface, Technique } from './technique';
import { HEADERS } from './techniques/headers';
import { IDS } from './techniques/ids';
import { PATHS } from './techniques/paths';
import { SCHEMES } from './techniques/schemes';
import { TOKENS } from './techniques/tokens';

const TECHNIQUES: readonly Technique[] = [...TOKENS, ...SCHEMES, ...IDS, ...HEADERS, ...PATHS];

/** One possible attempt. */
interface Candidate {
  id: string;
  technique: Technique;
  action: Action;
  surface: Surface;
  attacker: Member;
  victim: Member;
}

/**
 * Attempts by request: through the gateway, straight to the load balancer and straight to a task, with each technique
 * against each method of each service. The seed decides which, evenly over kinds and pairs, and what is made up in them.
 * Tenants of the cast are onboarded first.
 */
export async function requestAttempts(
  product: Product,
  { seed, count, only, kind = '', remember = true }: Choice,
): Promise<Attempt[]> {
  const [cast, loadBalancer] = await Promise.all([castOf(product), loadBalancerName(product.port)]);
  const field: Field = {
    gateway: { host: '127.0.0.1', port: product.port },
    loadBalancer,
    ...(remember && { controls: new Map() }),
  };
  const { idToken, accessToken } = product.operator;
  const all = candidatesAmong(cast).filter(({ surface, technique }) =>
    kindOf(surface, technique).includes(kind),
  );
  const chosen = only ? all.filter(({ id }) => id === only) : evenly(all, groupOf, new Seeded(seed), count);
  return chosen.map(({ id, technique, ...attack }) =>
    makeAttempt(id, field, technique, {
      ...attack,
      random: new Seeded(seed, id),
      operator: { idToken, accessToken },
    }),
  );
}

function candidatesAmong(cast: readonly Member[]): Candidate[] {
  const pairs = cast.flatMap((attacker) =>
    cast
      .filter((victim) => victim !== attacker && areAttacked(attacker.tier, victim.tier))
      .map((victim) => ({ attacker, victim })),
  );
  return TECHNIQUES.flatMap((technique) =>
    technique.surfaces.flatMap((surface) =>
      ACTIONS.flatMap((action) =>
        pairs
          .filter((pair) => technique.fits?.({ ...pair, action, surface }) ?? true)
          .map(({ attacker, victim }) => ({
            id: idOf(technique, surface, action, `${attacker.key}-${victim.key}`),
            ...{ technique, surface, action, attacker, victim },
          })),
      ),
    ),
  );
}

/** `wrong-key/no-key-id/gateway/orders-read/B1-A2` */
const idOf = ({ kind, name }: Technique, surface: Surface, action: Action, members: string): string =>
  [kind, name, surface, action.name, members].map((part) => part.replaceAll(/[^\w.-]+/g, '-')).join('/');

/** Each kind, surface and pair of tiers gets its share. */
const groupOf = ({ technique, surface, attacker, victim }: Candidate): string =>
  `${technique.kind} ${surface} ${attacker.tier} ${victim.tier}`;
