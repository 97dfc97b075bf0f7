import { useBrowser } from '../../builders/browser';
import { whileHeld } from '../../builders/held';
import {
  type Drawn,
  GREEN,
  GREY,
  IN_SERVICE,
  notGreen,
  OperatorWindow,
} from '../../builders/operator-window';
import { chooseNewPassword, inviteOperator, portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { TenantServices } from '../../load/tenant-services';

let product: Product;
beforeAll(async () => {
  product = await Product.open();
}, 60_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

/** States that a tier's way through the state machine leaves out; it passes all others. */
const LEFT_OUT: Record<string, string[]> = {
  BASIC: [
    ...["Prepare the tenant's footprint", 'Does the tier give its own cluster?', 'Use the shared cluster'],
    ...["Create the tenant's cluster", "Create the tenant's network", "Create the tenant's storage"],
    ...['Gather what was prepared', "Deploy the tenant's services", 'Deploy a service'],
    'Wait until the services run',
  ],
  ADVANCED: ["Create the tenant's cluster"],
  PREMIUM: ['Use the shared cluster'],
};
const IDENTITY = "Create the tenant's identity";
/** The process that an onboarding needs after that: what starts a silo's tasks, and a task of the pool that answers. */
const awaited = async (tier: string): Promise<number> =>
  tier === 'BASIC'
    ? (await TenantServices.find(product)).processOf('products')
    : Number(product.outputs.pids.taskRunner);
const allGrey = (states: string[]): Drawn => Object.fromEntries(states.map((state) => [state, GREY]));

it('an invited operator chooses a password, onboards each tier, and watches its graph turn green', async () => {
  const { userName, temporaryPassword } = await inviteOperator(product, 'SystemAdmin');
  const { page, faults } = await browser.open();
  const operator = new OperatorWindow(page, portals.adminUrl);
  await operator.enter({ userName, password: temporaryPassword });
  await chooseNewPassword(page);

  for (const [tier, leftOut] of Object.entries(LEFT_OUT)) {
    const tenant = buildTenant(tier);
    await operator.follow('Tenants');
    await operator.fillIn(tenant);
    // Nothing stands against it, and it is told what will be made and what that costs.
    const checks = page.locator('.checks').getByRole('listitem');
    expect(await checks.count()).toBeGreaterThan(1);
    expect(await checks.getByRole('img', { name: 'Passed' }).count()).toBe(await checks.count());
    await page.getByText(/^\d+ resources will be created$/).waitFor();
    await page.getByText('Monthly cost', { exact: true }).waitFor();

    // A tenant can be made before a page is drawn: what the workflow waits for stands still until it was seen on its way.
    const onItsWay = await whileHeld(await awaited(tier), async () => {
      await operator.register(tenant.tenantName);
      return operator.watch(IDENTITY, GREEN);
    });
    const seen = await operator.watch(IN_SERVICE, GREEN);

    // It turned green before the operator's eyes, without a reload.
    expect([tier, onItsWay.at(-1)?.[IN_SERVICE]]).toEqual([tier, GREY]);
    expect([tier, notGreen(seen.at(-1) ?? {})]).toEqual([tier, allGrey(leftOut)]);
    await operator.follow(tenant.tenantName);
    await operator.isTold('Created');
  }
  expect(faults).toEqual([]);
}, 180_000);
