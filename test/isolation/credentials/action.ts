import type { Member } from '../requests/member';
import type { Estate } from './estate';
import type { Holder } from './holder';
import type { Keyring, MemberKeys } from './keyring';

/** A tenant with all that it has, and who holds its credentials. */
export interface Party {
  member: Member;
  estate: Estate;
  keys: MemberKeys;
}

/** One attempt's circumstances; in a control the owner is its own attacker. */
export interface Situation {
  /** Who acts. */
  by: Holder;
  attacker: Party;
  victim: Party;
  keyring: Keyring;
}

/** Something done with credentials to what a tenant has. */
export interface CredentialAction {
  /** The family, which a summary counts by. */
  kind: string;
  /** Unique within its kind. */
  name: string;
  /** Not every tenant has the resource, and some holders are trusted with it by design. @default all */
  fits?(situation: Situation): boolean;
  /** Who has this right: the owner's own credentials wherever the product grants it to any. */
  owner(situation: Omit<Situation, 'by'>): Holder;
  send(situation: Situation): Promise<unknown>;
  /** What the control does instead, where the attempt's very form is one that nobody may use. @default the same */
  plain?(situation: Situation): Promise<unknown>;
  /** Errors that a service gives after IAM has let the request pass. */
  past?: readonly string[];
  /** Errors that refuse beside those of IAM. */
  refusals?: readonly string[];
}
