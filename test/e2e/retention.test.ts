import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientConfig } from '../../scripts/local/engine';
import { denyStep } from '../builders/denied-step';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';
import { refusalOf } from '../builders/refusal';
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
    await product.rests(id);

    await product.offboard(id, '?retainDays=1');
    const refusedAfter = await refusalOf(client);
    const waiting = await product.registration(id);
    const kept = await dataOf(product, tenantId);
    const cancelled = await product.admin('POST', `/tenant-registrations/${id}/cancel-offboarding`);
    await product.reaches(id, 'Created');
    await until('it is admitted again', 60_000, async () => (await status()) === 200);
    const back = await dataOf(product, tenantId);
    await product.offboard(id, '?retainDays=0');
    await product.reaches(id, 'Deleted');

    expect(refusedAfter).toBeLessThan(5_000);
    expect(waiting.registrationStatus).toBe('Deleting');
    expect(cancelled.status).toBe(202);
    expect([kept, back]).toEqual([data, data]);
    expect(await dataOf(product, tenantId)).toEqual([]);
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);
});

describe('a deletion whose period ends', () => {
  /**
   * Milliseconds, from the order on: a foreign control plane may name any instant, our own API whole days. Long enough
   * for all that has to be seen before its end: the refusal alone may take five seconds.
   */
  const KEPT = 20_000;

  it('removes the tenant with its data then, and not before', async () => {
    const product = await Product.open();
    const before = await inventory(product.port);
    const client = await product.signIn(await product.onboard(buildTenant('premium')));
    const { tenantRegistrationId: id, tenantId } = client.tenant;
    await fill(client);
    const data = await dataOf(product, tenantId);
    const path = `/tenant-registrations/${id}`;
    /** The states that the offboarding went through, with the time at which it came to each. */
    const states = async () => {
      const executions = await product.admin<{ data: { name: string; operation: string }[] }>(
        'GET',
        `${path}/executions`,
      );
      const { name } = executions.body.data.find(({ operation }) => operation === 'offboarding') ?? {};
      const { body } = await product.admin<{ data: { timeline: { state: string; entered: string }[] } }>(
        'GET',
        `${path}/executions/${name}`,
      );
      return body.data.timeline;
    };

    await product.rests(id);
    const retainUntil = new Date(Date.now() + KEPT).toISOString();
    await new EventBridgeClient(clientConfig(product.port)).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: product.busName,
            Source: 'sbt.control.plane',
            DetailType: 'sbt_aws_offboardingRequest',
            Detail: JSON.stringify({ tenantId, tenantRegistrationId: id, offboarding: { retainUntil } }),
          },
        ],
      }),
    );
    await product.reaches(id, 'Deleting');
    const refusedAfter = await refusalOf(client);
    const kept = await dataOf(product, tenantId);
    const { body: waiting } = await product.admin<{ data: { offboarding?: object } }>('GET', path);
    const looked = new Date().toISOString();
    await product.reaches(id, 'Deleted');
    const timeline = await states();

    expect(refusedAfter).toBeLessThan(5_000);
    expect(looked < retainUntil).toBe(true);
    expect(waiting.data.offboarding).toMatchObject({ state: 'waiting', retainUntil });
    expect(kept).toEqual(data);
    expect(await dataOf(product, tenantId)).toEqual([]);
    expect(await inventory(product.port)).toEqual(before);
    const claimed = timeline.findIndex(({ state }) => state === 'Claim the removal');
    expect(timeline.slice(claimed - 1, claimed + 2).map(({ state }) => state)).toEqual([
      "Keep the tenant's data",
      'Claim the removal',
      'Was the offboarding cancelled?',
    ]);
    expect((timeline[claimed]?.entered ?? '') >= retainUntil).toBe(true);
  }, 90_000);
});

describe('a deletion of a suspended tenant, taken back', () => {
  it('leaves it suspended, until it is resumed', async () => {
    const product = await Product.open();
    const before = await inventory(product.port);
    const client = await product.signIn(await product.onboard(buildTenant('premium')));
    const { tenantRegistrationId: id } = client.tenant;
    const path = `/tenant-registrations/${id}`;
    const status = async () => (await client.once('GET', '/products')).status;
    const offboarding = async () =>
      (await product.admin<{ data: { offboarding?: { state: string } } }>('GET', path)).body.data.offboarding;
    await product.admin('POST', `${path}/deactivate`);
    await product.reaches(id, 'Suspended');
    const suspended = await inventory(product.port);

    await product.offboard(id, '?retainDays=1');
    await until('the data is kept', 60_000, async () => (await offboarding())?.state === 'waiting');
    const cancelled = await product.admin('POST', `${path}/cancel-offboarding`);
    // How it was to leave is forgotten once the application plane has told that it is suspended again.
    await until('it is back', 60_000, async () => (await offboarding()) === undefined);
    const row = await product.registration(id);
    const refused = await status();
    const again = await inventory(product.port);
    await product.admin('POST', `${path}/activate`);
    await product.reaches(id, 'Created');
    await until('it is admitted again', 60_000, async () => (await status()) === 200);

    expect([cancelled.status, cancelled.text]).toEqual([202, expect.stringContaining('stays suspended')]);
    expect([row.registrationStatus, row.sbtaws_active]).toEqual(['Suspended', true]);
    expect([401, 403]).toContain(refused);
    expect(again).toEqual(suspended);
    await product.offboard(id, '?retainDays=0');
    await product.reaches(id, 'Deleted');
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
    await until('the data is kept', 60_000, async () => {
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
