import type { Product } from '../../builders/product';
import { type Attempt, areAttacked, type Verdict } from '../attempts';
import type { Choice } from '../choice';
import { evenly } from '../evenly';
import { castOf } from '../requests/cast';
import type { Member } from '../requests/member';
import { Seeded } from '../requests/seeded';
import type { CredentialAction, Party, Situation } from './action';
import { BELONGING_ACTIONS } from './actions/belongings';
import { ITEM_ACTIONS } from './actions/items';
import { SESSION_ACTIONS } from './actions/sessions';
import { USER_ACTIONS } from './actions/users';
import { estateOf } from './estate';
import { administratorOf } from './holder';
import { keyringOf } from './keyring';

const ACTIONS: readonly CredentialAction[] = [
  ...ITEM_ACTIONS,
  ...USER_ACTIONS,
  ...BELONGING_ACTIONS,
  ...SESSION_ACTIONS,
];

/** One possible attempt. */
interface Candidate {
  id: string;
  kind: string;
  action: CredentialAction;
  situation: Situation;
}

/**
 * Attempts with credentials: what an attacker can do who has taken over a tenant's tasks, or holds a session that was
 * vended for it, to everything that another tenant has. No service of ours is asked: IAM alone refuses.
 */
export async function credentialAttempts(
  product: Product,
  { seed, count, only, kind = '', remember = true }: Choice,
): Promise<Attempt[]> {
  const all = (await candidatesFor(product)).filter((candidate) => candidate.kind.includes(kind));
  const chosen = only ? all.filter(({ id }) => id === only) : evenly(all, groupOf, new Seeded(seed), count);
  const passed = remember ? new Map<string, Verdict>() : undefined;
  return chosen.map((candidate) => attemptOf(candidate, passed));
}

async function candidatesFor(product: Product): Promise<Candidate[]> {
  const cast = await castOf(product);
  const root = administratorOf(product.port);
  const estates = new Map<Member, Party['estate']>();
  for (const member of cast) estates.set(member, await estateOf(member, root, product.registryTable));
  const keyring = await keyringOf(cast, estates, root);
  const parties = cast.map((member): Party => {
    return {
      member,
      estate: estates.get(member) as Party['estate'],
      keys: keyring.of[member.key] as Party['keys'],
    };
  });
  return parties.flatMap((attacker) =>
    parties
      .filter((victim) => victim !== attacker && areAttacked(attacker.member.tier, victim.member.tier))
      .flatMap((victim) =>
        attacker.keys.all.flatMap((by) =>
          ACTIONS.map((action) => ({ action, situation: { by, attacker, victim, keyring } })),
        ),
      )
      // The pool's tasks work for all Basic tenants: what they may do for one is no attack on another.
      .filter(({ action, situation }) => action.owner(situation) !== situation.by)
      .filter(({ action, situation }) => action.fits?.(situation) ?? true)
      .map(({ action, situation }) => ({
        id: idOf(action, situation),
        kind: `credentials: ${action.kind}`,
        ...{ action, situation },
      })),
  );
}

/** `item/orders-GetItem/task-products/A1-P2` */
const idOf = ({ kind, name }: CredentialAction, { by, attacker, victim }: Situation): string =>
  [kind, name, by.name, `${attacker.member.key}-${victim.member.key}`]
    .map((part) => part.replaceAll(/[^\w.-]+/g, '-'))
    .join('/');

const groupOf = ({ kind, situation: { attacker, victim } }: Candidate): string =>
  `${kind} ${attacker.member.tier} ${victim.member.tier}`;

/** How IAM's refusals are called, by the protocol of the service. */
const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'ForbiddenException'];

/** @throws what is neither: an answer that proves nothing */
async function verdictOf(action: CredentialAction, work: () => Promise<unknown>): Promise<Verdict> {
  try {
    await work();
    return 'allowed';
  } catch (error) {
    const { name } = error as Error;
    if (action.past?.includes(name)) return 'allowed';
    if (DENIED.includes(name) || action.refusals?.includes(name)) return 'refused';
    throw error;
  }
}

function attemptOf({ id, kind, action, situation }: Candidate, passed?: Map<string, Verdict>): Attempt {
  const { by, attacker, victim } = situation;
  let trace = '';
  const note = async (who: string, send: () => Promise<unknown>): Promise<Verdict> => {
    try {
      const verdict = await verdictOf(action, send);
      trace += `${who}: ${verdict}\n`;
      return verdict;
    } catch (error) {
      trace += `${who}: ${(error as Error).name}: ${(error as Error).message}\n`;
      throw error;
    }
  };
  return {
    ...{ id, kind },
    pair: `${attacker.member.tier}>${victim.member.tier}`,
    trace: () => trace,
    run: () => note(`${by.name} of ${attacker.member.key}`, () => action.send(situation)),
    async control() {
      const owner = action.owner(situation);
      const asOwner = { ...situation, by: owner, attacker: victim };
      // The same request by the same owner need not be made for each attacker.
      const key = `${action.kind} ${action.name} ${victim.member.key}`;
      const known = passed?.get(key);
      if (known) return known;
      const verdict = await note(owner.name, () => (action.plain ?? action.send)(asOwner));
      if (verdict === 'allowed') passed?.set(key, verdict);
      return verdict;
    },
  };
}
