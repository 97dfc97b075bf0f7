import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';
import { useGateway } from './gateway';

const PORT = 14611;
useLocalAws(PORT);
const gateway = useGateway(PORT);

test('maps the authorizer’s context and literals to headers, in place of the client’s own', async () => {
  const { status, seen } = await gateway.call('/orders/1', 't1', {
    headers: { tenantPath: 'another', plane: 'control', 'x-own': 'kept' },
  });

  expect(status).toBe(200);
  expect(seen.headers).toMatchObject({ tenantpath: 't1', plane: 'application', 'x-own': 'kept' });
});

test('drops the client’s value when the mapped one is absent', async () => {
  const { status, text } = await gateway.call('/orders/1', '', { headers: { authorization: ':x' } });

  // no tenantPath reaches the load balancer, so no rule matches
  expect({ status, text }).toEqual({ status: 404, text: 'no rule' });
});

test.each([
  ['/orders/1', '/orders/1?tenant=t1'],
  ['/orders/a/b%20c', '/orders/a/b%20c?tenant=t1'],
  ['/orders/t1:o1', '/orders/t1:o1?tenant=t1'],
  ['/orders/t1%3Ao1', '/orders/t1:o1?tenant=t1'],
  ['/orders/a%2Fb', '/orders/a%2Fb?tenant=t1'],
  ['/orders/a%2F..%2Fb', '/orders/a%2F..%2Fb?tenant=t1'],
  ['/orders/100%25', '/orders/100%25?tenant=t1'],
  ['/orders/%C3%A9', '/orders/%C3%A9?tenant=t1'],
  ['/orders/1?q=a%26b&q=c+d&empty=', '/orders/1?q=a%26b&q=c+d&empty=&tenant=t1'],
  ['/orders/1?tenant=another', '/orders/1?tenant=t1'],
  ['/free/a%2Fb?limit=1', '/orders/free/a%2Fb?limit=1'],
])('passes %s on as %s', async (path, url) => {
  const { seen } = await gateway.call(path, 't1');

  expect(seen.url).toBe(url);
});

test('passes method and body on byte by byte, and the answer’s status, headers and body back', async () => {
  const body = JSON.stringify({ name: 'é'.repeat(100_000) });
  const { status, headers, seen } = await gateway.call('/orders/1', 't1', { method: 'DELETE', body });

  expect(status).toBe(418);
  expect(seen).toMatchObject({ method: 'DELETE', body });
  expect(headers.get('content-type')).toBe('application/vnd.echo+json');
  expect(headers.get('x-backend')).toBe('echo');
  expect(headers.get('location')).toBe('/elsewhere');
});

test('tells the backend who called, and nothing of the connection', async () => {
  const { seen } = await gateway.call('/orders/1', 't1', { headers: { 'x-forwarded-for': '198.51.100.7' } });

  expect(seen.headers['x-forwarded-for']).toMatch(/^198\.51\.100\.7, 127\.0\.0\.1/);
  expect(seen.headers.host).toMatch(/\.elb\.amazonaws\.com$/);
  expect(seen.headers).not.toHaveProperty('transfer-encoding');
});

test.each([
  ['an unknown path', '/nothing', undefined, {}, 404, 'MISSING_AUTHENTICATION_TOKEN'],
  ['another method', '/free/1', 't1', { method: 'POST' }, 404, 'MISSING_AUTHENTICATION_TOKEN'],
  ['no token', '/orders/1', undefined, {}, 401, 'UNAUTHORIZED'],
  ['a token that the authorizer does not know', '/orders/1', 'unknown', {}, 401, 'UNAUTHORIZED'],
  ['a token that the authorizer denies', '/orders/1', 'deny', {}, 403, 'ACCESS_DENIED'],
])('answers %s as the gateway response says', async (_case, path, token, init, status, message) => {
  const answer = await gateway.call(path, token, init);

  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toEqual({ message, said: expect.any(String) });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
});

test('asks the authorizer once per identity while its result lives, and again after', async () => {
  const calls = async (token: string) => Number((await gateway.call('/orders/1', token)).seen.headers.calls);
  let tries = 0;
  // Asked twice within its life; as another where something held this process up for longer.
  const { token, first, second } = await until('two questions within a second', 20_000, async () => {
    const token = `t-cache-${++tries}`;
    const began = performance.now();
    const answers = { token, first: await calls(token), second: await calls(token) };
    return performance.now() - began < 1_000 && answers;
  });

  expect(second).toBe(first);
  expect(await calls('t-cache-other')).toBe(first + 1);

  await new Promise((done) => setTimeout(done, 2_100)); // the result's time to live is the thing under test
  expect(await calls(token)).toBe(first + 2);
});
