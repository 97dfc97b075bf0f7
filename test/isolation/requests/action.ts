import type { Member, Service } from './member';
import { SERVICES } from './member';

const VERBS = ['list', 'read', 'create', 'replace', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** Something that an owner does with a service: each service with each of its methods. */
export interface Action {
  name: string;
  service: Service;
  verb: Verb;
  method: string;
  /** Of one item, whose id stands in the path; else of the collection. */
  ofItem: boolean;
}

const METHOD: Record<Verb, string> = {
  list: 'GET',
  read: 'GET',
  create: 'POST',
  replace: 'PUT',
  delete: 'DELETE',
};

export const ACTIONS: readonly Action[] = SERVICES.flatMap((service) =>
  VERBS.map((verb) => ({
    name: `${service}-${verb}`,
    service,
    verb,
    method: METHOD[verb],
    ofItem: verb !== 'list' && verb !== 'create',
  })),
);

/** `tenantId:itemId`, or the user's name. */
export function itemId(service: Service, owner: Member): string {
  if (service === 'users') return owner.user().username;
  return `${owner.tenantId}:${service === 'orders' ? owner.orderId : owner.productId}`;
}

/** The path by which an owner does it. */
export const pathOf = ({ service, ofItem }: Action, owner: Member): string =>
  ofItem ? `/${service}/${itemId(service, owner)}` : `/${service}`;

/** The body with which an owner does it; undefined where there is none. */
export function bodyOf({ service, verb }: Action, owner: Member): Record<string, unknown> | undefined {
  if (verb !== 'create' && verb !== 'replace') return undefined;
  if (service === 'orders') return { orderName: `${verb} by an attempt`, orderProducts: [] };
  if (service === 'products') return { name: `${verb} by an attempt`, price: 1, sku: 'X', category: 'Y' };
  if (verb === 'replace') return { userRole: 'TenantAdmin' };
  const userEmail = `eve@${owner.client.tenant.tenantName}.example`;
  return { userName: 'eve', userEmail, userRole: 'TenantUser' };
}
