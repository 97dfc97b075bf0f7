import type { FastifyInstance } from 'fastify';
import { buildOrders } from '../../../app-services/orders/app';
import { Catalogue, type LookUp } from '../../../app-services/orders/catalogue';
import type { Order } from '../../../app-services/orders/order';
import { buildItemStore } from '../../builders/item-store';
import { as, buildServiceDeps } from '../../builders/service-deps';

let app: FastifyInstance;
let products: Record<string, LookUp>;
let down: boolean;
let asked: string[];

beforeEach(() => {
  products = { chair: { name: 'Chair', price: 12.5 } };
  down = false;
  asked = [];
  const { table } = buildItemStore<Order>('order');
  const catalogue = new Catalogue(async (token, tenantId, productId) => {
    asked.push(`${token} ${tenantId}:${productId}`);
    if (down) throw new Error('products is down');
    return products[productId] ?? 'unknown';
  });
  app = buildOrders({ ...buildServiceDeps().deps, table, catalogue });
});
afterEach(() => app.close());

const order = (orderProducts: object[]) => ({ orderName: 'Office', orderProducts });
const post = (payload: object, token = 'user-1') =>
  app.inject({ method: 'POST', url: '/orders', payload, headers: as(token) });
const get = (url: string, token = 'user-1') => app.inject({ url, headers: as(token) });

describe('an order', () => {
  it('as published clients send it, of products that the catalogue does not know, is kept as it is', async () => {
    const lines = [{ productId: '4711', price: 9.99, quantity: 2 }];
    const response = await post(order(lines));
    expect([response.statusCode, response.headers.etag]).toEqual([201, '"1"']);
    const created = response.json();
    expect(created).toEqual({
      tenantId: 'tenant-1',
      orderId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      orderName: 'Office',
      orderProducts: lines,
    });
    expect((await get(`/orders/tenant-1:${created.orderId}`)).json()).toEqual(created);
    expect((await get('/orders')).json()).toEqual([created]);
  });

  it("takes a product's name from the catalogue, and its price when the client gives none", async () => {
    const response = await post(
      order([
        { productId: 'chair', quantity: 1 },
        { productId: 'tenant-1:chair', price: 10, quantity: 1, name: 'Sofa' },
      ]),
    );
    expect(response.json().orderProducts).toEqual([
      { productId: 'chair', price: 12.5, quantity: 1, name: 'Chair' },
      { productId: 'tenant-1:chair', price: 10, quantity: 1, name: 'Chair' },
    ]);
    expect(asked).toEqual(['user-1 tenant-1:chair']);
  });

  it('keeps the price of its day', async () => {
    const { orderId } = (await post(order([{ productId: 'chair', quantity: 1 }]))).json();
    products.chair = { name: 'Chair', price: 99 };
    expect((await get(`/orders/tenant-1:${orderId}`)).json().orderProducts[0].price).toBe(12.5);
  });

  it('may have no lines yet', async () => {
    expect((await post(order([]))).statusCode).toBe(201);
  });

  it('that was read may be sent back whole, with its names', async () => {
    const created = (await post(order([{ productId: 'chair', quantity: 1 }]))).json();
    const response = await app.inject({
      method: 'PUT',
      url: `/orders/tenant-1:${created.orderId}`,
      payload: { ...created, orderName: 'Home' },
      headers: as('user-1', { 'if-match': '"1"' }),
    });
    expect([response.statusCode, response.headers.etag]).toEqual([200, '"2"']);
    expect(response.json()).toEqual({ ...created, orderName: 'Home' });
  });

  it('is deleted', async () => {
    const { orderId } = (await post(order([]))).json();
    const url = `/orders/tenant-1:${orderId}`;
    expect((await app.inject({ method: 'DELETE', url, headers: as('admin-2') })).statusCode).toBe(404);
    expect((await app.inject({ method: 'DELETE', url, headers: as('user-1') })).statusCode).toBe(204);
    expect((await get('/orders')).json()).toEqual([]);
  });
});

describe('without the products service', () => {
  beforeEach(() => {
    down = true;
  });

  it('an order with prices is taken, without names', async () => {
    const response = await post(order([{ productId: 'chair', price: 10, quantity: 1 }]));
    expect([response.statusCode, response.json().orderProducts]).toEqual([
      201,
      [{ productId: 'chair', price: 10, quantity: 1 }],
    ]);
  });

  it('a line without a price cannot be completed: 503 that names it', async () => {
    const response = await post(order([{ productId: 'chair', quantity: 1 }]));
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
    expect(response.json().message).toMatch(/^orderProducts\[0\]\.price /);
  });
});

describe('bad input names its field', () => {
  const line = { productId: 'p', price: 1, quantity: 1 };

  it.each([
    [{ orderProducts: [] }, 'orderName is required'],
    [{ orderName: 'x' }, 'orderProducts is required'],
    [{ orderName: 'x', orderProducts: {} }, 'orderProducts must be array'],
    [order([line, { ...line, price: '1' }]), 'orderProducts[1].price must be number'],
    [order([{ ...line, quantity: 1.5 }]), 'orderProducts[0].quantity must be integer'],
    [order([{ ...line, quantity: 0 }]), 'orderProducts[0].quantity must be >= 1'],
    [order([{ price: 1, quantity: 1 }]), 'orderProducts[0].productId is required'],
    [order([{ ...line, discount: 1 }]), 'orderProducts[0].discount is not a known field'],
    [
      order([{ productId: 'none', quantity: 1 }]),
      'orderProducts[0].price is required: the product is not in the catalogue',
    ],
    [order(Array(101).fill(line)), 'orderProducts must NOT have more than 100 items'],
    [{ ...order([line]), orderId: 'mine' }, 'orderId is not a known field'],
  ])('%j', async (payload, message) => {
    const response = await post(payload);
    expect([response.statusCode, response.json()]).toEqual([400, { message }]);
  });
});
