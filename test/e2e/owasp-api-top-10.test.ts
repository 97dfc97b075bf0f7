import { buildTenant, type Ids, Product, type TenantClient } from '../builders/product';

/** What the gateway holds of the OWASP API Security Top 10 of 2023; the services' own part is in test/app-services. */
describe('API6:2023 Unrestricted Access to Sensitive Business Flows', () => {
  let product: Product;
  let crowd: TenantClient;
  let neighbour: TenantClient;

  beforeAll(async () => {
    product = await Product.open();
    const tenants = await Promise.all(['basic', 'basic'].map((tier) => product.onboard(buildTenant(tier))));
    [crowd, neighbour] = (await Promise.all(tenants.map((tenant) => product.signIn(tenant)))) as [
      TenantClient,
      TenantClient,
    ];
  }, 90_000);

  it('a tenant that has a crowd invited mails no more than its plan lets it, and keeps nobody from inviting', async () => {
    const invite = (client: TenantClient, n: number) =>
      client.once('POST', '/users', {
        userName: `User ${n}`,
        userEmail: `u${n}@${client.tenant.tenantName}.example`,
      });
    const began = performance.now();

    const [invited, calm] = await Promise.all([
      Promise.all(Array.from({ length: 60 }, (_, n) => invite(crowd, n))),
      invite(neighbour, 0),
    ]);

    const allowed = 10 + 10 * Math.ceil((performance.now() - began) / 1_000);
    const accepted = invited.filter(({ status }) => status === 201).length;
    expect(new Set(invited.map(({ status }) => status))).toEqual(new Set([201, 429]));
    expect(accepted).toBeLessThanOrEqual(allowed);
    expect(calm.status).toBe(201);
  });

  it('one registration that is sent twenty times at once makes one tenant', async () => {
    const tenantData = buildTenant('basic');
    const posts = await Promise.all(
      Array.from({ length: 20 }, () =>
        product.admin<{ data?: Ids }>('POST', '/tenant-registrations', {
          tenantData,
          tenantRegistrationData: {},
        }),
      ),
    );

    expect(posts.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
    // The next file takes what there is for granted.
    const made = posts.find(({ status }) => status === 201)?.body.data;
    await product.reaches(made?.tenantRegistrationId ?? '', 'Created');
  }, 90_000);

  it('nobody but an operator registers a tenant', async () => {
    const answer = await fetch(`${product.outputs.adminApiUrl}/tenant-registrations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${crowd.tokens.idToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ tenantData: buildTenant('premium'), tenantRegistrationData: {} }),
    });

    expect(answer.status).toBe(401);
  });
});
