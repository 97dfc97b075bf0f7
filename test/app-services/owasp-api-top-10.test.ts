import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { buildOrders } from '../../app-services/orders/app';
import { askProducts } from '../../app-services/orders/ask-products';
import { Catalogue } from '../../app-services/orders/catalogue';
import type { Order } from '../../app-services/orders/order';
import { TokenVerifier } from '../../app-services/shared/auth/token-verifier';
import { IN_FLIGHT_PER_TENANT } from '../../app-services/shared/http/tenant-turns';
import { buildUsers } from '../../app-services/users/app';
import { UserPool } from '../../app-services/users/user-pool';
import { buildLease } from '../builders/administrators-lease';
import { buildCognitoPool } from '../builders/cognito-pool';
import { operations } from '../builders/conformance';
import { buildItemStore } from '../builders/item-store';
import { as, buildServiceDeps } from '../builders/service-deps';
import { APP_CLIENT_ID, buildTokenIssuer, REGION, USER_POOL_ID } from '../builders/tenant-tokens';
import { until } from '../builders/until';

/**
 * The OWASP API Security Top 10 of 2023, each tried on the services as they are behind the gateway, as if there were
 * no gateway. What the gateway and IAM add is attacked in e2e/ and by `npm run test:isolation`.
 */

let orders: FastifyInstance;
let users: FastifyInstance;
let pool: ReturnType<typeof buildCognitoPool>;
let store: ReturnType<typeof buildItemStore<Order>>;
let products: Server;
/** What the service next door was asked, and how it answers. */
let asked: IncomingMessage[];
let answerOfProducts: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  answerOfProducts = (_, response) => response.writeHead(404).end('{}');
  products = createServer((request, response) => {
    asked.push(request);
    answerOfProducts(request, response);
  });
  await new Promise<void>((resolve) => products.listen(0, '127.0.0.1', resolve));
  const { deps } = buildServiceDeps();
  pool = buildCognitoPool();
  pool.add('ann@example.com', 'tenant-1', 'TenantAdmin');
  pool.add('uwe@example.com', 'tenant-1', 'TenantUser');
  pool.add('bea@example.com', 'tenant-2', 'TenantAdmin');
  store = buildItemStore<Order>('order');
  orders = buildOrders({
    ...deps,
    inFlightPerTenant: IN_FLIGHT_PER_TENANT,
    table: store.table,
    catalogue: new Catalogue(askProducts(`http://127.0.0.1:${portOf(products)}`)),
  });
  users = buildUsers({
    ...deps,
    pool: new UserPool(pool.client, 'pool-1'),
    signOuts: { record: async () => {} },
    lease: buildLease(),
  });
});
afterEach(async () => {
  pool.mock.restore();
  products.closeAllConnections();
  products.close();
  await Promise.all([orders.close(), users.close()]);
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const order = (productId: string, more: object = {}) => ({
  orderName: 'Office',
  orderProducts: [{ productId, price: 1, quantity: 1, ...more }],
});
const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, token: string, payload?: object) =>
  (url.startsWith('/users') ? users : orders).inject({ method, url, payload, headers: as(token) });
const statusesOf = (answers: { statusCode: number }[]) => answers.map(({ statusCode }) => statusCode);

it('API1:2023 Broken Object Level Authorization: an order is its tenant’s, whoever knows its id', async () => {
  const { orderId } = (await send('POST', '/orders', 'user-1', order('p'))).json();
  const theirs = `/orders/tenant-1:${orderId}`;

  const answers = [
    await send('GET', theirs, 'admin-2'),
    await send('PUT', theirs, 'admin-2', order('stolen')),
    await send('DELETE', theirs, 'admin-2'),
    await send('GET', `/orders/tenant-2:${orderId}`, 'admin-2'),
    await send('GET', '/users/ann@example.com', 'admin-2'),
    await send('DELETE', '/users/uwe@example.com', 'admin-2'),
  ];

  expect(statusesOf(answers)).toEqual([404, 404, 404, 404, 404, 404]);
  expect((await send('GET', '/orders', 'admin-2')).json()).toEqual([]);
  expect((await send('GET', theirs, 'user-1')).json().orderProducts[0].productId).toBe('p');
});

it('API2:2023 Broken Authentication: a token counts only as its pool has signed it, for this client, in its time', async () => {
  const [issuer, stranger] = await Promise.all([buildTokenIssuer(), buildTokenIssuer()]);
  const fetched: string[] = [];
  const verifier = new TokenVerifier(
    { region: REGION, userPoolId: USER_POOL_ID, appClientId: APP_CLIENT_ID },
    {
      fetch: async (uri: string) => {
        fetched.push(uri);
        return new TextEncoder().encode(JSON.stringify(issuer.jwks)).buffer as ArrayBuffer;
      },
    },
  );
  const app = buildOrders({
    ...buildServiceDeps().deps,
    verifier,
    table: store.table,
    catalogue: new Catalogue(async () => 'unknown'),
  });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const genuine = await issuer.idToken();
  const [, claims = '', signature = ''] = genuine.split('.');
  const hour = Math.floor(Date.now() / 1000) - 3600;
  const elsewhere = part({ alg: 'RS256', kid: 'key-1', jku: 'https://attacker.example/jwks' });
  const forged = [
    `${part({ alg: 'none' })}.${claims}.`,
    `${genuine.split('.')[0]}.${part({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), 'custom:tenantId': 'tenant-2' })}.${signature}`,
    `${elsewhere}.${claims}.${signature}`,
    await stranger.idToken(),
    await issuer.idToken({ claims: { exp: hour } }),
    await issuer.idToken({ claims: { token_use: 'access' } }),
    await issuer.idToken({ claims: { aud: 'another-client' } }),
    await issuer.idToken({ claims: { iss: 'https://attacker.example' } }),
  ];

  const answers = await Promise.all(
    forged.map((token) => app.inject({ url: '/orders', headers: as(token) })),
  );

  expect(statusesOf(answers)).toEqual(forged.map(() => 401));
  expect((await app.inject({ url: '/orders', headers: as(genuine) })).statusCode).toBe(200);
  expect(fetched.filter((uri) => !uri.startsWith('https://cognito-idp.'))).toEqual([]);
  await app.close();
});

it('API3:2023 Broken Object Property Level Authorization: nobody sets what is not theirs to set, or sees what is ours', async () => {
  const uwe = '/users/uwe@example.com';
  const created = (await send('POST', '/orders', 'user-1', order('p'))).json();
  const path = `/orders/tenant-1:${created.orderId}`;

  const answers = [
    await send('POST', '/orders', 'user-1', { ...order('p'), tenantId: 'tenant-2' }),
    await send('POST', '/orders', 'user-1', { ...order('p'), version: 99 }),
    await send('PUT', path, 'user-1', { ...created, tenantId: 'tenant-2' }),
    await send('PUT', path, 'user-1', { ...created, orderId: 'another' }),
    await send('PUT', uwe, 'admin-1', { userRole: 'TenantAdmin', 'custom:tenantId': 'tenant-2' }),
    await send('PUT', uwe, 'admin-1', { userRole: 'SystemAdmin' }),
    await send('POST', '/users', 'admin-1', {
      userName: 'x',
      userEmail: 'x@example.com',
      tenantId: 'tenant-2',
    }),
  ];

  expect(statusesOf(answers)).toEqual([400, 400, 400, 400, 400, 400, 400]);
  expect(Object.keys((await send('GET', path, 'user-1')).json()).sort()).toEqual(
    ['tenantId', 'orderId', 'orderName', 'orderProducts'].sort(),
  );
  expect(Object.keys((await send('GET', uwe, 'admin-1')).json()).sort()).toEqual(
    ['username', 'email', 'user_role', 'status', 'enabled', 'created', 'modified'].sort(),
  );
});

it('API4:2023 Unrestricted Resource Consumption: bodies, pages and requests at once have an end', async () => {
  await orders.listen({ port: 0, host: '127.0.0.1' });
  const line = { productId: 'p', price: 1, quantity: 1 };
  const lines = (count: number) => ({ orderName: 'x', orderProducts: Array(count).fill(line) });
  const endless = Array.from({ length: IN_FLIGHT_PER_TENANT }, () => {
    const socket = connect(portOf(orders.server), '127.0.0.1').on('error', () => {});
    socket.write(
      'POST /orders HTTP/1.1\r\nhost: a\r\nauthorization: Bearer user-1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
    );
    return socket;
  });
  const url = `http://127.0.0.1:${portOf(orders.server)}/orders`;
  const statusOf = async (token: string) => (await fetch(url, { headers: as(token) })).status;

  try {
    await until('the tenant is told to wait', 10_000, async () => (await statusOf('user-1')) === 429);
    expect(await statusOf('admin-2')).toBe(200);
  } finally {
    for (const socket of endless) socket.destroy();
  }
  await until('the tenant is served again', 10_000, async () => (await statusOf('user-1')) === 200);
  const answers = [
    await send('GET', '/orders?limit=1000000', 'user-1'),
    await send('POST', '/orders', 'user-1', { orderName: 'x'.repeat(300 * 1024), orderProducts: [] }),
    await send('POST', '/orders', 'user-1', lines(101)),
  ];
  expect(statusesOf(answers)).toEqual([400, 413, 400]);
});

it('API5:2023 Broken Function Level Authorization: a TenantUser manages nobody, whatever the token’s owner claims', async () => {
  const before = structuredClone([...pool.users.values()]);
  const zoe = { userName: 'Zoe', userEmail: 'zoe@example.com', userRole: 'TenantAdmin' };

  const answers = [
    await send('GET', '/users', 'user-1'),
    await send('POST', '/users', 'user-1', zoe),
    await send('GET', '/users/ann@example.com', 'user-1'),
    await send('PUT', '/users/uwe@example.com', 'user-1', { userRole: 'TenantAdmin' }),
    await send('DELETE', '/users/ann@example.com', 'user-1'),
    await send('POST', '/users/ann@example.com', 'user-1', { action: 'sign-out' }),
  ];

  expect(statusesOf(answers)).toEqual([403, 403, 403, 403, 403, 403]);
  expect([...pool.users.values()]).toEqual(before);
});

it('API7:2023 Server Side Request Forgery: what a client sends as a product’s id never becomes an address', async () => {
  const hostile = [
    'http://169.254.169.254/latest/meta-data',
    '//attacker.example/x',
    '../users',
    '..%2fusers',
    'p?x=1',
    'p#x',
    '@attacker.example',
    'tenant-2:p',
    'p\r\nhost: attacker.example',
  ];

  for (const productId of [...hostile, 'good'])
    expect((await send('POST', '/orders', 'user-1', order(productId))).statusCode).toBe(201);

  expect(asked.map(({ url }) => url)).toEqual(['/products/tenant-1:good']);
});

it('API8:2023 Security Misconfiguration: an error tells nothing of the inside, and no header names the software', async () => {
  store.table.list = async () => {
    throw Object.assign(new Error('arn:aws:dynamodb:eu-west-1:123456789012:table/orders'), {
      name: 'AccessDeniedException',
    });
  };

  const answers = await Promise.all([
    send('GET', '/orders', 'user-1'),
    send('GET', '/orders/%zz', 'user-1'),
    send('GET', '/orders', 'forged'),
    orders.inject({ method: 'TRACE' as 'GET', url: '/orders', headers: as('user-1') }),
    orders.inject({
      method: 'POST',
      url: '/orders',
      headers: as('user-1', { 'content-type': 'text/xml' }),
      payload: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    }),
  ]);

  expect(statusesOf(answers)).toEqual([500, 400, 401, 405, 415]);
  for (const { body, headers } of answers) {
    expect(Object.keys(JSON.parse(body))).toEqual(['message']);
    expect(body).not.toMatch(/arn:|dynamodb|AccessDenied| at \/|node_modules/i);
    expect(headers).not.toHaveProperty('server');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  }
});

it('API9:2023 Improper Inventory Management: nothing answers that the document does not have', async () => {
  const forgotten = [
    '/',
    '/v1/orders',
    '/orders/v1/x',
    '/admin',
    '/debug',
    '/metrics',
    '/docs',
    '/openapi.json',
  ];
  forgotten.push(
    '/swagger.json',
    '/actuator/env',
    '/.env',
    '/.git/config',
    '/orders/_search/x',
    '/internal/orders',
  );

  const answers = await Promise.all(forgotten.map((url) => send('GET', url, 'admin-1')));
  const methods = [
    'PATCH',
    'PUT',
    'DELETE',
    'TRACE',
    'OPTIONS',
    'SEARCH',
  ] as unknown as InjectOptions['method'][];
  const wrong = await Promise.all(
    methods.map((method) => orders.inject({ method, url: '/orders', headers: as('admin-1') })),
  );

  expect(statusesOf(answers)).toEqual(forgotten.map(() => 404));
  expect(statusesOf(wrong)).toEqual(methods.map(() => 405));
  expect([...operations.keys()].filter((id) => /Order/.test(id))).toHaveLength(5);
});

describe('API10:2023 Unsafe Consumption of APIs: the catalogue’s answer is judged like a client’s', () => {
  const json = (value: unknown) => (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

  it.each<[string, typeof answerOfProducts]>([
    ['a price that is text', json({ name: 'Chair', price: '0' })],
    ['a negative price', json({ name: 'Chair', price: -5 })],
    ['a name of 300 characters', json({ name: 'x'.repeat(300), price: 1 })],
    ['an answer of 8 MB', json({ name: 'x'.repeat(8 * 1024 * 1024), price: 1 })],
    ['no JSON', (_, response) => response.writeHead(200).end('<html>')],
    ['nothing', json(null)],
  ])('%s is not taken into an order', async (_, answer) => {
    answerOfProducts = answer;

    expect((await send('POST', '/orders', 'user-1', order('p', { price: undefined }))).statusCode).toBe(503);
    expect(store.items.size).toBe(0);
  });

  it('a redirect is not followed: the caller’s token goes nowhere else', async () => {
    answerOfProducts = ({ url }, response) =>
      url === '/elsewhere'
        ? json({ name: 'Chair', price: 1 })({} as IncomingMessage, response)
        : response.writeHead(302, { location: '/elsewhere' }).end();

    expect((await send('POST', '/orders', 'user-1', order('p', { price: undefined }))).statusCode).toBe(503);
    expect(asked.filter(({ url }) => url === '/elsewhere')).toEqual([]);
  });
});
