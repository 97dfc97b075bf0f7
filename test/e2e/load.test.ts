import { buildTenant, Product } from '../builders/product';
import { raisePlans } from '../builders/usage-plans';
import { killTasks, type Result, rollServices } from '../load/scenario';
import { Shopper } from '../load/shopper';
import { TenantServices } from '../load/tenant-services';

/** The short setting of `npm run test:load`: a fifth of its rate, which leaves two busy cores room for slow starts. */
const RATE = 40;
const TIERS = ['basic', 'advanced', 'premium'];
/** Of one scenario, until the machine leaves the sender alone. */
const MOST_RUNS = 5;

describe('under load', () => {
  const shoppers = new Map<string, Shopper>();
  const services = new Map<string, TenantServices>();
  let restorePlans: () => Promise<void>;

  beforeAll(async () => {
    const product = await Product.open();
    restorePlans = await raisePlans(product.port);
    await Promise.all(
      TIERS.map(async (tier) => {
        const tenant = await product.onboard(buildTenant(tier));
        const shopper = new Shopper(await product.signIn(tenant));
        await shopper.prepare();
        shoppers.set(tier, shopper);
        const pooled = tier === 'basic';
        services.set(tier, await TenantServices.find(product, pooled ? undefined : tenant.tenantName));
      }),
    );
  }, 90_000);
  afterAll(() => restorePlans());

  const loadOf = (tier: string) => ({ rate: RATE, shoppers: [shoppers.get(tier) as Shopper] });
  const servicesOf = (tier: string) => services.get(tier) as TenantServices;
  /**
   * A run in which the machine stood still says nothing of the product's times, and is made anew. What no pause explains,
   * a wrong answer or an item that is lost, is told of at once.
   */
  async function undisturbed(tier: string, run: () => Promise<Result>): Promise<Result> {
    for (let made = 1; ; made++) {
      const result = await run();
      const { tooBusy, kinds, miscounted } = result;
      const wrong = kinds.wrong + kinds.unexplained + miscounted.length > 0;
      if (!tooBusy || wrong || made === MOST_RUNS) return result;
      await servicesOf(tier).scale(1);
    }
  }
  /** What a failed run shows: its problems, with what became of the requests. */
  const shown = ({ problems, details }: Result) => (problems.length > 0 ? { problems, details } : 'passed');

  it.each([
    ['basic', 'products'],
    ['advanced', 'orders'],
    ['premium', 'orders'],
  ])(
    'a killed task of %s %s is replaced within 3 s, and no answer is wrong',
    async (tier, service) => {
      const times = { beforeMs: 500, afterMs: 3_000 };

      const result = await undisturbed(tier, () =>
        killTasks(tier, loadOf(tier), servicesOf(tier), [service], times),
      );

      expect(shown(result)).toBe('passed');
      expect(result.pace.sent).toBeGreaterThan(RATE * 3);
      expect(result.kinds.ok).toBeLessThan(result.pace.sent);
    },
    120_000,
  );

  it.each(['basic', 'advanced'])(
    'a rolling restart of %s fails no request',
    async (tier) => {
      const times = { beforeMs: 500, afterMs: 1_000 };

      const result = await undisturbed(tier, () => rollServices(tier, loadOf(tier), servicesOf(tier), times));

      expect(shown(result)).toBe('passed');
      expect(result.acknowledged).toBeGreaterThan(RATE / 2);
    },
    120_000,
  );
});
