import type { Attack } from '../technique';
import { forge, OWN_EC, OWN_RSA, publicJwk, publicPem, unsigned } from '../token-forge';

export type Make = (attack: Attack) => string;
export type Table = Record<string, Make>;

export const claimsOf = ({ victim }: Attack, changes: Record<string, unknown> = {}) => {
  const all = { ...victim.decoded.claims, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};

const signedAs =
  (header: (attack: Attack) => Record<string, unknown>, key = OWN_RSA): Make =>
  (attack) =>
    forge({ ...attack.victim.decoded.header, ...header(attack) }, claimsOf(attack), key);

export const headerOf = (token: string) =>
  JSON.parse(Buffer.from(part(token, 0), 'base64url').toString()) as Record<string, unknown>;

const part = (token: string, index: number): string => token.split('.')[index] ?? '';

export const TAMPERED: Table = {
  'one character of the signature': ({ victim, random }) => {
    const [head, claims, signature = ''] = victim.idToken.split('.');
    // Not among the last: their lowest bits may decode to nothing.
    const at = random.below(signature.length - 4);
    const other = signature[at] === 'A' ? 'B' : 'A';
    return `${head}.${claims}.${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
  },
  'half a signature': ({ victim }) => victim.idToken.slice(0, -171),
  'no signature': ({ victim }) => `${part(victim.idToken, 0)}.${part(victim.idToken, 1)}.`,
  'two parts': ({ victim }) => `${part(victim.idToken, 0)}.${part(victim.idToken, 1)}`,
  'four parts': ({ victim }) => `${victim.idToken}.${part(victim.idToken, 2)}`,
  "the attacker's signature": ({ victim, attacker }) =>
    `${part(victim.idToken, 0)}.${part(victim.idToken, 1)}.${part(attacker.idToken, 2)}`,
  "the victim's claims in the attacker's token": ({ victim, attacker }) =>
    `${part(attacker.idToken, 0)}.${part(victim.idToken, 1)}.${part(attacker.idToken, 2)}`,
  "the victim's tenant in the attacker's token": ({ victim, attacker }) => {
    const claims = { ...attacker.decoded.claims, 'custom:tenantId': victim.tenantId };
    return `${unsigned(attacker.decoded.header, claims)}.${part(attacker.idToken, 2)}`;
  },
};

export const NONE: Table = Object.fromEntries(
  ['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) => [
    [`'${alg}'`, (attack: Attack) => `${unsigned({ alg, typ: 'JWT' }, claimsOf(attack))}.`],
    [
      `'${alg}' with the key's id and a signature`,
      (attack: Attack) =>
        `${unsigned({ ...attack.victim.decoded.header, alg }, claimsOf(attack))}.${part(attack.victim.idToken, 2)}`,
    ],
  ]),
);

export const CONFUSED: Table = Object.fromEntries(
  ['HS256', 'HS384', 'HS512'].flatMap((alg) =>
    Object.entries({
      'public key': (attack: Attack) => publicPem(attack.victim.poolKey),
      modulus: (attack: Attack) => String(publicJwk(attack.victim.poolKey).n),
      'key id': (attack: Attack) => String(attack.victim.decoded.header.kid),
      nothing: () => '',
    }).map(([secret, of]): [string, Make] => [
      `${alg} with the ${secret}`,
      (attack) => forge({ ...attack.victim.decoded.header, alg }, claimsOf(attack), of(attack)),
    ]),
  ),
);

export const WRONG_KEY: Table = {
  "the pool's key id": signedAs(() => ({})),
  'no key id': signedAs(() => ({ kid: undefined })),
  'a key id of its own': signedAs(() => ({ kid: 'mine' })),
  'a path as key id': signedAs(() => ({ kid: '../../../../dev/null' })),
  'a statement as key id': signedAs(() => ({ kid: "' OR '1'='1" })),
  'its key in the header': signedAs(() => ({ jwk: publicJwk(OWN_RSA) })),
  'a place of keys in the header': signedAs(() => ({ jku: 'http://127.0.0.1:9/jwks.json' })),
  'a certificate in the header': signedAs(() => ({ x5u: 'http://127.0.0.1:9/x', x5c: ['AAAA'] })),
  ES256: signedAs(() => ({ alg: 'ES256' }), OWN_EC),
  RS512: signedAs(() => ({ alg: 'RS512' })),
  PS256: signedAs(() => ({ alg: 'PS256' })),
  "the pool's key of access tokens": (attack) =>
    forge(attack.victim.decoded.header, claimsOf(attack), attack.victim.accessKey),
};

export const WRONG_ALGORITHM: Table = Object.fromEntries(
  ['RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg): [string, Make] => [
    `${alg} by the pool's key`,
    (attack) => forge({ ...attack.victim.decoded.header, alg }, claimsOf(attack), attack.victim.poolKey),
  ]),
);
