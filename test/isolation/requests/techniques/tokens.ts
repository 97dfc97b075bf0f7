import { type Attack, bearer, draftOf, SURFACES, type Technique, tokenAdmitted } from '../technique';
import { forge, now } from '../token-forge';
import {
  CONFUSED,
  claimsOf,
  headerOf,
  type Make,
  NONE,
  TAMPERED,
  type Table,
  WRONG_ALGORITHM,
  WRONG_KEY,
} from './signatures';

/** The victim's claims with one thing wrong, signed by the victim's pool: no other check can be the one that refuses. */
const signedByPool =
  (changes: (attack: Attack) => Record<string, unknown>): Make =>
  (attack) =>
    forge(attack.victim.decoded.header, claimsOf(attack, changes(attack)), attack.victim.poolKey);

const EXPIRED: Table = {
  'a second ago': signedByPool(() => ({ exp: now() - 1 })),
  'some time ago': signedByPool(({ random }) => ({ exp: now() - 60 - random.below(31_536_000) })),
  'at the beginning of time': signedByPool(() => ({ exp: 0 })),
  'without expiry': signedByPool(() => ({ exp: undefined })),
  'expiry as text': signedByPool(() => ({ exp: String(now() + 3600) })),
  'not valid yet': signedByPool(() => ({ nbf: now() + 3600 })),
};

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
    forge(
      headerOf(attack.victim.accessToken),
      claimsOf(attack, { token_use: 'access' }),
      attack.victim.accessKey,
    ),
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

/** A silo knows one tenant: a user of its pool that claims another is refused all the same. */
const ANOTHER_TENANT: Table = {
  "the attacker's in the victim's pool": signedByPool(({ attacker }) => ({
    'custom:tenantId': attacker.tenantId,
  })),
};

const GENUINE: Table = { "the attacker's own": ({ attacker }) => attacker.idToken };

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

const ofOnePool: Partial<Technique> = {
  fits: ({ attacker, victim }) => attacker.userPoolId === victim.userPoolId,
  // The pool's tasks serve both tenants: the token is good, and what it reaches is what counts.
  judge: () => false,
};

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
  ...table('another tenant claimed', ANOTHER_TENANT, { fits: ({ victim }) => victim.tier !== 'Basic' }),
  ...table("another tenant's token", GENUINE, { surfaces: ['balancer', 'task'], ...ofTwoPools }),
  ...table("another tenant's token in one pool", GENUINE, { surfaces: ['balancer', 'task'], ...ofOnePool }),
  ...table("operator's token", OPERATOR),
];
