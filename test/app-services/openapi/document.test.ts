import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { tenantApiDocument } from '../../../app-services/openapi/document';
import { plan } from '../../../app-services/openapi/plan';
import { buildOrders } from '../../../app-services/orders/app';
import { Catalogue } from '../../../app-services/orders/catalogue';
import type { Order } from '../../../app-services/orders/order';
import { buildProducts } from '../../../app-services/products/app';
import type { Product } from '../../../app-services/products/product';
import { buildUsers } from '../../../app-services/users/app';
import { UserPool } from '../../../app-services/users/user-pool';
import { usageSchema } from '../../../lambdas/shared/contracts/usage';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { answerPlan } from '../../../lambdas/tenant-access/show-plan/answer-plan';
import { buildLease } from '../../builders/administrators-lease';
import { buildCognitoPool } from '../../builders/cognito-pool';
import { deviations, operations } from '../../builders/conformance';
import { buildItemStore } from '../../builders/item-store';
import { as, buildServiceDeps } from '../../builders/service-deps';

const FILE = join(__dirname, '../../../app-services/openapi/tenant-api.openapi.json');

let apps: Record<string, FastifyInstance>;
let pool: ReturnType<typeof buildCognitoPool>;

beforeEach(() => {
  pool = buildCognitoPool();
  pool.add('ann@example.com', 'tenant-1', 'TenantAdmin');
  pool.add('uwe@example.com', 'tenant-1', 'TenantUser');
  const { deps } = buildServiceDeps();
  apps = {
    orders: buildOrders({
      ...deps,
      table: buildItemStore<Order>('order').table,
      catalogue: new Catalogue(async () => {
        throw new Error('products is down');
      }),
    }),
    products: buildProducts({ ...deps, table: buildItemStore<Product>('product').table }),
    users: buildUsers({
      ...deps,
      pool: new UserPool(pool.client, 'pool-1'),
      signOuts: { record: async () => {} },
      lease: buildLease(),
    }),
  };
});
afterEach(async () => {
  pool.mock.restore();
  await Promise.all(Object.values(apps).map((app) => app.close()));
});

const day = { date: '2026-11-27', used: 3, throttled: 0 };
const USAGE = {
  plan: { tier: 'BASIC' as const, rateLimit: 10, burstLimit: 10, quotaPerDay: 1_000 },
  today: { ...day, remaining: 997 },
  resetsAt: '2026-11-28T00:00:00.000Z',
  days: [day],
};

const asked = new Set<string>();

interface Sent {
  payload?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

/** Sends one operation, and fails where the answer is not as the document says. */
async function ask(operationId: string, url: string, { payload, token = 'admin-1', headers }: Sent = {}) {
  const [, method] = Object.entries(tenantApiDocument().paths as Record<string, Record<string, never>>)
    .flatMap(([path, methods]) => Object.entries(methods).map(([verb, one]) => [path, verb, one] as const))
    .find(([, , { operationId: id }]) => id === operationId) as unknown as [string, 'get'];
  const app = apps[url.split(/[/?]/)[1] ?? ''] as FastifyInstance;
  const answer = await app.inject({
    method,
    url,
    payload: payload as object,
    headers: as(token, headers),
  });
  asked.add(operationId);
  expect(deviations(operationId, answer)).toEqual([]);
  return answer;
}

describe("the tenant API's document", () => {
  const document = JSON.parse(readFileSync(FILE, 'utf8'));

  it('is what the schemas of the services say: run npm run openapi', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(tenantApiDocument())));
  });

  it('resolves every reference, and has no schema that nothing refers to', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)];
    const referredTo = (kind: string) =>
      [...new Set(references.filter(([, one]) => one === kind).map(([, , name]) => name))].sort();

    expect(referredTo('schemas')).toEqual(Object.keys(document.components.schemas).sort());
    for (const [, kind = '', name = ''] of references)
      expect([name, document.components[kind]?.[name]]).not.toEqual([name, undefined]);
  });

  it('has every route of the services, and no other', async () => {
    await Promise.all(Object.values(apps).map((app) => app.ready()));
    const documented = Object.entries<object>(document.paths)
      // The gateway's own.
      .filter(([path]) => path !== '/plan')
      .flatMap(([path, methods]) =>
        Object.keys(methods)
          .filter((method) => method !== 'parameters')
          .map((method) => `${method.toUpperCase()} ${path}`),
      );
    const served = documented.filter((route) => {
      const [method = '', path = ''] = route.split(' ');
      const app = apps[path.split('/')[1] ?? ''] as FastifyInstance;
      return app.hasRoute({
        method: method as 'GET',
        url: path.replace(/\{(\w+)\}/, (_, name) => (name === 'userName' ? ':userName' : ':id')),
      });
    });
    const count = Object.values(apps).map((app) => app.printRoutes({ commonPrefix: false }));

    expect(served).toEqual(documented);
    expect(count.join('\n').match(/\b(GET|POST|PUT|DELETE)\b/g)).toHaveLength(
      // Beside those of each service: the health check, which other methods may not take for a user's name, and what
      // the onboarding asks, which the gateway does not have.
      documented.length + Object.keys(apps).length * 5,
    );
  });
});

