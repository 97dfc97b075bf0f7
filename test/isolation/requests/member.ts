import type { KeyObject } from 'node:crypto';
import type { TenantClient } from '../../builders/product';
import type { Holdings, Store } from './state';
import type { Address } from './wire';

export const SERVICES = ['orders', 'products', 'users'] as const;
export type Service = (typeof SERVICES)[number];
export type TierName = 'Basic' | 'Advanced' | 'Premium';

/** Header and claims of a genuine ID token, as a forger starts from. */
export interface DecodedToken {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** A tenant of the cast: each attacks and is attacked. */
export interface Member {
  /** `B1`, `B2`, `A1` … */
  key: string;
  tier: TierName;
  tenantId: string;
  client: TenantClient;
  idToken: string;
  accessToken: string;
  decoded: DecodedToken;
  /** What its pool signs ID tokens with. No attacker has it: it isolates every other check of a token. */
  poolKey: KeyObject;
  accessKey: KeyObject;
  userPoolId: string;
  apiKey: string;
  /** The value of the routing header that leads to its tasks. */
  tenantPath: string;
  /** Where its tasks listen. */
  tasks: Record<Service, Address>;
  store: Record<Service, Store>;
  /** What it has; kept up to date by whoever makes an attempt, in turn. */
  known: Record<Service, Holdings>;
  orderId: string;
  productId: string;
  /** The user that attempts aim at; its name changes when it is deleted and made again. */
  user(): { username: string; email: string };
  /** `next_token` of its list of orders, products and users after the first entry. */
  nextToken: Record<Service, string>;
  /** Texts that only its own data holds. */
  secrets: readonly string[];
}

/** Every text that tells of a member's data: an answer to another tenant with one of them is a leak. */
export function markersOf(member: Member): string[] {
  const users = [...member.known.users.keys()];
  const emails = [...member.known.users.values()].flatMap((user) =>
    (user as { Attributes?: { Name?: string; Value?: string }[] }).Attributes?.filter(
      ({ Name }) => Name === 'email',
    ).map(({ Value = '' }) => Value),
  );
  const mine = [member.tenantId, member.orderId, member.productId, ...member.secrets, ...users];
  return [...mine, ...emails.filter((email): email is string => Boolean(email))];
}
