import {
  TenantCredentials,
  type TenantSession,
} from '../../../../app-services/shared/data/tenant-credentials';

const MINUTE = 60_000;

/** Credentials that live an hour, numbered; `release` lets a held-back call of STS answer. */
function buildCredentials({ tenants = 1000, heldBack = false } = {}) {
  const state = { nowMs: 0, failing: false };
  const assumed: string[] = [];
  const waiting: (() => void)[] = [];
  const credentials = new TenantCredentials(
    async (tenantId) => {
      assumed.push(tenantId);
      const number = assumed.length;
      if (heldBack) await new Promise<void>((resolve) => waiting.push(resolve));
      if (state.failing) throw new Error('STS is down');
      const expiration = new Date(state.nowMs + 60 * MINUTE);
      return {
        accessKeyId: `${tenantId}#${number}`,
        secretAccessKey: 's',
        expiration,
      } satisfies TenantSession;
    },
    () => state.nowMs,
    tenants,
  );
  const keyOf = async (tenantId: string) => (await credentials.get(tenantId)).accessKeyId;
  const release = () => {
    for (const answer of waiting.splice(0)) answer();
  };
  return { keyOf, assumed, state, release };
}

it('assumes the role once for callers that come at the same time', async () => {
  const { keyOf, assumed, release } = buildCredentials({ heldBack: true });
  const all = [keyOf('a'), keyOf('a'), keyOf('a')];
  await Promise.resolve();
  release();
  expect(await Promise.all(all)).toEqual(['a#1', 'a#1', 'a#1']);
  expect(assumed).toEqual(['a']);
});

it('keeps the tenants apart', async () => {
  const { keyOf } = buildCredentials();
  expect([await keyOf('a'), await keyOf('b'), await keyOf('a')]).toEqual(['a#1', 'b#2', 'a#1']);
});

it('keeps credentials until five minutes before they expire', async () => {
  const { keyOf, assumed, state } = buildCredentials();
  await keyOf('a');
  state.nowMs = 55 * MINUTE - 1;
  expect(await keyOf('a')).toBe('a#1');
  expect(assumed).toHaveLength(1);
});

it('in the last five minutes goes on with the old ones while it fetches new ones, once', async () => {
  const { keyOf, assumed, state } = buildCredentials();
  await keyOf('a');
  state.nowMs = 56 * MINUTE;
  expect(await Promise.all([keyOf('a'), keyOf('a')])).toEqual(['a#1', 'a#1']);
  expect(await keyOf('a')).toBe('a#2');
  expect(assumed).toHaveLength(2);
});

it('an outage of STS goes unnoticed while the old ones are valid, and tries again', async () => {
  const { keyOf, assumed, state } = buildCredentials();
  await keyOf('a');
  state.nowMs = 56 * MINUTE;
  state.failing = true;
  expect(await keyOf('a')).toBe('a#1');
  await new Promise(setImmediate);
  expect(await keyOf('a')).toBe('a#1');
  expect(assumed).toHaveLength(3);
});

it('waits for new ones once the old ones have expired', async () => {
  const { keyOf, state } = buildCredentials();
  await keyOf('a');
  state.nowMs = 60 * MINUTE;
  expect(await keyOf('a')).toBe('a#2');
});

it('does not remember a failure', async () => {
  const { keyOf, state } = buildCredentials();
  state.failing = true;
  await expect(keyOf('a')).rejects.toThrow('STS is down');
  state.failing = false;
  expect(await keyOf('a')).toBe('a#2');
});

it('holds a bounded number of tenants and lets go of the least recently used one', async () => {
  const { keyOf, assumed } = buildCredentials({ tenants: 2 });
  for (const tenant of ['a', 'b', 'a', 'c']) await keyOf(tenant);
  await keyOf('a');
  expect(assumed).toEqual(['a', 'b', 'c']);
  await keyOf('b');
  expect(assumed).toEqual(['a', 'b', 'c', 'b']);
});
