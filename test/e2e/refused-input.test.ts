import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../lambdas/shared/registry/keys';
import { clientConfig } from '../../scripts/local/engine';
import type { TenantOutput } from '../../scripts/local/outputs';
import { inventory } from '../builders/inventory';
import { buildTenant, Product, request } from '../builders/product';

describe('input that is refused', () => {
  let product: Product;
  let taken: TenantOutput;
  let registryTable: string;

  /**
   * The registry and its ledger, and every resource that AWS lists; not what the plans refused, which is counted some time
   * after the requests of tests that ended before.
   */
  const everything = async () => {
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig(product.port)));
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: registryTable }));
    const rows = Items.filter(({ pk }) => !String(pk).startsWith(keys.throttled('', '').pk));
    const lines = rows.map((item) => JSON.stringify(item, Object.keys(item).sort())).sort();
    return { lines, resources: await inventory(product.port) };
  };
  const post = (raw: string, headers: Record<string, string> = {}) =>
    request<{ message: string }>(`${product.outputs.adminApiUrl}/tenant-registrations`, {
      method: 'POST',
      token: product.operator.accessToken,
      raw,
      headers,
    });
  const body = (tenantData: unknown) => JSON.stringify({ tenantData, tenantRegistrationData: {} });

  beforeAll(async () => {
    product = await Product.open();
    taken = await product.onboard(buildTenant('basic'));
    registryTable =
      (await inventory(product.port)).find((line) => /^Table .*registry/i.test(line))?.slice(6) ?? '';
    expect(registryTable).not.toBe('');
  }, 60_000);

  const valid = () => buildTenant('basic');
  it.each<[string, () => string, number, RegExp]>([
    ['not JSON', () => '{"tenantData":', 400, /body/],
    ['empty', () => '', 400, /body/],
    ['1 MB', () => body({ ...valid(), note: 'x'.repeat(1_048_576) }), 413, /body|large|size/i],
    ['an array', () => '[]', 400, /body/],
    ['of wrong types', () => body({ ...valid(), tenantName: 7 }), 400, /tenantName/],
    ['without an e-mail', () => body({ tenantName: 'x', tier: 'basic' }), 400, /email/],
    ['of an unknown tier', () => body({ ...valid(), tier: 'gold' }), 400, /tier/],
    ['with capitals in the name', () => body({ ...valid(), tenantName: 'Acme' }), 400, /tenantName/],
    [
      'with 33 letters in the name',
      () => body({ ...valid(), tenantName: 'a'.repeat(33) }),
      400,
      /tenantName/,
    ],
    ['with a hyphen first', () => body({ ...valid(), tenantName: '-acme' }), 400, /tenantName/],
    ['with an e-mail without @', () => body({ ...valid(), email: 'acme.example' }), 400, /email/],
    [
      'with prototype keys',
      () =>
        '{"tenantData":{"__proto__":{"tier":"basic"},"tenantName":"x","email":"a@b.example","tier":"basic"}}',
      400,
      /__proto__/,
    ],
    ['of a name that is taken', () => body({ ...valid(), tenantName: taken.tenantName }), 409, /tenantName/],
    [
      'of an administrator that the pool has',
      () => body({ ...valid(), email: taken.userName.toUpperCase() }),
      409,
      /email/,
    ],
  ])(
    'a registration %s is refused by its field, and nothing is made',
    async (_what, raw, status, message) => {
      const before = await everything();

      const answer = await post(raw());

      expect(answer.status).toBe(status);
      expect(answer.body.message).toMatch(message);
      expect(await everything()).toEqual(before);
    },
  );

  it.each([
    ['/tenant-registrations?limit=0', /limit/],
    ['/tenant-registrations?limit=-1', /limit/],
    ['/tenant-registrations?limit=1000000000', /limit/],
    ['/tenants?limit=x', /limit/],
    ['/users?limit=61', /limit/],
    ['/tenant-registrations?next_token=made-up', /next_token/],
    ['/tenants?next_token=e30', /next_token/],
  ])('GET %s is a 400 that names the parameter', async (path, message) => {
    const answer = await product.admin<{ message: string }>('GET', path);

    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
  });

  it("a page's token is refused by another list", async () => {
    await product.onboard(valid());
    const page = await product.admin<{ next_token: string }>('GET', '/tenants?limit=1');
    const answer = await product.admin<{ message: string }>(
      'GET',
      `/tenant-registrations?next_token=${encodeURIComponent(page.body.next_token)}`,
    );

    expect(page.body.next_token).toBeTruthy();
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(/next_token/);
  }, 60_000);

  it.each(['a%2Fb', '..%2F..', '%00', 'x'.repeat(500), '%E0%A4%A', "' OR 1=1"])(
    'the id %s is never a 5xx',
    async (id) => {
      for (const path of [
        `/tenants/${id}`,
        `/tenant-registrations/${id}`,
        `/users/${id}`,
        `/tenant-config/${id}`,
      ]) {
        const answer = await product.admin('GET', path);
        expect([400, 404, 414]).toContain(answer.status);
      }
    },
  );

  it('a wrong method of the admin API is a 405 that says which there are, a wrong path a 404', async () => {
    const ask = (path: string) =>
      request(`${product.outputs.adminApiUrl}${path}`, { method: 'PUT', body: {} });
    const [method, path] = [await ask('/tenant-registrations/x'), await ask('/tenant-registration')];

    expect([method.status, method.headers.get('allow')]).toEqual([405, 'DELETE, GET, PATCH, OPTIONS']);
    expect([path.status, path.body]).toEqual([404, { message: 'Not found' }]);
  });

  it.each([
    ['no token', undefined, 401],
    ['a made-up token', 'x.y.z', 401],
  ])('with %s the admin API answers 401', async (_what, token, status) => {
    const answer = await request(`${product.outputs.adminApiUrl}/tenants`, { token });

    expect(answer.status).toBe(status);
  });
});
