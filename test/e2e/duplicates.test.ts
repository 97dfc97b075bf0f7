import { randomUUID } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { concurrently } from '../../lambdas/shared/aws/concurrently';
import { functionNamed } from '../../scripts/local/denied-step';
import { clientConfig } from '../../scripts/local/engine';
import { BusRecorder, type RecordedEvent } from '../builders/bus-recorder';
import { differences, inventory, linesOf, subtract } from '../builders/inventory';
import { buildTenant, type Ids, Product } from '../builders/product';
import { registryRowsOf } from '../builders/tenant-data';

const TIERS = ['basic', 'advanced', 'premium'] as const;
type Tier = (typeof TIERS)[number];

/** Functions that hear events of the planes, as the rules have it; others hear none. */
const LISTENERS = [
  { detailType: /(onboarding|offboarding|activate|deactivate)Request$/, listener: /StartWorkflow/i },
  {
    detailType: /(provision|activate|deactivate)(Success|Failure)$/,
    listener: /ApplyProvisionResult/i,
  },
];
const TIMES = 10;
/** Deliveries under way: each that comes beside others is a process of the local AWS. */
const AT_ONCE = 20;

/** Delivered again it has its id, sent again from a dead-letter queue a new one. */
const alsoSentAgain = (event: RecordedEvent, index: number): RecordedEvent =>
  index % 2 === 0 ? event : { ...event, id: randomUUID() };
const tenTimes = <T>(events: readonly T[]): T[] => Array.from({ length: TIMES }, () => events).flat();
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

describe('orders that cross each other', () => {
  let product: Product;
  let recorder: BusRecorder;
  let before: string[];
  beforeAll(async () => {
    product = await Product.open();
    recorder = await BusRecorder.start(product.port, product.busName);
    before = await inventory(product.port);
  });
  afterAll(() => recorder.stop());

  /** Delivers events again, all at once and with their ids, as EventBridge may. @returns errors of the listeners */
  const deliver = async (events: readonly RecordedEvent[]): Promise<string[]> => {
    const lambda = new LambdaClient(clientConfig(product.port));
    const errors: string[] = [];
    await concurrently(events, AT_ONCE, async (event) => {
      const { listener } = LISTENERS.find(({ detailType }) => detailType.test(event['detail-type'])) ?? {};
      if (!listener) return;
      const FunctionName = await functionNamed(product.port, listener);
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
      );
      if (FunctionError) errors.push(`${event['detail-type']}: ${Buffer.from(Payload ?? [])}`);
    });
    return errors;
  };
  const heard = (name: string, { tenantRegistrationId }: Ids) =>
    recorder.heard(
      name,
      (event) =>
        event['detail-type'] === `sbt_aws_${name}` &&
        event.detail.tenantRegistrationId === tenantRegistrationId,
    );
  const executionsOf = async ({ tenantRegistrationId }: Ids): Promise<string[]> => {
    const path = `/tenant-registrations/${tenantRegistrationId}/executions`;
    const { body } = await product.admin<{ data: { operation: string }[] }>('GET', path);
    return body.data.map(({ operation }) => operation);
  };
  const order = (what: 'activate' | 'deactivate', { tenantRegistrationId }: Ids) =>
    product.admin('POST', `/tenant-registrations/${tenantRegistrationId}/${what}`);

  describe('of a whole life', () => {
    const lives = {} as Record<Tier, { ids: Ids; made: string[]; executions: string[] }>;

    /** Comes, is suspended and resumed, and leaves; what asks for its coming and leaving comes ten times as it happens. */
    const live = async (tier: Tier): Promise<void> => {
      const tenant = buildTenant(tier);
      const ids = await product.register(tenant);
      const { tenantRegistrationId: id } = ids;
      const come = await heard('onboardingRequest', ids);
      await deliver(tenTimes([come]));
      await product.reaches(id, 'Created');
      const made = linesOf(subtract(await inventory(product.port), before), { ...tenant, ...ids });
      await order('deactivate', ids);
      await product.reaches(id, 'Suspended');
      await order('activate', ids);
      await product.reaches(id, 'Created');
      await product.offboard(id);
      const leave = await heard('offboardingRequest', ids);
      await deliver(shuffled(tenTimes([come, leave])));
      await product.reaches(id, 'Deleted');
      await heard('offboardingSuccess', ids);
      lives[tier] = { ids, made, executions: await executionsOf(ids) };
    };

    beforeAll(() => Promise.all(TIERS.map(live)), 180_000);

    it.each(TIERS)('make one footprint of a tenant of the tier %s, and remove one', (tier) => {
      const { made, executions } = lives[tier];

      const twice = made.filter((line) => !line.startsWith('Tagged '));
      expect(new Set(twice).size).toBe(twice.length);
      expect(made.filter((line) => line.startsWith('Service '))).toHaveLength(tier === 'basic' ? 0 : 3);
      expect(executions).toEqual(['offboarding', 'activation', 'deactivation', 'onboarding']);
    });

    it('bring nothing back when all of them come ten times more, in any order, after the tenants have gone', async () => {
      const ids = TIERS.map((tier) => lives[tier].ids);
      await recorder.drain();
      const events = recorder.events.filter(({ detail }) =>
        ids.some(({ tenantRegistrationId }) => detail.tenantRegistrationId === tenantRegistrationId),
      );
      const marks = ids.flatMap(({ tenantId, tenantRegistrationId }) => [tenantId, tenantRegistrationId]);
      const rows = async () => (await registryRowsOf(product, marks)).sort();
      const known = await rows();

      const errors = await deliver(shuffled(tenTimes(events)).map(alsoSentAgain));

      const types = new Set(events.map((event) => event['detail-type'].replace('sbt_aws_', '')));
      expect([...types]).toEqual(
        expect.arrayContaining([
          ...['onboardingRequest', 'deactivateRequest', 'activateRequest', 'offboardingRequest'],
          ...['provisionSuccess', 'deactivateSuccess', 'activateSuccess', 'deprovisionSuccess'],
        ]),
      );
      expect(errors).toEqual([]);
      expect(await rows()).toEqual(known);
      for (const tier of TIERS) {
        const { ids: one, executions } = lives[tier];
        expect(await product.registration(one.tenantRegistrationId)).toMatchObject({
          registrationStatus: 'Deleted',
          sbtaws_active: false,
        });
        expect(await executionsOf(one)).toEqual(executions);
      }
      expect(differences(before, await inventory(product.port))).toEqual([]);
    }, 180_000);
  });

  it('end Deleted, with nothing left, when the tenant is to go while it is still being made', async () => {
    const { tenantRegistrationId: id } = await product.register(buildTenant('premium'));

    await product.offboard(id);
    await product.reaches(id, 'Deleted');

    expect(differences(before, await inventory(product.port))).toEqual([]);
  }, 90_000);
});
