import { type Attack, bearer, draftOf, SURFACES, type Technique, tokenAdmitted } from '../technique';
import { forge, now, OWN_EC, OWN_RSA, publicJwk, publicPem, unsigned } from '../token-forge';

type Make = (attack: Attack) => string;
type Table = Record<string, Make>;

const claimsOf = ({ victim }: Attack, changes: Record<string, unknown> = {}) => {
  const all = { ...victim.decoded.claims, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};

/** The victim's claims with one thing wrong, signed by the victim's pool: no other check can be the one that refuses. */
const signedByPool =
  (changes: (attack: Attack) => Record<string, unknown>): Make =>
  (attack) =>
    forge(attack.victim.decoded.header, claimsOf(attack, changes(attack)), attack.victim.poolKey);

const signedAs =
  (header: (attack: Attack) => Record<string, unknown>, key = OWN_RSA): Make =>
  (attack) =>
    forge({ ...attack.victim.decoded.header, ...header(attack) }, claimsOf(attack), key);

const part = (token: string, index: number): string => token.split('.')[index] ?? '';

const TAMPERED: Table = {
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

const EXPIRED: Table = {
  'a second ago': signedByPool(() => ({ exp: now() - 1 })),
  'some time ago': signedByPool(({ random }) => ({ exp: now() - 60 - random.below(31_536_000) })),
  'at the beginning of time': signedByPool(() => ({ exp: 0 })),
  'without expiry': signedByPool(() => ({ exp: undefined })),
  'expiry as text': signedByPool(() => ({ exp: String(now() + 3600) })),
  'not valid yet': signedByPool(() => ({ nbf: now() + 3600 })),
};

const NONE: Table = Object.fromEntries(
  ['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) => [
    [`'${alg}'`, (attack: Attack) => `${unsigned({ alg, typ: 'JWT' }, claimsOf(attack))}.`],
    [
      `'${alg}' with the key's id and a signature`,
      (attack: Attack) =>
        `${unsigned({ ...attack.victim.decoded.header, alg }, claimsOf(attack))}.${part(attack.victim.idToken, 2)}`,
    ],
  ]),
);

const CONFUSED: Table = Object.fromEntries(
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

const WRONG_KEY: Table = {
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

const WRONG_ALGORITHM: Table = Object.fromEntries(
  ['RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg): [string, Make] => [
    `${alg} by the pool's key`,
    (attack) => forge({ ...attack.victim.decoded.header, alg }, claimsOf(attack), attack.victim.poolKey),
  ]),
);

const issuer = ({ victim }: Attack): string => String(victim.decoded.claims.iss);
const WRONG_ISSUER: Table = {
  "another pool's": signedByPool((attack) => ({
    iss: `${issuer(attack).slice(0, -9)}${attack.random.next().toString(36).slice(2, 11).padEnd(9, 'x')}`,
  })),
  missing: signedByPool(() => ({ iss: undefined })),
  'with a slash': signedByPool((attack) => ({ iss: `${issuer(attack)}/` })),
  'by HTTP': signedByPool((attack) => ({ iss: issuer(attack).replace('https', 'http') })),
  'in capitals': signedByPool((attack) => ({ iss: issuer(attack).toUpperCase() })),
  'of another host': signedByPool((attack) => ({
    iss: issuer(attack).replace('amazonaws.com', 'amazonaws.com.example'),
  })),
  'as a list': signedByPool((attack) => ({ iss: [issuer(attack)] })),
};

const WRONG_AUDIENCE: Table = {
  'another client': signedByPool(({ random }) => ({ aud: random.next().toString(36).slice(2) })),
  missing: signedByPool(() => ({ aud: undefined })),
  empty: signedByPool(() => ({ aud: '' })),
  'a list of others': signedByPool(() => ({ aud: ['other', 'another'] })),
  'in the claim of access tokens': signedByPool(({ victim }) => ({
    aud: undefined,
    client_id: victim.decoded.claims.aud,
  })),
};

const WRONG_USE: Table = {
  access: signedByPool(() => ({ token_use: 'access' })),
  refresh: signedByPool(() => ({ token_use: 'refresh' })),
  missing: signedByPool(() => ({ token_use: undefined })),
  'in capitals': signedByPool(() => ({ token_use: 'ID' })),
  'a list': signedByPool(() => ({ token_use: ['id'] })),
};

const ACCESS: Table = {
  "the victim's own": ({ victim }) => victim.accessToken,
  'with the claims of an ID token': (attack) =>
    forge(attack.victim.decoded.header, claimsOf(attack, { token_use: 'access' }), attack.victim.accessKey),
};

/** Signed by the pool of the victim, whose administrator could have made such a user, or such a claim. */
const ODD_CLAIMS: Table = {
  'no tenant': signedByPool(() => ({ 'custom:tenantId': undefined })),
  'any tenant': signedByPool(() => ({ 'custom:tenantId': '*' })),
  'an empty tenant': signedByPool(() => ({ 'custom:tenantId': '' })),
  'a list of tenants': signedByPool(({ victim, attacker }) => ({
    'custom:tenantId': [victim.tenantId, attacker.tenantId],
  })),
  'a tenant with a blank': signedByPool(({ victim }) => ({ 'custom:tenantId': `${victim.tenantId} ` })),
};

/** Pooled services take the tenant from the pool's signature; that there is such a tenant is for the gateway to know. */
const UNKNOWN_TENANT: Table = {
  "the pool's path": signedByPool(() => ({ 'custom:tenantId': 'basic' })),
  nobody: signedByPool(({ victim, random }) => ({
    'custom:tenantId': `${random.below(10 ** 8)}`.padStart(8, '0') + victim.tenantId.slice(8),
  })),
};

const ANOTHER_POOL: Table = {
  "the attacker's pool, the victim's tenant": ({ attacker, victim }) =>
    forge(
      attacker.decoded.header,
      { ...attacker.decoded.claims, 'custom:tenantId': victim.tenantId },
      attacker.poolKey,
    ),
  "the attacker's pool in the name of the victim's": (attack) =>
    forge(attack.attacker.decoded.header, claimsOf(attack), attack.attacker.poolKey),
  "the attacker's pool with the victim's key id": (attack) =>
    forge(attack.victim.decoded.header, claimsOf(attack), attack.attacker.poolKey),
};

const OPERATOR: Table = {
  'ID token': ({ operator }) => operator.idToken,
  'access token': ({ operator }) => operator.accessToken,
};

const technique = (kind: string, name: string, make: Make, more: Partial<Technique> = {}): Technique => ({
  kind,
  name,
  surfaces: SURFACES,
  control: 'plain',
  judge: tokenAdmitted,
  request: (attack) => {
    const draft = draftOf(attack);
    return { ...draft, headers: [...draft.headers, bearer(make(attack))] };
  },
  ...more,
});

const table = (kind: string, makes: Table, more: Partial<Technique> = {}): Technique[] =>
  Object.entries(makes).map(([name, make]) => technique(kind, name, make, more));

const ofTwoPools: Partial<Technique> = {
  fits: ({ attacker, victim }) => attacker.userPoolId !== victim.userPoolId,
};

/** Tokens that nobody may be admitted by. */
export const TOKENS: readonly Technique[] = [
  ...table('tampered token', TAMPERED),
  ...table('expired token', EXPIRED),
  ...table('alg none', NONE),
  ...table('key confusion', CONFUSED),
  ...table('wrong key', WRONG_KEY),
  ...table('wrong algorithm', WRONG_ALGORITHM),
  ...table('wrong issuer', WRONG_ISSUER),
  ...table('wrong audience', WRONG_AUDIENCE),
  ...table('wrong token_use', WRONG_USE),
  ...table('access for ID token', ACCESS),
  ...table('odd claims', ODD_CLAIMS),
  ...table('unknown tenant', UNKNOWN_TENANT, { surfaces: ['gateway'] }),
  ...table("another pool's token", ANOTHER_POOL, ofTwoPools),
  ...table("operator's token", OPERATOR),
];
