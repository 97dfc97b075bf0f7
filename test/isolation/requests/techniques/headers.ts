import { type Attack, draftOf, rerouted, type Surface, type Technique } from '../technique';
import type { Header } from '../wire';

const GATEWAY: readonly Surface[] = ['gateway'];
const ALL: readonly Surface[] = ['gateway', 'balancer', 'task'];

const withHeaders = (attack: Attack, headers: readonly Header[]) => {
  const draft = draftOf(attack, attack.attacker.idToken);
  return { ...draft, headers: [...draft.headers, ...headers] };
};

const ROUTING = ['tenantPath', 'tenantpath', 'TENANTPATH', 'TeNaNtPaTh'];

/** The header that routes behind the gateway, by the client: it must have no effect at all. */
const TENANT_PATH: Technique[] = [
  ...ROUTING.map(
    (name): Technique => ({
      kind: 'spoofed tenantPath',
      name,
      surfaces: GATEWAY,
      control: 'same',
      judge: rerouted,
      request: (attack) => withHeaders(attack, [[name, attack.victim.tenantPath]]),
    }),
  ),
  {
    kind: 'spoofed tenantPath',
    name: 'a path that there is not',
    surfaces: GATEWAY,
    control: 'same',
    judge: rerouted,
    request: (attack) => withHeaders(attack, [['tenantPath', `${attack.victim.tenantPath}x`]]),
  },
  ...[
    ['x-tenant-path'],
    ['tenant-path'],
    ['tenant_path'],
    ['x-amzn-tenantpath'],
    ['integration.tenantPath'],
  ].map(
    ([name = '']): Technique => ({
      kind: 'spoofed tenantPath',
      name: `like it: ${name}`,
      surfaces: GATEWAY,
      control: 'same',
      request: (attack) => withHeaders(attack, [[name, attack.victim.tenantPath]]),
    }),
  ),
  ...(
    [
      ['a blank before the colon', 'tenantPath '],
      ['a blank before the name', 'X-A: b\r\n tenantPath'],
      ['a line break in a value', 'X-A: b\ntenantPath'],
    ] as const
  ).map(
    ([name, header]): Technique => ({
      kind: 'spoofed tenantPath',
      name,
      surfaces: GATEWAY,
      control: 'plain',
      request: (attack) => withHeaders(attack, [[header, attack.victim.tenantPath]]),
    }),
  ),
];

const API_KEY: Technique[] = (
  [
    ["the victim's", ({ victim }) => victim.apiKey],
    ['made up', ({ random }) => random.next().toString(36)],
    ['empty', () => ''],
  ] as [string, (attack: Attack) => string][]
).map(
  ([name, key]): Technique => ({
    kind: 'spoofed x-api-key',
    name,
    surfaces: GATEWAY,
    control: 'same',
    judge: rerouted,
    request: (attack) => withHeaders(attack, [['X-API-Key', key(attack)]]),
  }),
);

const FORWARDED: Record<string, (attack: Attack) => readonly Header[]> = {
  host: ({ victim }) => [
    ['X-Forwarded-Host', `${victim.tenantId}.example`],
    ['X-Host', `${victim.tenantId}.example`],
    ['Forwarded', `for=127.0.0.1;host=${victim.tenantId}.example;proto=https`],
  ],
  address: ({ random }) => [
    ['X-Forwarded-For', `10.0.${random.below(256)}.${random.below(256)}, 127.0.0.1`],
    ['X-Real-IP', '127.0.0.1'],
    ['True-Client-IP', '127.0.0.1'],
  ],
  'protocol and port': () => [
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Port', '3010'],
  ],
  prefix: ({ victim }) => [
    ['X-Forwarded-Prefix', `/${victim.tenantPath}`],
    ['X-Forwarded-Path', `/${victim.tenantPath}`],
  ],
  tenant: ({ victim }) => [
    ['X-Forwarded-Tenant', victim.tenantId],
    ['X-Tenant-Id', victim.tenantId],
    ['tenantId', victim.tenantId],
  ],
  url: (attack) => [
    ['X-Original-URL', draftOf(attack).path],
    ['X-Rewrite-URL', draftOf(attack).path],
    ['X-Forwarded-URI', draftOf(attack).path],
  ],
  authorizer: ({ victim }) => [
    ['X-Amzn-Authorizer-TenantId', victim.tenantId],
    ['X-Amzn-Oidc-Identity', String(victim.decoded.claims.sub)],
    ['custom:tenantId', victim.tenantId],
  ],
};

const X_FORWARDED: Technique[] = Object.entries(FORWARDED).map(([name, headers]) => ({
  kind: 'spoofed X-Forwarded',
  name,
  surfaces: ALL,
  control: 'same',
  request: (attack) => withHeaders(attack, headers(attack)),
}));

const HOST: Technique[] = (
  [
    ["the victim's", ({ victim }) => `${victim.tenantId}.example`],
    ["the task's", ({ victim, action }) => `127.0.0.1:${victim.tasks[action.service].port}`],
    ['a Service Connect name', ({ action }) => `${action.service}-api:3010`],
    ['none', () => ''],
  ] as [string, (attack: Attack) => string][]
).map(
  ([name, host]): Technique => ({
    kind: 'spoofed Host',
    name,
    surfaces: ALL,
    control: 'plain',
    request: (attack) => withHeaders(attack, [['Host', host(attack)]]),
  }),
);

const TWICE: Record<string, (attack: Attack) => readonly Header[]> = {
  tenantPath: ({ attacker, victim }) => [
    ['tenantPath', attacker.tenantPath],
    ['tenantPath', victim.tenantPath],
  ],
  'tenantPath, the victim first': ({ attacker, victim }) => [
    ['tenantPath', victim.tenantPath],
    ['TenantPath', attacker.tenantPath],
  ],
  'tenantPath in one': ({ attacker, victim }) => [
    ['tenantPath', `${attacker.tenantPath}, ${victim.tenantPath}`],
  ],
  Host: ({ victim }) => [
    ['Host', '127.0.0.1'],
    ['Host', `${victim.tenantId}.example`],
  ],
  'Content-Length': () => [
    ['Content-Length', '0'],
    ['Content-Length', '7'],
  ],
  'Content-Type': () => [
    ['Content-Type', 'application/json'],
    ['Content-Type', 'text/plain'],
  ],
  'X-Request-Id': ({ random }) => [
    ['X-Request-Id', 'first-of-two'],
    ['X-Request-Id', random.next().toString(36)],
  ],
};

const DUPLICATE: Technique[] = Object.entries(TWICE).map(([name, headers]) => ({
  kind: 'duplicate header',
  name,
  surfaces: GATEWAY,
  control: 'plain',
  request: (attack) => withHeaders(attack, headers(attack)),
}));

const OVERSIZED: Technique[] = ['tenantPath', 'X-Padding', 'Cookie', 'X-Forwarded-For'].flatMap((header) =>
  [9, 15, 20, 70].map(
    (kilobytes): Technique => ({
      kind: 'oversized header',
      name: `${header} of ${kilobytes} KB`,
      surfaces: ALL,
      control: 'plain',
      request: (attack) =>
        withHeaders(attack, [[header, attack.victim.tenantPath.padEnd(kilobytes * 1024, 'x')]]),
    }),
  ),
);

export const HEADERS: readonly Technique[] = [
  ...TENANT_PATH,
  ...API_KEY,
  ...X_FORWARDED,
  ...HOST,
  ...DUPLICATE,
  ...OVERSIZED,
];
