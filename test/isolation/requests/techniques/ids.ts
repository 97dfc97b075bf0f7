import { itemId } from '../action';
import type { Member, Service } from '../member';
import { type Attack, bearer, draftOf, SURFACES, type Technique } from '../technique';

/** The attacker's own token with ids of the victim's, wherever a request can carry one. */
const mine = (attack: Attack) => draftOf(attack, attack.attacker.idToken);

const rawId = (service: Service, owner: Member): string =>
  service === 'users' ? owner.user().username : service === 'orders' ? owner.orderId : owner.productId;

/** Other ways to write the victim's id in a path. */
const SPELLINGS: Record<string, (attack: Attack) => string> = {
  escaped: ({ action, victim }) =>
    [...itemId(action.service, victim)].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(''),
  'escaped colon': ({ action, victim }) => itemId(action.service, victim).replace(':', '%3a'),
  'twice escaped colon': ({ action, victim }) => itemId(action.service, victim).replace(':', '%253a'),
  'in capitals': ({ action, victim }) => itemId(action.service, victim).toUpperCase(),
  "under the attacker's tenant": ({ action, victim, attacker }) =>
    `${attacker.tenantId}:${rawId(action.service, victim)}`,
  'both tenants': ({ action, victim, attacker }) =>
    `${attacker.tenantId}:${victim.tenantId}:${rawId(action.service, victim)}`,
  'both ids': ({ action, victim, attacker }) =>
    `${itemId(action.service, attacker)},${itemId(action.service, victim)}`,
  'without a tenant': ({ action, victim }) => rawId(action.service, victim),
  'any item': ({ victim }) => `${victim.tenantId}:*`,
  'any tenant': ({ action, victim }) => `*:${rawId(action.service, victim)}`,
  'a null before it': ({ action, victim, attacker }) =>
    `${itemId(action.service, attacker)}%00${itemId(action.service, victim)}`,
  'a blank before it': ({ action, victim }) => `%20${itemId(action.service, victim)}`,
  'a line break after it': ({ action, victim }) => `${itemId(action.service, victim)}%0d%0aX-Tenant:%20x`,
  'a wide colon': ({ action, victim }) => itemId(action.service, victim).replace(':', '%ef%bc%9a'),
  'its e-mail address': ({ action, victim }) =>
    action.service === 'users' ? encodeURIComponent(victim.user().email) : itemId(action.service, victim),
  'its e-mail address in capitals': ({ action, victim }) =>
    action.service === 'users' ? victim.user().email.toUpperCase() : itemId(action.service, victim),
};

const IN_PATH: Technique[] = [
  {
    kind: 'id in path',
    name: 'as it is',
    surfaces: SURFACES,
    control: 'same',
    fits: ({ action }) => action.ofItem,
    request: mine,
  },
  ...Object.entries(SPELLINGS).map(
    ([name, id]): Technique => ({
      kind: 'id in path',
      name,
      surfaces: SURFACES,
      control: 'plain',
      fits: ({ action }) => action.ofItem,
      request: (attack) => ({ ...mine(attack), path: `/${attack.action.service}/${id(attack)}` }),
    }),
  ),
];

type Body = Record<string, unknown>;

/** Fields that name another tenant. */
const FIELDS: Record<string, (attack: Attack) => Body> = {
  tenantId: ({ victim }) => ({ tenantId: victim.tenantId }),
  'tenantId and id': ({ victim, action }) => ({
    tenantId: victim.tenantId,
    [action.service === 'users' ? 'username' : `${action.service.slice(0, -1)}Id`]: rawId(
      action.service,
      victim,
    ),
  }),
  'the claim': ({ victim }) => ({ 'custom:tenantId': victim.tenantId }),
  'other spellings': ({ victim }) => ({ tenant_id: victim.tenantId, TenantId: victim.tenantId }),
  'a nested tenant': ({ victim }) => ({
    tenant: { id: victim.tenantId },
    caller: { tenantId: victim.tenantId },
  }),
  'the key': ({ victim }) => ({ key: { tenantId: victim.tenantId } }),
  'attributes of the user': ({ victim }) => ({
    UserAttributes: [{ Name: 'custom:tenantId', Value: victim.tenantId }],
  }),
};

const written = ({ action }: Pick<Attack, 'action'>): boolean =>
  action.verb === 'create' || action.verb === 'replace';

const bodyOfMine = (attack: Attack): Body => JSON.parse(mine(attack).body ?? '{}') as Body;

