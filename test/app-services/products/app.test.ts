import type { FastifyInstance } from 'fastify';
import { buildProducts } from '../../../app-services/products/app';
import type { Product } from '../../../app-services/products/product';
import { buildItemStore } from '../../builders/item-store';
import { as, buildServiceDeps } from '../../builders/service-deps';

let app: FastifyInstance;

beforeEach(() => {
  const { table } = buildItemStore<Product>('product');
  app = buildProducts({ ...buildServiceDeps().deps, table });
});
afterEach(() => app.close());

const chair = { name: 'Chair', price: 12.5, sku: 'C-1', category: 'furniture' };
const admin = as('admin-1');

const post = (payload: object, headers = admin) =>
  app.inject({ method: 'POST', url: '/products', payload, headers });
const get = (path: string, headers = admin) => app.inject({ url: path, headers });
const put = (path: string, payload: object, headers: Record<string, string> = admin) =>
  app.inject({ method: 'PUT', url: path, payload, headers });
const remove = (path: string, headers: Record<string, string> = admin) =>
  app.inject({ method: 'DELETE', url: path, headers });

async function created(payload: object = chair): Promise<Product & { path: string }> {
  const product = (await post(payload)).json();
  return { ...product, path: `/products/${product.tenantId}:${product.productId}` };
}

describe('a product', () => {
  it('is created with the keys of the caller and an id of its own', async () => {
    const response = await post(chair);
    expect(response.statusCode).toBe(201);
    expect(response.headers.etag).toBe('"1"');
    expect(response.json()).toEqual({
      tenantId: 'tenant-1',
      productId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...chair,
    });
  });

  it('takes a number as sku, and gives a number back', async () => {
    expect((await created({ ...chair, sku: 4711 })).sku).toBe(4711);
  });

  it('takes an empty sku and category, as the published form sends them, or none', async () => {
    expect(await created({ ...chair, sku: '', category: '' })).toMatchObject({ sku: '', category: '' });
    expect(await created({ name: 'Chair', price: 1 })).toMatchObject({ sku: '', category: '' });
  });

  it('is read by its path, also with the colon encoded', async () => {
    const { path, ...product } = await created();
    for (const url of [path, path.replace(':', '%3A')]) {
      const response = await get(url);
      expect([response.statusCode, response.headers.etag, response.json()]).toEqual([200, '"1"', product]);
    }
  });

  it('is replaced as a whole; a client may send back what it read, keys included', async () => {
    const { path, ...product } = await created();
    const response = await put(path, { ...product, key: '1', name: 'Stool' });
    expect([response.statusCode, response.headers.etag]).toEqual([200, '"2"']);
    expect(response.json()).toEqual({ ...product, name: 'Stool' });
    expect((await get(path)).json()).toEqual({ ...product, name: 'Stool' });
  });

  it('is not replaced by one with the keys of another', async () => {
    const { path } = await created();
    expect((await put(path, { ...chair, tenantId: 'tenant-2' })).json()).toEqual({
      message: 'tenantId is not the one of the path',
    });
    expect((await put(path, { ...chair, productId: 'p-2' })).json()).toEqual({
      message: 'productId is not the one of the path',
    });
  });

  it('is deleted, once', async () => {
    const { path } = await created();
    expect((await remove(path)).statusCode).toBe(204);
    expect((await remove(path)).statusCode).toBe(404);
    expect((await get(path)).statusCode).toBe(404);
  });

  it('is not made by replacing what does not exist', async () => {
    expect((await put('/products/tenant-1:none', chair)).statusCode).toBe(404);
  });
});

describe('two writers', () => {
  it('the second, who read before the first wrote, is told so and overwrites nothing', async () => {
    const { path } = await created();
    const ifMatch = as('admin-1', { 'if-match': '"1"' });
    expect((await put(path, { ...chair, name: 'First' }, ifMatch)).statusCode).toBe(200);
    expect((await put(path, { ...chair, name: 'Second' }, ifMatch)).statusCode).toBe(412);
    expect((await remove(path, ifMatch)).statusCode).toBe(412);
    expect((await get(path)).json().name).toBe('First');
  });

  it('an If-Match that is no entity tag is refused', async () => {
    const { path } = await created();
    expect((await put(path, chair, as('admin-1', { 'if-match': '1' }))).statusCode).toBe(400);
  });
});

