import { tokenVerifier } from '../../../lambdas/tenant-access/authorize-request/verify-token';
import { APP_CLIENT_ID, buildTokenIssuer, USER_POOL_ID } from '../../builders/tenant-tokens';

const POOL = { userPoolId: USER_POOL_ID, appClientId: APP_CLIENT_ID };
const MINUTES = 60_000;

describe("the authorizer's key sets", () => {
  let former: Awaited<ReturnType<typeof buildTokenIssuer>>;
  let next: Awaited<ReturnType<typeof buildTokenIssuer>>;
  let state: { nowMs: number; keySet: object | undefined; asked: number };
  let verify: ReturnType<typeof tokenVerifier>;
  let token: string;
  beforeAll(async () => {
    [former, next] = await Promise.all([buildTokenIssuer('key-1'), buildTokenIssuer('key-2')]);
    token = await former.idToken({ claims: { sub: 'user-1', auth_time: 1 } });
  });
  beforeEach(() => {
    state = { nowMs: Date.now(), keySet: former.jwks, asked: 0 };
    const fetch = async () => {
      state.asked += 1;
      if (!state.keySet) throw new Error('away');
      return new TextEncoder().encode(JSON.stringify(state.keySet)).buffer as ArrayBuffer;
    };
    verify = tokenVerifier({ fetch }, undefined, () => state.nowMs);
  });
  const admitted = () =>
    verify(token, 'tenant-1', POOL).then(
      (session) => session !== undefined,
      () => 'unavailable',
    );

  it('are fetched again after five minutes, not sooner', async () => {
    await admitted();
    state.nowMs += 5 * MINUTES - 1;
    await admitted();
    expect(state.asked).toBe(1);

    state.nowMs += 1;
    expect(await admitted()).toBe(true);

    expect(state.asked).toBe(2);
  });

  it('no longer hold a key that its pool has withdrawn', async () => {
    expect(await admitted()).toBe(true);
    state.keySet = next.jwks;
    state.nowMs += 5 * MINUTES;

    expect(await admitted()).toBe(false);
  });

  it('serve on while they cannot be fetched anew, and are asked for every ten seconds only', async () => {
    await admitted();
    state.keySet = undefined;
    state.nowMs += 6 * MINUTES;

    const answers = [await admitted(), await admitted()];
    state.nowMs += 10_000;
    answers.push(await admitted());

    expect(answers).toEqual([true, true, true]);
    expect(state.asked).toBe(3);
  });

  it('admit nobody once they are a quarter of an hour old, until they can be fetched', async () => {
    await admitted();
    state.keySet = undefined;
    state.nowMs += 15 * MINUTES;
    expect([await admitted(), await admitted()]).toEqual(['unavailable', 'unavailable']);

    state.keySet = former.jwks;

    expect(await admitted()).toBe(true);
  });
});
