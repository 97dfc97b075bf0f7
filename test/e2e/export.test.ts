import { createHash } from 'node:crypto';
import { buildTenant, Product, request } from '../builders/product';

interface Links {
  executionName: string;
  items: number;
  files: { table: string; items: number; sha256: string; url: string }[];
  manifestUrl: string;
}

describe("a tenant's export", () => {
  it('holds what the tenant wrote, by links that no other way leads to', async () => {
    const product = await Product.open();
    const tenant = await product.signIn(await product.onboard(buildTenant('basic')));
    const made = await tenant.call('POST', '/products', {
      name: 'Bread',
      price: 2.5,
      sku: 'B1',
      category: 'Food',
    });
    const path = `/tenant-registrations/${tenant.tenant.tenantRegistrationId}`;

    const { status, body } = await product.admin<{ data: Links }>('POST', `${path}/export`);

    expect([made.status, status]).toEqual([201, 200]);
    const products = body.data.files.find(({ table }) => table === 'products');
    const { text } = await request(products?.url ?? '');
    expect(text).toContain('"Bread"');
    expect(createHash('sha256').update(text).digest('hex')).toBe(products?.sha256);
    expect((await request((products?.url ?? '').split('?')[0] ?? '')).status).toBe(403);
    const again = await product.admin<{ data: Links }>('GET', `${path}/exports/${body.data.executionName}`);
    expect(again.body.data).toMatchObject({ items: body.data.items, executionName: body.data.executionName });
  }, 60_000);
});