describe('answers are as the document says', () => {
  const kinds = [
    {
      Kind: 'Order',
      path: '/orders',
      body: { orderName: 'Office', orderProducts: [{ productId: 'p', price: 1.25, quantity: 2 }] },
      bad: { orderName: '' },
    },
    { Kind: 'Product', path: '/products', body: { name: 'Chair', price: 12.5 }, bad: { name: 1 } },
  ];

  it.each(kinds)('$Kind: created, read, listed, replaced, deleted', async ({ Kind, path, body }) => {
    const created = await ask(`create${Kind}`, path, { payload: body });
    const item = created.json();
    const url = `${path}/${item.tenantId}:${item[`${Kind.toLowerCase()}Id`]}`;
    await ask(`create${Kind}`, path, { payload: body });
    const page = await ask(`list${Kind}s`, `${path}?limit=1`);
    const changed = { 'if-match': '"2"' };

    expect([created.statusCode, page.json().length, page.headers['x-next-token']]).toEqual([
      201,
      1,
      expect.any(String),
    ]);
    expect(page.headers.link).toEqual(expect.any(String));
    expect((await ask(`get${Kind}`, url)).statusCode).toBe(200);
    expect((await ask(`replace${Kind}`, url, { payload: item })).statusCode).toBe(200);
    expect(
      (await ask(`replace${Kind}`, url, { payload: item, headers: { 'if-match': '"1"' } })).statusCode,
    ).toBe(412);
    expect((await ask(`delete${Kind}`, url, { headers: changed })).statusCode).toBe(204);
    expect((await ask(`get${Kind}`, url)).statusCode).toBe(404);
  });

  it.each(kinds)('$Kind: bad input', async ({ Kind, path, bad }) => {
    const large = { name: 'x'.repeat(300 * 1024) };
    const text = { 'content-type': 'text/plain' };

    expect((await ask(`create${Kind}`, path, { payload: bad })).statusCode).toBe(400);
    expect((await ask(`create${Kind}`, path, { payload: large })).statusCode).toBe(413);
    expect((await ask(`create${Kind}`, path, { payload: 'text', headers: text })).statusCode).toBe(415);
    expect((await ask(`list${Kind}s`, `${path}?limit=0`)).statusCode).toBe(400);
    expect((await ask(`get${Kind}`, `${path}/none`)).statusCode).toBe(400);
    expect((await ask(`get${Kind}`, `${path}/tenant-2:1`)).statusCode).toBe(404);
    expect((await ask(`list${Kind}s`, path, { token: 'forged' })).statusCode).toBe(401);
  });

  it('an order that cannot be completed at the moment', async () => {
    const payload = { orderName: 'x', orderProducts: [{ productId: 'p', quantity: 1 }] };

    expect((await ask('createOrder', '/orders', { payload })).statusCode).toBe(503);
  });

  it('users', async () => {
    const payload = { userName: 'Zoe', userEmail: 'zoe@example.com' };
    const [zoe, uwe] = ['/users/zoe@example.com', '/users/uwe@example.com'];
    const signOut = { action: 'sign-out' };

    expect((await ask('createUser', '/users', { payload })).statusCode).toBe(201);
    expect((await ask('createUser', '/users', { payload })).statusCode).toBe(409);
    expect((await ask('listUsers', '/users?limit=1')).json()).toHaveLength(1);
    expect((await ask('getUser', uwe)).statusCode).toBe(200);
    expect((await ask('changeUser', uwe, { payload: { userRole: 'TenantAdmin' } })).statusCode).toBe(200);
    expect((await ask('actOnUser', uwe, { payload: signOut })).statusCode).toBe(204);
    expect((await ask('actOnUser', uwe, { payload: {} })).statusCode).toBe(400);
    expect((await ask('deleteUser', zoe)).statusCode).toBe(204);
    expect((await ask('getUser', zoe)).statusCode).toBe(404);
    expect((await ask('getUser', '/users/a%20b')).statusCode).toBe(400);
    expect((await ask('deleteUser', uwe, { token: 'user-1' })).statusCode).toBe(403);
  });

  it('the last administrator stays', async () => {
    const payload = { userRole: 'TenantUser' };

    expect((await ask('changeUser', '/users/ann@example.com', { payload })).statusCode).toBe(409);
    expect((await ask('deleteUser', '/users/ann@example.com')).statusCode).toBe(409);
  });

  it('the plan, as the function behind the gateway tells it', async () => {
    const event = (tenantId: unknown) => ({ requestContext: { authorizer: { tenantId } } as never });
    const settings = { origin: '*', maxAgeSeconds: 30 };
    const answers = await Promise.all([
      answerPlan(async () => USAGE, event('tenant-1'), settings),
      answerPlan(() => Promise.reject(new NotReadyError('no plan')), event('tenant-1'), settings),
      answerPlan(async () => USAGE, event(undefined), settings),
    ]);

    expect(answers.map(({ response }) => response.statusCode)).toEqual([200, 503, 401]);
    for (const { response } of answers.slice(0, 2)) {
      expect(deviations('getPlan', response as Parameters<typeof deviations>[1])).toEqual([]);
    }
    expect(z.toJSONSchema(plan)).toEqual(z.toJSONSchema(usageSchema));
    asked.add('getPlan');
  });

  it('each operation was asked above', () => {
    expect([...asked].sort()).toEqual([...operations.keys()].sort());
  });
});
