import type { Action } from './action';
import { bodyOf, pathOf } from './action';
import type { Member } from './member';
import type { Seeded } from './seeded';
import type { Header, WireAnswer } from './wire';

/** Where a request enters: at the gateway as tenants do, or behind it, as one who got into the network would. */
export const SURFACES = ['gateway', 'balancer', 'task'] as const;
export type Surface = (typeof SURFACES)[number];

/** A request before it is known where it enters. */
export interface Draft {
  method: string;
  /** From the service's name on. */
  path: string;
  headers: readonly Header[];
  body?: string | undefined;
  trailing?: string | undefined;
}

/** One attempt's circumstances. In a control the owner is its own attacker. */
export interface Attack {
  attacker: Member;
  victim: Member;
  action: Action;
  surface: Surface;
  random: Seeded;
  /** Tokens of an operator of the product, who is a user of no tenant. */
  operator: { idToken: string; accessToken: string };
}

/** A way to attack. */
export interface Technique {
  kind: string;
  /** Unique within its kind. */
  name: string;
  surfaces: readonly Surface[];
  /** @default every action and pair */
  fits?(attack: Pick<Attack, 'attacker' | 'victim' | 'action' | 'surface'>): boolean;
  request(attack: Attack): Draft;
  /**
   * `same`: the owner makes this very request, with its own token. `plain`: the owner does the same action without
   * the trick, where the trick is one that nobody may do (a forged token, a path that does not exist).
   */
  control: 'same' | 'plain';
  /** What an answer shows beside the victim's data and state, which are looked at in any case. */
  judge?(answer: WireAnswer, surface: Surface): boolean;
}

export const bearer = (token: string): Header => ['Authorization', `Bearer ${token}`];

/** The action as its owner does it, with another's token or none. */
export function draftOf({ action, victim }: Pick<Attack, 'action' | 'victim'>, token?: string): Draft {
  const body = bodyOf(action, victim);
  return {
    method: action.method,
    path: pathOf(action, victim),
    headers: token === undefined ? [] : [bearer(token)],
    ...(body && { body: JSON.stringify(body) }),
  };
}

/** Whether a service of ours answered, and not the gateway or the load balancer by itself. */
export const isFromService = ({ text }: WireAnswer): boolean =>
  /^x-request-id:/im.test(text.split('\r\n\r\n')[0] ?? '');

/**
 * A token is refused before anything is looked up; at the gateway, by the gateway itself: an answer of the service
 * would mean that it was admitted, and that the service alone stood in the way.
 */
export const tokenAdmitted = (answer: WireAnswer, surface: Surface): boolean =>
  surface === 'gateway' && isFromService(answer)
    ? true
    : ![0, 400, 401, 403, 413, 431].includes(answer.status);

/** A header that must have no effect: the attacker's own tasks answer, which know the attacker. */
export const rerouted = (answer: WireAnswer): boolean =>
  answer.status === 401 ||
  answer.status === 403 ||
  (!isFromService(answer) && ![0, 400, 413, 431].includes(answer.status));
