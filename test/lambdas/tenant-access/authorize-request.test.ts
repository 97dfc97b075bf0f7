import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayAuthorizerResult, Context } from 'aws-lambda';
import { SignJWT, UnsecuredJWT } from 'jose';
import { SignOuts } from '../../../app-services/users/sign-outs';
import type { TenantAccess } from '../../../lambdas/shared/contracts/registry-items';
import { setAccess } from '../../../lambdas/shared/registry/access';
import { useControlPlane } from '../../builders/control-plane';
import { createSignOutsTable } from '../../builders/sign-outs-table';
import { buildSigningKey, type SigningKey } from '../../builders/signing-key';

const PORT = 15026;
const CLIENT = 'client-1';
const ARN = 'arn:aws:execute-api:eu-central-1:111122223333:api1/prod/GET/orders/42';

describe("the authorizer of tenants' requests", () => {
  const plane = useControlPlane(PORT, {
    SIGN_OUTS_TABLE_NAME: 'pooled-sign-outs',
    SILO_SIGN_OUTS_TABLE_NAME: 'silo-sign-outs',
  });
  let handler: (event: unknown, context: Context) => Promise<APIGatewayAuthorizerResult>;
  let key: SigningKey;
  let keySets: Server;
  let served: { keys: object[]; status: number; asked: string[] };
  let pool: string;
  beforeAll(async () => {
    key = await buildSigningKey('key-1');
    for (const name of ['pooled-sign-outs', 'silo-sign-outs']) {
      await createSignOutsTable(new DynamoDBClient(plane.aws.config), name);
    }
    keySets = createServer((request, response) => {
      served.asked.push(request.url ?? '');
      if (served.status === 0) return request.socket.destroy();
      response.statusCode = served.status;
      response.end(JSON.stringify({ keys: served.keys }));
    });
    await new Promise<void>((resolve) => keySets.listen(0, '127.0.0.1', resolve));
    process.env.JWKS_BASE_URL = `http://127.0.0.1:${(keySets.address() as AddressInfo).port}`;
    handler = (await import('../../../lambdas/tenant-access/authorize-request/handler'))
      .handler as typeof handler;
  });
  afterAll(async () => {
    keySets.closeAllConnections();
    await new Promise((resolve) => keySets.close(resolve));
  });
  let pools = 0;
  beforeEach(() => {
    // A pool of its own for each test: the function has none of its keys yet.
    pool = `eu-central-1_Pool${++pools}`;
    served = { keys: [key.jwk], status: 200, asked: [] };
  });

  let tenants = 0;
  const tenant = async (changes: Partial<TenantAccess> = {}) => {
    const tenantId = `t${++tenants}`;
    await setAccess(plane.registry, tenantId, {
      status: 'active',
      tier: 'ADVANCED',
      apiKey: `key-of-${tenantId}`,
      userPoolId: pool,
      appClientId: CLIENT,
      tenantPath: tenantId,
      cellId: 'cell-0',
      ...changes,
    });
    return tenantId;
  };
  const token = (
    tenantId: unknown,
    claims: object = {},
    { kid = 'key-1', alg = 'RS256', signer = key } = {},
  ) =>
    new SignJWT({
      iss: `https://cognito-idp.eu-central-1.amazonaws.com/${pool}`,
      aud: CLIENT,
      exp: Math.floor(Date.now() / 1000) + 3600,
      token_use: 'id',
      sub: 'user-1',
      auth_time: Math.floor(Date.now() / 1000),
      'custom:tenantId': tenantId,
      ...claims,
    })
      .setProtectedHeader({ alg, kid })
      .sign(signer.privateKey);
  const authorize = (Authorization?: string, name = 'Authorization') =>
    handler(
      {
        type: 'REQUEST',
        methodArn: ARN,
        headers: Authorization === undefined ? {} : { [name]: Authorization },
      },
      { functionName: 'test', awsRequestId: 'i' } as Context,
    );
  const outcome = (header?: string) =>
    authorize(header).then(
      ({ policyDocument }) => policyDocument.Statement[0]?.Effect,
      (error: Error) => error.message,
    );
  const bearer = async (...of: Parameters<typeof token>) => `Bearer ${await token(...of)}`;

  it('admits a tenant, with its own key and path, to its cell and stage only', async () => {
    const tenantId = await tenant();

    const result = await authorize(`Bearer ${await token(tenantId)}`);

    expect(result).toEqual({
      principalId: tenantId,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: ['GET', 'POST', 'PUT', 'DELETE'].map(
              (method) => `arn:aws:execute-api:eu-central-1:111122223333:api1/prod/${method}/*`,
            ),
          },
        ],
      },
      context: { tenantId, tenantPath: tenantId },
      usageIdentifierKey: `key-of-${tenantId}`,
    });
  });

  it('routes a pooled tenant to the pool', async () => {
    const tenantId = await tenant({ tier: 'BASIC', tenantPath: 'basic' });

    expect((await authorize(`Bearer ${await token(tenantId)}`)).context).toEqual({
      tenantId,
      tenantPath: 'basic',
    });
  });

  it('takes the header and its scheme in any case', async () => {
    const tenantId = await tenant();
    const jwt = await token(tenantId);

    const effects = [
      await authorize(`BEARER  ${jwt}`),
      await authorize(`bearer ${jwt}`, 'authorization'),
    ].map(({ policyDocument }) => policyDocument.Statement[0]?.Effect);

    expect(effects).toEqual(['Allow', 'Allow']);
  });

  it.each(['suspended', 'revoked', 'provisioning'] as const)('denies a tenant that is %s', async (status) => {
    const tenantId = await tenant({ status });

    const result = await authorize(`Bearer ${await token(tenantId)}`);

    expect(result.policyDocument.Statement[0]?.Effect).toBe('Deny');
    expect(result).not.toHaveProperty('usageIdentifierKey');
    expect(result).not.toHaveProperty('context');
  });

  it('denies a tenant that has no pool yet', async () => {
    const tenantId = await tenant({ status: 'provisioning', userPoolId: undefined, appClientId: undefined });

    expect(await outcome(await bearer(tenantId))).toBe('Deny');
  });

  it.each([
    ['no token', async () => undefined],
    ['an empty one', async () => ''],
    ['no more than Bearer', async () => 'Bearer '],
    ['a token without its scheme, which the services would refuse', async () => token(await tenant())],
    ['another scheme', async () => 'Basic YTpi'],
    ['nonsense', async () => 'Bearer a.b.c'],
    ['claims that are no object', async () => `Bearer a.${Buffer.from('null').toString('base64url')}.c`],
    ['one of 10 KB', async () => `Bearer ${await token(await tenant(), { pad: 'x'.repeat(10_000) })}`],
    ['one without a tenant', async () => bearer(undefined)],
    ['a tenant id that is a path', async () => bearer('../x')],
    ['a tenant that there is not', async () => bearer('nobody')],
    [
      'an unsigned one',
      async () => `Bearer ${new UnsecuredJWT({ 'custom:tenantId': await tenant() }).encode()}`,
    ],
    ['one without expiry', async () => bearer(await tenant(), { exp: undefined })],
    ['one without a user', async () => bearer(await tenant(), { sub: undefined })],
    ['one that does not tell its sign-in', async () => bearer(await tenant(), { auth_time: undefined })],
    ['one that is expired', async () => bearer(await tenant(), { exp: 1 })],
    ['one that is not valid yet', async () => bearer(await tenant(), { nbf: 4_000_000_000 })],
    ['another client', async () => bearer(await tenant(), { aud: 'client-2' })],
    [
      'another pool',
      async () => bearer(await tenant(), { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/x' }),
    ],
    ['an access token', async () => bearer(await tenant(), { token_use: 'access' })],
    ['another algorithm', async () => bearer(await tenant(), {}, { alg: 'RS512' })],
    [
      'a key of the same name that is another',
      async () => bearer(await tenant(), {}, { signer: await buildSigningKey('key-1') }),
    ],
    ['a key that the pool does not have', async () => bearer(await tenant(), {}, { kid: 'key-9' })],
  ])('knows nobody with %s', async (_what, header) => {
    expect(await outcome(await header())).toBe('Unauthorized');
  });

  it('knows nobody with another algorithm, even by a genuine key whose set names none', async () => {
    served.keys = [{ ...key.jwk, alg: undefined }];
    const tenantId = await tenant();

    expect(await outcome(await bearer(tenantId, {}, { alg: 'RS512' }))).toBe('Unauthorized');
    expect(await outcome(await bearer(tenantId))).toBe('Allow');
  });

  it("does not take one tenant's claim for another's, though the pool is the same", async () => {
    const [mine, theirs] = [await tenant(), await tenant()];
    const [head, , signature] = (await token(mine)).split('.');
    const claims = Buffer.from(JSON.stringify({ token_use: 'id', 'custom:tenantId': theirs, aud: CLIENT }));

    expect(await outcome(`Bearer ${head}.${claims.toString('base64url')}.${signature}`)).toBe('Unauthorized');
  });

  it("does not take the token of another tenant's pool", async () => {
    const victim = await tenant({ userPoolId: 'eu-central-1_Other' });

    expect(await outcome(await bearer(victim))).toBe('Unauthorized');
  });

  describe('who signed out', () => {
    const now = () => Math.floor(Date.now() / 1000);
    const signOut = (tenantId: string, userId = 'user-1', atMs = Date.now(), of = 'silo') =>
      new SignOuts(
        () => new DynamoDBClient(plane.aws.config),
        `${of}-sign-outs`,
        () => atMs,
      ).record(tenantId, userId);

    it('is nobody, by every token of a sign-in before', async () => {
      const tenantId = await tenant();
      const before = [now() - 3600, now() - 1, now()];
      expect(await outcome(await bearer(tenantId))).toBe('Allow');

      await signOut(tenantId);

      for (const auth_time of before) {
        // A refreshed token is younger than its sign-in.
        expect(await outcome(await bearer(tenantId, { auth_time, iat: now() + 60 }))).toBe('Unauthorized');
      }
    });

    it.each([
      ['BASIC', 'pooled', 'silo'],
      ['ADVANCED', 'silo', 'pooled'],
      ['PREMIUM', 'silo', 'pooled'],
    ] as const)(
      'is, of %s, whom the %s table names; the %s one keeps nobody out',
      async (tier, own, other) => {
        const [mine, theirs] = [await tenant({ tier }), await tenant({ tier })];

        const before = { auth_time: now() - 1 };

        await signOut(mine, 'user-1', Date.now(), other);
        await signOut(theirs, 'user-1', Date.now(), own);

        expect(await outcome(await bearer(mine, before))).toBe('Allow');
        expect(await outcome(await bearer(theirs, before))).toBe('Unauthorized');
      },
    );

    it('is nobody by a time that is still to come, which would keep a user out until then', async () => {
      const [early, forged] = [await tenant(), await tenant()];
      await signOut(early, 'user-1', Date.now() + 30_000);
      await signOut(forged, 'user-1', Date.now() + 90_000);

      // The users service's clock may be ahead by a little.
      expect(await outcome(await bearer(early))).toBe('Unauthorized');
      expect(await outcome(await bearer(forged))).toBe('Allow');
    });

    it('is admitted again by a later sign-in', async () => {
      const tenantId = await tenant();
      await signOut(tenantId, 'user-1', Date.now() - 5_000);

      expect(await outcome(await bearer(tenantId))).toBe('Allow');
    });

    it("is no other user of the tenant, and no other tenant's", async () => {
      const [mine, theirs] = [await tenant(), await tenant()];
      await signOut(mine, 'user-2');
      await signOut(theirs, 'user-1');

      expect(await outcome(await bearer(mine))).toBe('Allow');
    });
  });

  it.each([
    [
      'two headers',
      (jwt: string, other: string) => ({ Authorization: `Bearer ${jwt}`, authorization: other }),
    ],
    ['two values', (jwt: string) => ({ Authorization: `Bearer ${jwt}` })],
  ])('knows nobody by %s, of which a service could read another than the gateway', async (what, headers) => {
    const [active, suspended] = [await tenant(), await tenant({ status: 'suspended' })];
    const [jwt, other] = [await token(active), await bearer(suspended)];

    const result = handler(
      {
        type: 'REQUEST',
        methodArn: ARN,
        headers: headers(jwt, other),
        multiValueHeaders: what === 'two values' ? { Authorization: [other, `Bearer ${jwt}`] } : undefined,
      },
      { functionName: 'test', awsRequestId: 'i' } as Context,
    );

    await expect(result).rejects.toThrow('Unauthorized');
  });

  it('fetches a pool’s keys once, and again when they are rotated', async () => {
    const tenantId = await tenant();
    const next = await buildSigningKey('key-2');
    await authorize(await bearer(tenantId));
    await authorize(await bearer(tenantId));
    expect(served.asked).toEqual([`/${pool}/.well-known/jwks.json`]);

    served.keys = [next.jwk];
    const rotated = await outcome(await bearer(tenantId, {}, { kid: 'key-2', signer: next }));

    expect(rotated).toBe('Allow');
    expect(served.asked).toHaveLength(2);
  });

  it('does not fetch keys anew for each made-up key id, and still knows those it has', async () => {
    const tenantId = await tenant();
    await authorize(await bearer(tenantId));

    for (const kid of ['a', 'b', 'c', 'd']) {
      expect(await outcome(await bearer(tenantId, {}, { kid }))).toBe('Unauthorized');
    }

    expect(served.asked).toHaveLength(2);
    expect(await outcome(await bearer(tenantId))).toBe('Allow');
  });

  it.each([
    ['answers 500', () => (served.status = 500)],
    ['does not answer', () => (served.status = 0)],
    ['sends no keys', () => (served.keys = [{ kid: 'key-1' }])],
  ])('neither admits nor calls anybody a forger when the key set %s', async (_what, broken) => {
    const tenantId = await tenant();
    broken();

    const result = await outcome(await bearer(tenantId));

    expect(['Allow', 'Deny', 'Unauthorized']).not.toContain(result);
  });

  it('admits again as soon as the key set is back', async () => {
    const tenantId = await tenant();
    served.status = 0;
    await outcome(await bearer(tenantId));

    served.status = 200;

    expect(await outcome(await bearer(tenantId))).toBe('Allow');
  });
});
