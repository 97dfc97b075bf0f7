import type { Page } from 'playwright-core';
import { newPassword } from '../../../scripts/local/operator';
import type { TenantOutput } from '../../../scripts/local/outputs';
import { useBrowser } from '../../builders/browser';
import { failOnboarding } from '../../builders/denied-step';
import { Keyboard } from '../../builders/keyboard';
import { GREEN, IN_SERVICE, OperatorWindow } from '../../builders/operator-window';
import { inviteOperator, portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { row } from '../../builders/tenant-window';

let product: Product;
beforeAll(async () => {
  product = await Product.open();
}, 60_000);
const portals = portalsOf(() => product);
const browser = useBrowser();
const onboarded = buildTenant('BASIC');

/** At the page that asks for it, which begins with the user's name. */
async function signIn(page: Page, keyboard: Keyboard, userName: string, password: string): Promise<void> {
  await keyboard.typeAtOnce(page.getByLabel('User name'), userName);
  await keyboard.press('Tab');
  await keyboard.typeAtOnce(page.getByLabel('Password'), password);
  await keyboard.press('Enter');
}

it('an operator signs in, onboards a tenant, follows its execution and suspends it by keyboard alone', async () => {
  const { page, faults } = await browser.open();
  const keyboard = new Keyboard(page);
  // Only looks: what it does, it does by mouse.
  const operator = new OperatorWindow(page, portals.adminUrl);
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const { userName, password } = product.outputs.operator;

  await page.goto(`${portals.adminUrl}/tenants`);
  await signIn(page, keyboard, userName, password);

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
  await keyboard.isPutAt(page.getByRole('menuitem', { name: 'Suspend', exact: true }));
  await keyboard.press('Enter');
  await keyboard.use(page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }));
  await page.getByText(`${onboarded.tenantName} is being suspended`).waitFor();
  await operator.isTold('Suspended');
  expect(faults).toEqual([]);
}, 120_000);

it('an invited operator chooses a password, replays what failed, and offboards the tenant by keyboard alone', async () => {
  const [failed, invited] = await Promise.all([
    failOnboarding(product),
    inviteOperator(product, 'SystemAdmin'),
  ]);
  const { page, faults } = await browser.open();
  const keyboard = new Keyboard(page);
  const operator = new OperatorWindow(page, portals.adminUrl);
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  const password = newPassword();

  await page.goto(`${portals.adminUrl}/tenants/${failed.tenantRegistrationId}`);
  await signIn(page, keyboard, invited.userName, invited.temporaryPassword);
  await keyboard.typeAtOnce(page.getByLabel('New password', { exact: true }), password);
  await keyboard.press('Tab');
  await keyboard.typeAtOnce(page.getByLabel('New password, again'), password);
  await keyboard.press('Enter');

  await keyboard.use(link('Look at the execution'));
  await keyboard.use(page.getByRole('button', { name: 'Replay', exact: true }));
  await page.getByText('Replay begun').waitFor();
  await operator.watch(IN_SERVICE, GREEN);

  await keyboard.use(link(failed.tenantName));
  await operator.isTold('Created');
  await keyboard.use(page.getByRole('button', { name: 'Actions', exact: true }));
  await keyboard.arrowTo('ArrowDown', page.getByRole('menuitem', { name: 'Offboard', exact: true }));
  await keyboard.press('Enter');
  await keyboard.tabTo(page.getByLabel(`Type ${failed.tenantName} to confirm`));
  await keyboard.type(failed.tenantName);
  await keyboard.press('Enter');
  await page.getByText(`${failed.tenantName} is being offboarded`).waitFor();
  await page.getByText('The tenant is deleted').waitFor({ timeout: 60_000 });

  await keyboard.use(link('Operations'));
  await keyboard.tabTo(tab('Executions'));
  await keyboard.arrowTo('ArrowRight', tab('Deletion receipts'));
  await keyboard.use(link(failed.tenantName));
  await operator.heading(`Deletion of ${failed.tenantName}`);
  expect(faults).toEqual([]);
}, 120_000);

it('a tenant’s user signs in, adds a product, orders it and invites a user by keyboard alone', async () => {
  const tenant: TenantOutput = await product.onboard(buildTenant('BASIC'));
  const { page, faults } = await browser.open();
  const keyboard = new Keyboard(page);
  const link = (name: string) => page.getByRole('link', { name, exact: true });

  await page.goto(portals.tenantUrl);
  await keyboard.typeAtOnce(page.getByLabel('Name of your organisation'), tenant.tenantName);
  await keyboard.press('Enter');
  await signIn(page, keyboard, tenant.userName, tenant.password);

  await page.getByText('No products yet').waitFor();
  await keyboard.use(link('Create product'));
  await keyboard.typeAtOnce(page.getByLabel('Name'), 'Rye bread');
  await keyboard.tabTo(page.getByLabel('Price'));
  await keyboard.type('4.25');
  await keyboard.press('Enter');
  await row(page, /Rye bread.*4\.25/);

  await keyboard.use(link('Orders'));
  await keyboard.use(link('Create order'));
  await keyboard.typeAtOnce(page.getByLabel('Name'), 'Market');
  await keyboard.tabTo(page.getByRole('button', { name: /^Product 1/ }));
  await keyboard.press('ArrowDown');
  await page.getByRole('option', { name: /Rye bread/ }).waitFor();
  await keyboard.press('ArrowDown', 'Enter');
  await page.getByRole('button', { name: /^Product 1 Rye bread/ }).waitFor();
  await keyboard.tabTo(page.getByLabel('Quantity 1'));
  await keyboard.type('3');
  await keyboard.press('Enter');
  await row(page, /Market.*3 × Rye bread.*12\.75/);

  await keyboard.use(link('Users'));
  await keyboard.use(link('Invite user'));
  await keyboard.typeAtOnce(page.getByLabel('Name'), 'Uwe');
  await keyboard.tabTo(page.getByLabel('E-mail address'));
  await keyboard.type(`uwe@${tenant.tenantName}.example`);
  await keyboard.press('Enter');
  await row(page, /uwe@.*TenantUser.*Invited/);
  expect(faults).toEqual([]);
}, 90_000);
