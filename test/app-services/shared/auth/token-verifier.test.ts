import { createHmac } from 'node:crypto';
import { TokenVerifier, type TokenVerifierConfig } from '../../../../app-services/shared/auth/token-verifier';
import { Unavailable } from '../../../../app-services/shared/http/errors';
import {
  APP_CLIENT_ID,
  buildCaller,
  buildTokenIssuer,
  REGION,
  USER_POOL_ID,
} from '../../../builders/tenant-tokens';

type Issuer = Awaited<ReturnType<typeof buildTokenIssuer>>;
let issuer: Issuer;
let stranger: Issuer;

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([buildTokenIssuer(), buildTokenIssuer()]);
});

/** A verifier whose key set is in memory; `fetched` are the addresses that it asked. */
function buildVerifier(config: Partial<TokenVerifierConfig> = {}, keySet: object = issuer.jwks) {
  const fetched: string[] = [];
  const state = { nowMs: Date.now(), down: false };
  const fetcher = {
    fetch: async (uri: string) => {
      fetched.push(uri);
      if (state.down) throw new Unavailable('down');
      return new TextEncoder().encode(JSON.stringify(keySet)).buffer as ArrayBuffer;
    },
  };
  const verifier = new TokenVerifier(
    { region: REGION, userPoolId: USER_POOL_ID, appClientId: APP_CLIENT_ID, ...config },
    fetcher,
    () => state.nowMs,
  );
  return { verifier, fetched, state };
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a genuine ID token', () => {
  it('tells the caller', async () => {
    const { verifier } = buildVerifier();
    expect(await verifier.verify(await issuer.idToken())).toEqual(buildCaller());
  });

  it('is checked against the key set of the pool, at Cognito unless a base address says otherwise', async () => {
    const cognito = buildVerifier();
    const elsewhere = buildVerifier({ jwksBaseUrl: 'http://127.0.0.1:4566/' });
    const token = await issuer.idToken();
    await cognito.verifier.verify(token);
    await elsewhere.verifier.verify(token);
    expect(cognito.fetched).toEqual([
      'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool1/.well-known/jwks.json',
    ]);
    expect(elsewhere.fetched).toEqual(['http://127.0.0.1:4566/eu-west-1_Pool1/.well-known/jwks.json']);
  });

  it('is remembered: the second time needs no verification', async () => {
    const { verifier } = buildVerifier();
    const token = await issuer.idToken();
    await verifier.verify(token);
    expect(verifier.verify(token)).toEqual(buildCaller());
  });

  it('is not remembered beyond five minutes, so that a withdrawn key counts', async () => {
    const { verifier, state } = buildVerifier();
    const token = await issuer.idToken();
    await verifier.verify(token);
    state.nowMs += 5 * 60 * 1000;
    expect(verifier.verify(token)).toBeInstanceOf(Promise);
  });

  it('is not remembered beyond its expiry', async () => {
    const { verifier, state } = buildVerifier();
    const exp = Math.floor(Date.now() / 1000) + 60;
    const token = await issuer.idToken({ claims: { exp } });
    await verifier.verify(token);
    state.nowMs = exp * 1000;
    expect(verifier.verify(token)).toBeInstanceOf(Promise);
  });
});

describe('is refused as not valid (401)', () => {
  const refused: [string, () => Promise<string>][] = [
    ['what is no token', async () => 'nonsense'],
    [
      'a token whose claims were changed',
      async () => {
        const [header, , signature] = (await issuer.idToken()).split('.');
        const [, payload] = (await stranger.idToken({ claims: { 'custom:tenantId': 'tenant-2' } })).split(
          '.',
        );
        return `${header}.${payload}.${signature}`;
      },
    ],
    ['a token signed by another key of the same id', () => stranger.idToken()],
    ['an expired token', () => issuer.idToken({ claims: { exp: Math.floor(Date.now() / 1000) - 1 } })],
    ['a token without expiry', () => issuer.idToken({ claims: { exp: undefined } })],
    [
      'a token that is not valid yet',
      () => issuer.idToken({ claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }),
    ],
    [
      'a token of another issuer',
      () =>
        issuer.idToken({
          claims: { iss: `${'https://cognito-idp.eu-west-1.amazonaws.com'}/eu-west-1_Other` },
        }),
    ],
    ['a token for another client', () => issuer.idToken({ claims: { aud: 'client-2' } })],
    [
      'an access token',
      () => issuer.idToken({ claims: { token_use: 'access', aud: undefined, client_id: APP_CLIENT_ID } }),
    ],
    ['an access token that names an audience', () => issuer.idToken({ claims: { token_use: 'access' } })],
    [
      'a token without a signature (alg none)',
      async () => {
        const [, payload] = (await issuer.idToken()).split('.');
        return `${base64url({ alg: 'none', kid: 'key-1' })}.${payload}.`;
      },
    ],
    [
      'a token signed with the public key as a shared secret (HS256)',
      async () => {
        const [, payload] = (await issuer.idToken()).split('.');
        const signed = `${base64url({ alg: 'HS256', kid: 'key-1' })}.${payload}`;
        const secret = issuer.publicKey.export({ type: 'spki', format: 'pem' });
        return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      },
    ],
    [
      'a token without a key id',
      async () => {
        const [, payload, signature] = (await issuer.idToken()).split('.');
        return `${base64url({ alg: 'RS256' })}.${payload}.${signature}`;
      },
    ],
  ];

  it.each(refused)('%s', async (_, forge) => {
    const { verifier } = buildVerifier();
    await expect(verifier.verify(await forge())).rejects.toMatchObject({ statusCode: 401 });
  });

  it('an algorithm other than RS256, even by a genuine key whose set names none', async () => {
    const { verifier } = buildVerifier({}, issuer.jwksWithoutAlgorithm);
    const token = await issuer.idToken({ alg: 'RS512' });
    await expect(verifier.verify(token)).rejects.toMatchObject({ message: 'token: algorithm must be RS256' });
  });
});

