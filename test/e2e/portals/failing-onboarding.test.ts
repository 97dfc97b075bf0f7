import { useBrowser } from '../../builders/browser';
import { denyTables } from '../../builders/denied-step';
import { GREEN, GREY, IN_SERVICE, notGreen, OperatorWindow, RED } from '../../builders/operator-window';
import { portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';

const STORAGE = "Create the tenant's storage";

let product: Product;
let mend: () => Promise<void>;
beforeAll(async () => {
  product = await Product.open();
  mend = await denyTables(product.port);
}, 60_000);
afterAll(() => mend());
const portals = portalsOf(() => product);
const browser = useBrowser();

it('an onboarding that is denied an AWS call turns red there, tells the cause, and is green once mended and replayed', async () => {
  const tenant = buildTenant('ADVANCED');
  const { page, faults } = await browser.open();
  const operator = new OperatorWindow(page, portals.adminUrl);
  await operator.enter(product.outputs.operator);
  await operator.onboard(tenant);

  const seen = await operator.watch(STORAGE, RED);
  await page.getByText(`Failed at “${STORAGE}”`).waitFor();
  await page
    .getByText(/dynamodb:CreateTable/)
    .first()
    .waitFor();
  await page.getByRole('heading', { level: 2, name: STORAGE }).waitFor();
  expect(seen.at(-1)?.["Create the tenant's identity"]).toBe(GREEN);
  expect(seen.at(-1)?.["Deploy the tenant's services"]).toBe(GREY);

  // The tenant tells of it too, and leads back to where it failed.
  await operator.follow(tenant.tenantName);
  await operator.isTold('Failed to provision');
  await operator.follow('Look at the execution');
  await operator.watch(STORAGE, RED);

  await mend();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByText('Replay begun').waitFor();
  const replayed = await operator.watch(IN_SERVICE, GREEN);

  expect(notGreen(replayed.at(-1) ?? {})).toEqual({ "Create the tenant's cluster": GREY });
  expect(await page.getByText(/^Failed at /).count()).toBe(0);
  await operator.follow(tenant.tenantName);
  await operator.isTold('Created');
  expect(await page.getByText(/^Failed at /).count()).toBe(0);
  expect(faults).toEqual([]);
}, 120_000);
