import { buildTenant, Product, type TenantClient } from '../builders/product';
import { refusalOf } from '../builders/refusal';
import { until } from '../builders/until';

/** The promise is 5 s: the authorizer's answers are kept for 3. */
const WITHIN_MS = 5_000;

describe.each(['basic', 'premium'])('a user of a tenant of the tier %s who signs out', (tier) => {
  let product: Product;
  let client: TenantClient;

  beforeAll(async () => {
    product = await Product.open();
    client = await product.signIn(await product.onboard(buildTenant(tier)));
  }, 60_000);

  it('is refused within 5 s by every token of before, and admitted by those of a later sign-in', async () => {
    expect((await client.call('GET', '/products')).status).toBe(200);

    const name = encodeURIComponent(client.tenant.userName);
    const signOut = () => client.call('POST', `/users/${name}`, { action: 'sign-out' });
    const refusedAfter = await refusalOf(client, {
      statuses: [401],
      order: async () => expect((await signOut()).status).toBe(204),
    });

    expect(refusedAfter).toBeLessThan(WITHIN_MS);
    // Sign-ins of the second in which the sign-out fell count as before it.
    const again = await until('a later sign-in that counts', 10_000, async () => {
      const later = await product.signIn(client.tenant);
      return (await later.call('GET', '/products')).status === 200 ? later : undefined;
    });
    expect((await client.call('GET', '/products')).status).toBe(401);
    expect((await again.call('GET', '/products')).status).toBe(200);
  }, 60_000);
});