describe('is refused as not allowed (403)', () => {
  it.each([
    ['no role', { 'custom:userRole': undefined }],
    ['a role that no tenant has', { 'custom:userRole': 'SystemAdmin' }],
    ['no tenant', { 'custom:tenantId': undefined }],
    ['a tenant id that could be part of another key', { 'custom:tenantId': 'tenant-1:x' }],
  ])('a genuine token with %s', async (_, claims) => {
    const { verifier } = buildVerifier();
    await expect(verifier.verify(await issuer.idToken({ claims }))).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  it('in a silo, any tenant but its own', async () => {
    const { verifier } = buildVerifier({ onlyTenantId: 'tenant-2' });
    await expect(verifier.verify(await issuer.idToken())).rejects.toMatchObject({ statusCode: 403 });
    const own = await issuer.idToken({ claims: { 'custom:tenantId': 'tenant-2' } });
    expect(await verifier.verify(own)).toMatchObject({ tenantId: 'tenant-2' });
  });
});

describe('the key set', () => {
  it('is fetched once for requests that come together', async () => {
    const { verifier, fetched } = buildVerifier();
    const tokens = await Promise.all([1, 2, 3].map((n) => issuer.idToken({ claims: { jti: String(n) } })));
    await Promise.all(tokens.map((token) => verifier.verify(token)));
    expect(fetched).toHaveLength(1);
  });

  it('is fetched once more for unknown key ids, however many', async () => {
    const { verifier, fetched } = buildVerifier();
    await verifier.verify(await issuer.idToken());
    for (let n = 0; n < 20; n += 1) {
      const forged = await stranger.idToken({ kid: `unknown-${n}` });
      await expect(verifier.verify(forged)).rejects.toMatchObject({ statusCode: 401 });
    }
    expect(fetched).toHaveLength(2);
    expect(await verifier.verify(await issuer.idToken({ claims: { jti: 'new' } }))).toEqual(buildCaller());
  });

  it('unreachable: nobody is admitted and nobody is called a forger (503); reachable again: admitted', async () => {
    const { verifier, state } = buildVerifier();
    const token = await issuer.idToken();
    state.down = true;
    await verifier.warm();
    await expect(verifier.verify(token)).rejects.toMatchObject({ statusCode: 503 });
    state.down = false;
    expect(await verifier.verify(token)).toEqual(buildCaller());
  });

  it('that is none counts as unreachable', async () => {
    const { verifier } = buildVerifier({}, { error: 'maintenance' });
    await expect(verifier.verify(await issuer.idToken())).rejects.toMatchObject({ statusCode: 503 });
  });
});

describe('the key set as it ages', () => {
  const MINUTES = 60_000;
  /** A verifier whose key set changes under it. */
  const build = () => {
    const keySet = { keys: [...issuer.jwks.keys] };
    return { ...buildVerifier({}, keySet), keySet };
  };
  const outcome = async (verifier: TokenVerifier) =>
    Promise.resolve(verifier.verify(await issuer.idToken({ claims: { jti: String(Math.random()) } }))).then(
      () => 200,
      (error: { statusCode: number }) => error.statusCode,
    );

  it('is fetched again after five minutes: a key that is withdrawn admits nobody', async () => {
    const { verifier, keySet, state, fetched } = build();
    expect(await outcome(verifier)).toBe(200);
    keySet.keys = (await buildTokenIssuer('key-2')).jwks.keys;
    expect(await outcome(verifier)).toBe(200);

    state.nowMs += 5 * MINUTES;

    expect(await outcome(verifier)).toBe(401);
    expect(fetched.length).toBeGreaterThanOrEqual(2);
  });

  it('serves on while it cannot be fetched, for a quarter of an hour; then 503 until it can', async () => {
    const { verifier, state } = build();
    await outcome(verifier);
    state.down = true;
    state.nowMs += 14 * MINUTES;
    expect(await outcome(verifier)).toBe(200);
    state.nowMs += MINUTES;
    expect(await outcome(verifier)).toBe(503);
    state.down = false;
    expect(await outcome(verifier)).toBe(200);
  });

  it('that holds no keys is our failure (503), nobody’s forgery', async () => {
    const { verifier } = buildVerifier({}, { keys: [{ kid: 'key-1' }] });
    expect(await outcome(verifier)).toBe(503);
  });
});
