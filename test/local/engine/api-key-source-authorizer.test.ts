import { useLocalAws } from '../../builders/local-aws';
import { BURST, QUOTA, QUOTA_KEYS, RATE_KEYS, useGateway } from './gateway';

const PORT = 14612;
useLocalAws(PORT);
const gateway = useGateway(PORT);

const statuses = async (times: number, call: () => Promise<{ status: number }>) => {
  const seen: number[] = [];
  for (let n = 0; n < times; n++) seen.push((await call()).status);
  return seen;
};

test.each([
  ['no key', 't1'],
  ['an unknown key', 't1:nobody-s-key-0123456789'],
])('refuses %s with 403, whatever key the client sends', async (_case, token) => {
  const answer = await gateway.call('/orders', token, { headers: { 'x-api-key': RATE_KEYS[0] } });

  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.text)).toEqual({ message: 'Forbidden' });
});

test.each([
  ['throttles', RATE_KEYS, BURST, 'THROTTLED'],
  ['counts the daily quota of', QUOTA_KEYS, QUOTA, 'QUOTA_EXCEEDED'],
] as const)('%s each key on its own, though both are on one plan', async (_case, keys, limit, message) => {
  const drained = await statuses(limit + 1, () => gateway.call('/orders', `t1:${keys[0]}`));
  const other = await gateway.call('/orders', `t2:${keys[1]}`);
  const refused = await gateway.call('/orders', `t1:${keys[0]}`);

  expect(drained).toEqual([...Array(limit).fill(200), 429]);
  expect(other.status).toBe(200);
  expect(JSON.parse(refused.text)).toEqual({ message, said: expect.any(String) });
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
});

test('shows the backend neither the tenant’s key nor the client’s', async () => {
  const { status, seen } = await gateway.call('/orders', `t2:${QUOTA_KEYS[1]}`, {
    headers: { 'x-api-key': RATE_KEYS[0] },
  });

  expect(status).toBe(200);
  expect(JSON.stringify({ ...seen.headers, authorization: '' })).not.toContain('-0123456789');
});

test('does not meter a method that requires no key', async () => {
  const seen = await statuses(QUOTA + 1, () => gateway.call('/orders/1', `t3:${QUOTA_KEYS[0]}`));

  expect(seen).toEqual(Array(QUOTA + 1).fill(200));
});
