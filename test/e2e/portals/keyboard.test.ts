import type { TenantOutput } from '../../../scripts/local/outputs';
import { useBrowser } from '../../builders/browser';
import { Keyboard } from '../../builders/keyboard';
import { GREEN, IN_SERVICE, OperatorWindow } from '../../builders/operator-window';
import { portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { row } from '../../builders/tenant-window';

let product: Product;
beforeAll(async () => {
  product = await Product.open();
}, 60_000);
const portals = portalsOf(() => product);
const browser = useBrowser();
const onboarded = buildTenant('BASIC');

it('an operator signs in, onboards a tenant, follows its execution and suspends it by keyboard alone', async () => {
  const { page, faults } = await browser.open();
  const keyboard = new Keyboard(page);
  // Only looks: what it does, it does by mouse.
  const operator = new OperatorWindow(page, portals.adminUrl);
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const { userName, password } = product.outputs.operator;

  await page.goto(`${portals.adminUrl}/tenants`);
  await keyboard.typeAtOnce(page.getByLabel('User name'), userName);
  await keyboard.press('Tab');
  await keyboard.typeAtOnce(page.getByLabel('Password'), password);
  await keyboard.press('Enter');

  await keyboard.use(link('Onboard a tenant'));
  await keyboard.typeAtOnce(page.getByLabel('Name', { exact: true }), onboarded.tenantName);
  await keyboard.tabTo(page.getByLabel('E-mail of the administrator'));
  await keyboard.type(onboarded.email);
  await keyboard.tabTo(page.getByRole('radio', { checked: true }));
  await keyboard.press('ArrowDown', 'ArrowUp');
  expect(await page.getByRole('radio', { name: /^Basic/ }).isChecked()).toBe(true);
  await keyboard.use(button('Onboard'));

  // The graph is one stop: arrows go through its states, Enter shows one.
  await keyboard.tabTo(page.getByRole('option'));
  await keyboard.press('Home', 'ArrowDown', 'ArrowDown', 'Enter');
  await page.getByRole('heading', { level: 2, name: "Create the tenant's identity" }).waitFor();
  await operator.watch(IN_SERVICE, GREEN);
  await keyboard.press('End', 'Enter');
  await page.getByRole('heading', { level: 2, name: IN_SERVICE }).waitFor();

  await keyboard.use(link(onboarded.tenantName));
  await operator.isTold('Created');
  await keyboard.use(button('Actions'));
  await page.getByRole('menuitem', { name: 'Suspend', exact: true }).waitFor();
  await keyboard.press('Enter');
  await keyboard.use(page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }));
  await page.getByText(`${onboarded.tenantName} is being suspended`).waitFor();
  await operator.isTold('Suspended');
  expect(faults).toEqual([]);
}, 120_000);

it('a tenant’s user signs in and adds a product by keyboard alone', async () => {
  const tenant: TenantOutput = await product.onboard(buildTenant('BASIC'));
  const { page, faults } = await browser.open();
  const keyboard = new Keyboard(page);

  await page.goto(portals.tenantUrl);
  await keyboard.typeAtOnce(page.getByLabel('Name of your organisation'), tenant.tenantName);
  await keyboard.press('Enter');
  await keyboard.typeAtOnce(page.getByLabel('User name'), tenant.userName);
  await keyboard.press('Tab');
  await keyboard.typeAtOnce(page.getByLabel('Password'), tenant.password);
  await keyboard.press('Enter');

  await page.getByText('No products yet').waitFor();
  await keyboard.use(page.getByRole('link', { name: 'Create product', exact: true }));
  await keyboard.typeAtOnce(page.getByLabel('Name'), 'Rye bread');
  await keyboard.tabTo(page.getByLabel('Price'));
  await keyboard.type('4.25');
  await keyboard.press('Enter');
  await row(page, /Rye bread.*4\.25/);
  expect(faults).toEqual([]);
}, 90_000);