/** Onto the attacker's own path: what would be moved is the attacker's item, into the victim's partition. */
const ontoOwnPath = (attack: Attack, body: string) => ({
  ...mine(attack),
  path: attack.action.ofItem
    ? `/${attack.action.service}/${itemId(attack.action.service, attack.attacker)}`
    : `/${attack.action.service}`,
  body,
});

const IN_BODY: Technique[] = [
  ...Object.entries(FIELDS).flatMap(([name, fields]): Technique[] => [
    {
      kind: 'id in body',
      name,
      surfaces: SURFACES,
      control: 'plain',
      fits: written,
      request: (attack) => ontoOwnPath(attack, JSON.stringify({ ...bodyOfMine(attack), ...fields(attack) })),
    },
    {
      kind: 'id in body',
      name: `${name}, and in the path`,
      surfaces: SURFACES,
      control: 'plain',
      fits: ({ action }) => action.verb === 'replace',
      request: (attack) => ({
        ...mine(attack),
        body: JSON.stringify({ ...bodyOfMine(attack), ...fields(attack) }),
      }),
    },
  ]),
  {
    kind: 'id in body',
    name: 'tenantId twice',
    surfaces: SURFACES,
    control: 'plain',
    fits: written,
    request: (attack) => {
      const rest = JSON.stringify(bodyOfMine(attack)).slice(1);
      const { attacker, victim } = attack;
      return ontoOwnPath(
        attack,
        `{"tenantId":"${attacker.tenantId}","tenantId":"${victim.tenantId}",${rest}`,
      );
    },
  },
  {
    kind: 'id in body',
    name: 'the prototype',
    surfaces: SURFACES,
    control: 'plain',
    fits: written,
    request: (attack) => {
      const rest = JSON.stringify(bodyOfMine(attack)).slice(1);
      const tenant = `{"tenantId":"${attack.victim.tenantId}"}`;
      return ontoOwnPath(attack, `{"__proto__":${tenant},"constructor":{"prototype":${tenant}},${rest}`);
    },
  },
  ...['as it is', "with the victim's tenant"].flatMap((name) =>
    [true, false].map(
      (priced): Technique => ({
        kind: "another's product in an order",
        name: `${name}, ${priced ? 'with' : 'without'} a price`,
        surfaces: SURFACES,
        control: 'same',
        fits: ({ action }) => action.name === 'orders-create',
        request: (attack) => {
          const { victim, attacker } = attack;
          const productId = name === 'as it is' ? victim.productId : `${victim.tenantId}:${victim.productId}`;
          const line = { productId, quantity: 1, ...(priced && { price: 1 }) };
          return {
            ...mine(attack),
            headers: [bearer(attacker.idToken)],
            body: JSON.stringify({ orderName: 'ordered by an attempt', orderProducts: [line] }),
          };
        },
      }),
    ),
  ),
];

const QUERIES: Record<string, (attack: Attack) => string> = {
  tenantId: ({ victim }) => `tenantId=${victim.tenantId}`,
  tenant: ({ victim }) => `tenant=${victim.tenantId}&tenant_id=${victim.tenantId}`,
  tenantPath: ({ victim }) => `tenantPath=${victim.tenantPath}`,
  'the claim': ({ victim }) => `custom%3AtenantId=${victim.tenantId}`,
  'tenantId twice': ({ victim, attacker }) => `tenantId=${attacker.tenantId}&tenantId=${victim.tenantId}`,
  'a list': ({ victim }) => `tenantId[]=${victim.tenantId}&tenantId[$ne]=x`,
  'the id': ({ victim, action }) => `id=${encodeURIComponent(itemId(action.service, victim))}`,
  'a filter': ({ victim }) => `filter=${encodeURIComponent(`tenantId = "${victim.tenantId}"`)}&limit=100`,
};

const IN_QUERY: Technique[] = [
  ...Object.entries(QUERIES).map(
    ([name, query]): Technique => ({
      kind: 'id in query',
      name,
      surfaces: SURFACES,
      control: 'same',
      request: (attack) => {
        const draft = mine(attack);
        return { ...draft, path: `${draft.path}?${query(attack)}` };
      },
    }),
  ),
  {
    kind: 'id in query',
    name: "the victim's next_token",
    surfaces: SURFACES,
    control: 'same',
    fits: ({ action }) => action.verb === 'list',
    request: (attack) => {
      const draft = mine(attack);
      const token = attack.victim.nextToken[attack.action.service];
      return { ...draft, path: `${draft.path}?limit=50&next_token=${encodeURIComponent(token)}` };
    },
  },
];

export const IDS: readonly Technique[] = [...IN_PATH, ...IN_BODY, ...IN_QUERY];
