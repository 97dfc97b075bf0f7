import { denyStep } from '../builders/denied-step';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';
import { dataOf, fill } from '../builders/tenant-data';
import { until } from '../builders/until';

describe('a deletion that keeps the data for a day', () => {
  it('refuses access at once, is taken back with the same data, and ordered again leaves nothing', async () => {
    const product = await Product.open();
    const before = await inventory(product.port);
    const client = await product.signIn(await product.onboard(buildTenant('advanced')));
    const { tenantRegistrationId: id, tenantId } = client.tenant;
    await fill(client);
    const data = await dataOf(product, tenantId);
    const status = async () => (await client.once('GET', '/products')).status;

    await product.offboard(id, '?retainDays=1');
    await until('it is refused', 5_000, async () => [401, 403].includes(await status()));
    const waiting = await product.registration(id);
    const kept = await dataOf(product, tenantId);
    const cancelled = await product.admin('POST', `/tenant-registrations/${id}/cancel-offboarding`);
    await product.reaches(id, 'Created');
    await until('it is admitted again', 10_000, async () => (await status()) === 200);
    const back = await dataOf(product, tenantId);
    await product.offboard(id, '?retainDays=0');
    await product.reaches(id, 'Deleted');

    expect(waiting.registrationStatus).toBe('Deleting');
    expect(cancelled.status).toBe(202);
    expect([kept, back]).toEqual([data, data]);
    expect(await dataOf(product, tenantId)).toEqual([]);
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);
});

describe('a deletion of a tenant whose onboarding failed, taken back', () => {
  it('shows the failed onboarding, whose replay brings the tenant into service', async () => {
    const product = await Product.open();
    const before = await inventory(product.port);
    const allow = await denyStep(product.port, /create-?storage/i, 'dynamodb:CreateTable');
    const tenant = buildTenant('premium');
    const ids = await product.register(tenant);
    const { tenantRegistrationId: id } = ids;
    await product.settled(id).finally(allow);
    await product.offboard(id, '?retainDays=1');
    const path = `/tenant-registrations/${id}`;
    await until('the data is kept', 20_000, async () => {
      const { body } = await product.admin<{ data: { offboarding?: { state: string } } }>('GET', path);
      return body.data.offboarding?.state === 'waiting';
    });

    const cancelled = await product.admin('POST', `${path}/cancel-offboarding`);
    const returned = await product.registration(id);
    const replayed = await product.admin('POST', `${path}/replay`);
    await product.reaches(id, 'Created');
    const client = await product.signIn(await product.asAdmin(ids, tenant));

    expect([cancelled.status, returned.registrationStatus]).toEqual([202, 'Failed to provision']);
    expect(replayed.status).toBe(202);
    expect((await client.call('GET', '/products')).status).toBe(200);
    await product.offboard(id, '?retainDays=0');
    await product.reaches(id, 'Deleted');
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);
});
