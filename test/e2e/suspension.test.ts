import { DescribeServicesCommand, ECSClient, paginateListServices } from '@aws-sdk/client-ecs';
import { clientConfig } from '../../scripts/local/engine';
import { inventory } from '../builders/inventory';
import { buildTenant, Product, type TenantClient } from '../builders/product';
import { refusalOf } from '../builders/refusal';
import { dataOf, fill } from '../builders/tenant-data';
import { until } from '../builders/until';

describe.each(['basic', 'premium'])('a suspended tenant of the tier %s', (tier) => {
  let product: Product;
  let client: TenantClient;
  let before: string[];
  let data: string[];
  const id = () => client.tenant.tenantRegistrationId;
  const order = (what: 'activate' | 'deactivate') =>
    product.admin('POST', `/tenant-registrations/${id()}/${what}`);
  /** Running tasks of the tenant's own services. */
  const running = async (): Promise<number[]> => {
    const ecs = new ECSClient(clientConfig(product.port));
    const own = (await inventory(product.port)).filter(
      (line) => line.startsWith('Service ') && line.includes(`tenant-${client.tenant.tenantName}-`),
    );
    const cluster = own[0]?.slice('Service '.length).split('/')[0];
    if (!cluster) return [];
    const services: string[] = [];
    for await (const page of paginateListServices({ client: ecs }, { cluster })) {
      services.push(...(page.serviceArns ?? []));
    }
    const shown = await ecs.send(new DescribeServicesCommand({ cluster, services }));
    return (shown.services ?? []).map(({ runningCount = -1 }) => runningCount);
  };

  beforeAll(async () => {
    product = await Product.open();
    before = await inventory(product.port);
    client = await product.signIn(await product.onboard(buildTenant(tier)));
    await fill(client);
    data = await dataOf(product, client.tenant.tenantId);
    await product.rests(id());
  }, 120_000);

  it('is refused within 5 s though it was admitted, costs no task, and keeps its data', async () => {
    expect((await client.call('GET', '/products')).status).toBe(200);

    const refusedAfter = await refusalOf(client, {
      order: async () => expect((await order('deactivate')).status).toBe(202),
    });
    await product.reaches(id(), 'Suspended');

    expect(refusedAfter).toBeLessThan(5_000);
    expect(await running()).toEqual(tier === 'premium' ? [0, 0, 0] : []);
    expect(await dataOf(product, client.tenant.tenantId)).toEqual(data);
    expect((await order('deactivate')).status).toBe(409);
  }, 60_000);

  it('returns to service with the same data', async () => {
    expect((await order('activate')).status).toBe(202);
    await product.reaches(id(), 'Created');

    const answer = await until('admitted again', 60_000, async () => {
      const tried = await client.call('GET', '/products');
      return tried.status === 200 && tried;
    });

    expect(answer.body).toHaveLength(1);
    expect((await running()).every((count) => count > 0)).toBe(true);
    expect(await dataOf(product, client.tenant.tenantId)).toEqual(data);
  }, 60_000);

  it('can be offboarded without a return', async () => {
    await order('deactivate');
    await product.reaches(id(), 'Suspended');

    await product.offboard(id());
    await product.reaches(id(), 'Deleted');

    expect(await inventory(product.port)).toEqual(before);
    expect((await order('deactivate')).status).toBe(409);
  }, 60_000);
});
