import { buildTenant, Product, request, type TenantClient } from '../builders/product';
import { until } from '../builders/until';

const PRODUCT = { name: 'Bread', price: 4.5, sku: 'BRD-1', category: 'Food' };

describe("a tenant's request", () => {
  let product: Product;
  let basic: TenantClient;
  let neighbour: TenantClient;
  let advanced: TenantClient;
  const url = (path: string) => `${basic.tenant.apiGatewayUrl.replace(/\/$/, '')}${path}`;

  beforeAll(async () => {
    product = await Product.open();
    const tenants = await Promise.all(
      ['basic', 'basic', 'advanced'].map((tier) => product.onboard(buildTenant(tier))),
    );
    const clients = await Promise.all(tenants.map((tenant) => product.signIn(tenant)));
    [basic, neighbour, advanced] = clients as [TenantClient, TenantClient, TenantClient];
  }, 90_000);

  it.each(['/nothing', '/ordersx', '/'])('for the unknown path %s is a 404', async (path) => {
    const answer = await basic.call('GET', path);

    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ message: expect.any(String) });
  });

  it('with a method that a path does not have is a 405', async () => {
    const answer = await basic.call('PATCH', '/orders');

    expect(answer.status).toBe(405);
    expect(answer.body).toEqual({ message: expect.any(String) });
  });

  it('without a token is a 401', async () => {
    const answer = await request(url('/orders'));

    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ message: expect.any(String) });
  });

  it.each([
    ['made up', () => 'not-a-token'],
    ['changed', () => `${basic.tokens.idToken.slice(0, -6)}AAAAAA`],
    ['an access token', () => basic.tokens.accessToken],
    ["an operator's", () => product.operator.idToken],
  ])('with a token that is %s is refused', async (_what, token) => {
    const answer = await request(url('/orders'), { token: token() });

    expect([401, 403]).toContain(answer.status);
  });

  it("never reaches another tenant's item", async () => {
    const { body: item } = await neighbour.call<{ tenantId: string; productId: string }>(
      'POST',
      '/products',
      PRODUCT,
    );
    const path = `/products/${item.tenantId}:${item.productId}`;

    const answers = await Promise.all([
      basic.call('GET', path),
      basic.call('PUT', path, { ...PRODUCT, price: 0 }),
      basic.call('DELETE', path),
      advanced.call('GET', path),
    ]);
    const own = await neighbour.call('GET', path);

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    expect(own.body).toMatchObject({ price: 4.5 });
  });

  it("lists a tenant's own items only, in the table that it shares", async () => {
    await neighbour.call('POST', '/products', PRODUCT);
    await basic.call('POST', '/products', PRODUCT);

    const [mine, theirs] = await Promise.all([
      basic.call<{ tenantId: string }[]>('GET', '/products'),
      neighbour.call<{ tenantId: string }[]>('GET', '/products'),
    ]);

    expect(new Set(mine.body.map((item) => item.tenantId))).toEqual(new Set([basic.tenant.tenantId]));
    expect(new Set(theirs.body.map((item) => item.tenantId))).toEqual(new Set([neighbour.tenant.tenantId]));
  });

  it("drops a client's own tenantPath header", async () => {
    const { body: item } = await advanced.call<{ tenantId: string; productId: string }>(
      'POST',
      '/products',
      PRODUCT,
    );
    const path = `/products/${item.tenantId}:${item.productId}`;

    const spoofed = await basic.call('GET', path, undefined, { tenantPath: advanced.tenant.tenantId });
    const lowered = await advanced.call('GET', path, undefined, { tenantpath: 'basic' });

    // Routed to its own services in spite of the header: the pool does not know the other's item.
    expect(spoofed.status).toBe(404);
    expect(lowered.status).toBe(200);
  });

  it('is answered to a browser of another origin', async () => {
    const preflight = await fetch(url('/orders'), {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    const answer = await basic.call('GET', '/products', undefined, { origin: 'https://app.example' });
    const refused = await request(url('/orders'), { headers: { origin: 'https://app.example' } });

    expect([200, 204]).toContain(preflight.status);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization');
    expect(answer.headers.get('access-control-allow-origin')).toBeTruthy();
    expect(refused.headers.get('access-control-allow-origin')).toBeTruthy();
  });

  it('is throttled by the plan of its own tenant alone', async () => {
    // The plan's burst, and ten a second from then on: how many that are depends on how fast the machine sends.
    const bursts = async () => {
      const began = performance.now();
      const [noisy, calm] = await Promise.all([
        Promise.all(Array.from({ length: 40 }, () => basic.once('GET', '/products'))),
        Promise.all([neighbour.once('GET', '/products'), advanced.once('GET', '/products')]),
      ]);
      const allowed = 10 + 10 * Math.ceil((performance.now() - began) / 1_000);
      return noisy.some(({ status }) => status === 429) && { noisy, calm, allowed };
    };

    const { noisy, calm, allowed } = await until('a burst that is past the plan', 20_000, bursts);

    const refused = noisy.filter((answer) => answer.status === 429);
    expect(noisy.every((answer) => [200, 429].includes(answer.status))).toBe(true);
    expect(noisy.length - refused.length).toBeLessThanOrEqual(allowed);
    expect(refused[0]?.body).toEqual({ message: expect.any(String) });
    expect(calm.map((answer) => answer.status)).toEqual([200, 200]);
  });

  it('prices an order with what the products service says', async () => {
    const { body: item } = await advanced.call<{ productId: string }>('POST', '/products', PRODUCT);
    const { body: order } = await advanced.call<{ tenantId: string; orderId: string }>('POST', '/orders', {
      orderName: 'enriched',
      orderProducts: [{ productId: item.productId, price: 1, quantity: 3 }],
    });

    const read = await advanced.call('GET', `/orders/${order.tenantId}:${order.orderId}?expand=products`);

    expect(read.status).toBe(200);
    expect(JSON.stringify(read.body)).toContain('Bread');
  });
});
