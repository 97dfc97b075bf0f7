import { BusRecorder } from '../builders/bus-recorder';
import { inventory } from '../builders/inventory';
import { buildTenant, Product, type RegistrationRow, request, type TenantClient } from '../builders/product';
import { refusalOf } from '../builders/refusal';
import { dataOf, fill, registryRowsOf } from '../builders/tenant-data';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const TIERS = ['basic', 'advanced', 'premium'] as const;
type Tier = (typeof TIERS)[number];

/** All three leave at once, beside a neighbour in the pool who stays. */
describe('offboarding', () => {
  let product: Product;
  let recorder: BusRecorder;
  let neighbour: TenantClient;
  let before: string[];
  let during: string[];
  let after: string[];
  let neighbourBefore: string[];
  /** Of the client's own keys, which the registry keeps while the tenant lives. */
  const contact = { name: 'Ada Leaver', phone: '+44 20 7946 0018' };
  const tenants = Object.fromEntries(TIERS.map((tier) => [tier, buildTenant(tier, { contact })])) as Record<
    Tier,
    ReturnType<typeof buildTenant<{ contact: typeof contact }>>
  >;
  const clients = {} as Record<Tier, TenantClient>;
  const refusals = {} as Record<Tier, { afterMs: number; next: number[] }>;
  const rows = {} as Record<Tier, RegistrationRow>;

  /** Asks with a token that was admitted before until it is refused; then five times more. */
  const refusal = async (client: TenantClient) => {
    const afterMs = await refusalOf(client);
    const next: number[] = [];
    for (let n = 0; n < 5; n++) next.push((await client.once('GET', '/products')).status);
    return { afterMs, next };
  };

  const leave = async (tier: Tier) => {
    const id = clients[tier].tenant.tenantRegistrationId;
    await product.offboard(id);
    refusals[tier] = await refusal(clients[tier]);
    rows[tier] = await product.reaches(id, 'Deleted');
  };

  beforeAll(async () => {
    product = await Product.open();
    recorder = await BusRecorder.start(product.port, product.busName);
    neighbour = await product.signIn(await product.onboard(buildTenant('basic')));
    await fill(neighbour);
    before = await inventory(product.port);
    await Promise.all(
      TIERS.map(async (tier) => {
        clients[tier] = await product.signIn(await product.onboard(tenants[tier]));
        await fill(clients[tier]);
      }),
    );
    during = await inventory(product.port);
    neighbourBefore = await dataOf(product, neighbour.tenant.tenantId);
    await Promise.all(TIERS.map(leave));
    after = await inventory(product.port);
  }, 120_000);
  afterAll(() => recorder.stop());

  it('leaves the account as it was before the tenants came, line by line', () => {
    expect(during.length).toBeGreaterThan(before.length + 30);
    expect(after).toEqual(before);
  });

  it("leaves a neighbour's items and users as they were, to the byte", async () => {
    expect(neighbourBefore.filter((line) => line.startsWith('Item '))).toHaveLength(2);
    expect(neighbourBefore.filter((line) => line.startsWith('User '))).toHaveLength(2);
    expect(await dataOf(product, neighbour.tenant.tenantId)).toEqual(neighbourBefore);
    expect((await neighbour.call('GET', '/products')).status).toBe(200);
  });

  describe.each(TIERS)('of the tier %s', (tier) => {
    const ids = () => {
      const { tenantId, tenantRegistrationId } = clients[tier].tenant;
      return { tenantId, tenantRegistrationId };
    };

    it('takes every item and user of the tenant with it', async () => {
      expect(await dataOf(product, ids().tenantId)).toEqual([]);
    });

    it('refuses access from the start, though the authorizer had admitted the token', async () => {
      const { afterMs, next } = refusals[tier];

      expect(afterMs).toBeLessThan(5_000);
      expect(next.filter((status) => ![401, 403].includes(status))).toEqual([]);
      expect([401, 403]).toContain((await clients[tier].once('GET', '/products')).status);
    });

    it('leaves a receipt that lists each resource with type and times, and the execution', () => {
      const { receipt, sbtaws_active, failure } = rows[tier];
      const { tenantId, tenantName } = clients[tier].tenant;
      const own = during.filter((line) => !before.includes(line));
      const mine = own.filter((line) => line.includes(tenantName) || line.includes(tenantId));
      const listed = (type: string) => receipt?.resources.filter((line) => line.type === type) ?? [];

      expect({ sbtaws_active, failure }).toEqual({ sbtaws_active: false, failure: undefined });
      expect(receipt?.executionArn).toContain(`:execution:tenant-offboarding:${tenantName}-offboarding-`);
      expect(receipt?.completedAt).toMatch(ISO);
      for (const line of receipt?.resources ?? []) {
        expect(line).toMatchObject({
          type: expect.stringMatching(/\w/),
          deletedAt: expect.stringMatching(ISO),
        });
        // What is counted was made over time; all else has one moment at which it was made.
        if (line.count === undefined) {
          expect(line.createdAt).toMatch(ISO);
          expect((line.createdAt ?? '') < line.deletedAt).toBe(true);
        }
      }
      for (const type of [
        'UserPool',
        'ApiKey',
        'Cluster',
        'Service',
        'Table',
        'Role',
        'LogGroup',
        'Namespace',
      ]) {
        expect([type, listed(type).length]).toEqual([
          type,
          mine.filter((line) => line.startsWith(`${type} `)).length,
        ]);
      }
      const silo = tier === 'basic' ? 0 : 3;
      expect([listed('TargetGroup').length, listed('ListenerRule').length]).toEqual([silo, silo]);
      expect(listed('TaskDefinition').length).toBe(silo);
    });

    it('keeps nothing personal in the rows of the registry', async () => {
      const { tenantId, tenantRegistrationId } = ids();

      const kept = await registryRowsOf(product, [tenantId, tenantRegistrationId, tenants[tier].tenantName]);

      expect(kept.length).toBeGreaterThanOrEqual(2);
      const personal = ['@', contact.name, contact.phone];
      expect(kept.filter((row) => personal.some((part) => row.includes(part)))).toEqual([]);
    });

    it('is told to the bus as the contract says, payload for payload', async () => {
      const { tenantId, tenantRegistrationId } = ids();
      const told = (name: string) =>
        recorder.heard(
          name,
          (event) =>
            event['detail-type'] === `sbt_aws_${name}` &&
            event.detail.tenantRegistrationId === tenantRegistrationId,
        );

      const [asked, deprovisioned, offboarded] = await Promise.all(
        ['offboardingRequest', 'deprovisionSuccess', 'offboardingSuccess'].map(told),
      );

      expect(asked).toMatchObject({
        source: 'sbt.control.plane',
        detail: { tenantId, tenantRegistrationId, tenantName: tenants[tier].tenantName },
      });
      expect(deprovisioned?.source).toBe('sbt.application.plane');
      expect(deprovisioned?.detail).toEqual({
        tenantRegistrationId,
        jobOutput: { tenantData: {}, tenantRegistrationData: { registrationStatus: 'Deleted' } },
      });
      expect(offboarded?.source).toBe('sbt.application.plane');
      expect(offboarded?.detail).toEqual({
        tenantId,
        tenantRegistrationId,
        tier: tier.toUpperCase(),
        executionArn: rows[tier].receipt?.executionArn,
      });
    });

    it('is no tenant to a login page any more', async () => {
      const { adminApiUrl } = product.outputs;
      const answers = await Promise.all(
        [
          `tenant-config?tenantName=${tenants[tier].tenantName}`,
          `tenant-config/${tenants[tier].tenantName}`,
          `tenant-config?tenantId=${ids().tenantId}`,
        ].map((path) => request(`${adminApiUrl}/${path}`)),
      );

      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    });
  });

  it('frees the name and the mailbox, and the next of the name begins with nothing', async () => {
    const again = await product.onboard(tenants.basic);
    const client = await product.signIn(again);

    expect((await client.call('GET', '/products')).body).toEqual([]);
    expect(again.tenantId).not.toBe(clients.basic.tenant.tenantId);
  }, 60_000);
});