describe('tenants', () => {
  it("another tenant's product does not exist, to read, replace or delete", async () => {
    const { path } = await created();
    const other = as('admin-2');
    const answers = [await get(path, other), await put(path, chair, other), await remove(path, other)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect((await get('/products', other)).json()).toEqual([]);
    expect((await get(path)).statusCode).toBe(200);
  });

  it("an own product does not exist under another tenant's name", async () => {
    const { path } = await created();
    const foreign = path.replace('tenant-1', 'tenant-2');
    const answers = [await get(foreign), await put(foreign, chair), await remove(foreign)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });

  it('a product is never made for another tenant', async () => {
    const response = await post({ ...chair, tenantId: 'tenant-2' });
    expect([response.statusCode, response.json()]).toEqual([
      400,
      { message: 'tenantId is not a known field' },
    ]);
  });
});

describe('the list', () => {
  it('is a plain array', async () => {
    const { path: _, ...product } = await created();
    const response = await get('/products');
    expect(response.json()).toEqual([product]);
    expect(response.headers.link).toBeUndefined();
  });

  it('gives every product once over its pages, each linked to the next', async () => {
    const ids = new Set<string>();
    for (let n = 0; n < 5; n += 1) ids.add((await created()).productId);
    const seen: string[] = [];
    let url = '/products?limit=2';
    let pages = 0;
    while (url) {
      const response = await get(url);
      seen.push(...response.json().map((product: Product) => product.productId));
      const next = /^<(\?[^>]+)>; rel="next"$/.exec(String(response.headers.link ?? ''))?.[1];
      expect(next === undefined).toBe(response.headers['x-next-token'] === undefined);
      url = next ? `/products${next}` : '';
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen.sort()).toEqual([...ids].sort());
  });

  it("refuses a token of another tenant's list", async () => {
    await created();
    await created();
    const token = (await get('/products?limit=1')).headers['x-next-token'];
    const response = await get(`/products?next_token=${token}`, as('admin-2'));
    expect([response.statusCode, response.json().message]).toEqual([
      400,
      'next_token is not one that this list gave',
    ]);
  });

  it.each(['0', '-1', '1000000000'])('refuses a limit of %s', async (limit) => {
    const response = await get(`/products?limit=${limit}`);
    expect([response.statusCode, response.json().message]).toEqual([
      400,
      'limit must be a whole number from 1 to 100',
    ]);
  });
});

describe('bad input names its field', () => {
  it.each([
    [{ name: undefined }, 'name is required'],
    [{ name: 7 }, 'name must be string'],
    [{ name: '' }, 'name must NOT have fewer than 1 characters'],
    [{ price: undefined }, 'price is required'],
    [{ price: '12.5' }, 'price must be number'],
    [{ price: -1 }, 'price must be >= 0'],
    [{ price: 1e300 }, 'price must be <= 1000000000000'],
    [{ price: 1e-7 }, 'price must have at most 6 decimals'],
    [{ sku: true }, 'sku must be string,number'],
    [{ sku: 1e300 }, 'sku must be <= 1000000000000'],
    [{ sku: 1e-200 }, 'sku must have at most 6 decimals'],
    [{ category: null }, 'category must be string'],
    [{ colour: 'red' }, 'colour is not a known field'],
  ])('%j', async (change, message) => {
    const response = await post({ ...chair, ...change });
    expect([response.statusCode, response.json()]).toEqual([400, { message }]);
  });

  it.each([0, 0.1, 0.000001, 19.99, 123456789012.34, 1e12])('a price of %d is fine', async (price) => {
    expect((await created({ ...chair, price })).price).toBe(price);
  });

  it('a price beyond what a number holds', async () => {
    const payload = '{"name":"Chair","price":1e400}';
    const headers = as('admin-1', { 'content-type': 'application/json' });
    const response = await app.inject({ method: 'POST', url: '/products', payload, headers });
    expect(response.statusCode).toBe(400);
  });

  it.each(['nothing', 'tenant-1:', 'tenant-1:a%2Fb', 'tenant-1:..', 'tenant-1:%00'])(
    'path id %s',
    async (id) => {
      const response = await get(`/products/${id}`);
      expect([response.statusCode, response.json().message]).toEqual([
        400,
        'productId must have the form tenantId:productId',
      ]);
    },
  );
});
