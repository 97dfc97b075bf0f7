import type { Page } from 'playwright-core';
import { newPassword, setPassword } from '../../../scripts/local/operator';
import type { TenantOutput } from '../../../scripts/local/outputs';
import { accessibilityViolations, inColours, useBrowser } from '../../builders/browser';
import { enterTenant, portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { until } from '../../builders/until';

let product: Product;
let tenant: TenantOutput;
let neighbour: TenantOutput;
beforeAll(async () => {
  product = await Product.open();
  [tenant, neighbour] = (await Promise.all(
    ['BASIC', 'BASIC'].map((tier) => product.onboard(buildTenant(tier))),
  )) as [TenantOutput, TenantOutput];
}, 120_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

async function expectAccessible(page: Page, name: string) {
  for (const colours of ['light', 'dark'] as const) {
    await inColours(page, colours);
    expect([name, colours, await accessibilityViolations(page)]).toEqual([name, colours, []]);
  }
}

const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const row = (page: Page, name: RegExp) => page.getByRole('row', { name }).waitFor();

async function addProduct(page: Page, name: string, price: string) {
  await follow(page, 'Create product');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Price').fill(price);
  await page.getByRole('button', { name: 'Create' }).click();
  await row(page, new RegExp(`${name}.*${price}`));
}

it('a tenant admin adds a product, an order and a user, and sees the plan', async () => {
  const { page, faults } = await browser.open();
  await enterTenant(page, portals.tenantUrl, tenant);
  await page.getByText('No products yet').waitFor();
  await addProduct(page, 'Rye bread', '4.25');
  await expectAccessible(page, 'products');

  await follow(page, 'Orders');
  await follow(page, 'Create order');
  await page.getByLabel('Name').fill('Market');
  await page.getByRole('button', { name: /^Product 1/ }).click();
  await page.getByRole('option', { name: /Rye bread/ }).click();
  await page.getByLabel('Quantity 1').fill('3');
  await expectAccessible(page, 'an order');
  await page.getByRole('button', { name: 'Create' }).click();
  await row(page, /Market.*3 × Rye bread.*12\.75/);
  await follow(page, 'Market');
  await page.getByLabel('Quantity 1').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await row(page, /Market.*5 × Rye bread/);

  await follow(page, 'Users');
  await follow(page, 'Invite user');
  await page.getByLabel('Name').fill('Uwe');
  await page.getByLabel('E-mail address').fill(`uwe@${tenant.tenantName}.example`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await row(page, /uwe@.*TenantUser.*Invited/);
  await expectAccessible(page, 'users');

  await follow(page, 'Plan');
  await page.getByText(/ of 1,000$/).waitFor();
  await expectAccessible(page, 'plan');
  expect(faults).toEqual([]);
}, 120_000);

it('a TenantUser is told who manages users', async () => {
  const userName = `uwe@${tenant.tenantName}.example`;
  const password = newPassword();
  await setPassword(product.cognito, tenant.userPoolId, userName, password);
  const { page } = await browser.open();

  await enterTenant(page, `${portals.tenantUrl}/users`, { ...tenant, userName, password });

  await page.getByText('Only a TenantAdmin manages users').waitFor();
  expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
}, 60_000);

it('two tenants in two windows, and one after the other in the same one, never see each other’s data', async () => {
  const one = await browser.open();
  const other = await browser.open();
  await Promise.all([
    enterTenant(one.page, portals.tenantUrl, tenant),
    enterTenant(other.page, portals.tenantUrl, neighbour),
  ]);
  await row(one.page, /Rye bread/);
  await other.page.getByText('No products yet').waitFor();
  await addProduct(other.page, 'Spanner', '9.50');
  await one.page.reload();
  await row(one.page, /Rye bread/);
  expect(await one.page.getByText('Spanner').count()).toBe(0);
  expect(await other.page.getByText('Rye bread').count()).toBe(0);

  const id = await one.page.getByRole('link', { name: 'Rye bread' }).getAttribute('href');
  await other.page.goto(`${portals.tenantUrl}${id}`);
  await other.page.getByText('There is no such product').waitFor();

  await one.page.getByRole('button', { name: tenant.userName }).click();
  await one.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await one.page.getByRole('button', { name: 'Another organisation' }).click();
  await enterTenant(one.page, portals.tenantUrl, neighbour);
  await row(one.page, /Spanner/);
  expect(await one.page.getByText('Rye bread').count()).toBe(0);
}, 120_000);

it('the 429 of its plan is told as that, with the time to wait, and passes', async () => {
  const { page } = await browser.open();
  const client = await product.signIn(tenant);
  await enterTenant(page, portals.tenantUrl, tenant);
  await row(page, /Rye bread/);
  const others = setInterval(() => {
    for (let i = 0; i < 5; i++) void client.once('GET', '/products').catch(() => {});
  }, 100);
  try {
    // One of five of these requests is admitted: the page's own may be that one.
    await until('a refusal of the page', 20_000, async () => {
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      return (await page.getByText('Too many requests at once').count()) > 0;
    });
    await page.getByText(/BASIC plan of your organisation allows 10 requests a second/).waitFor();
  } finally {
    clearInterval(others);
  }

  await row(page, /Rye bread/);
}, 60_000);

it('a suspension is seen within 5 s, and so is its end', async () => {
  const { page } = await browser.open();
  const order = (what: 'activate' | 'deactivate') =>
    product.admin('POST', `/tenant-registrations/${tenant.tenantRegistrationId}/${what}`);
  await enterTenant(page, portals.tenantUrl, tenant);
  await row(page, /Rye bread/);

  const since = Date.now();
  expect((await order('deactivate')).status).toBe(202);
  await page.getByText("Your organisation's access is suspended").waitFor();
  expect(Date.now() - since).toBeLessThan(5_000);
  expect(await page.getByText('Rye bread').count()).toBe(0);
  await expectAccessible(page, 'suspended');

  await product.reaches(tenant.tenantRegistrationId, 'Suspended');
  expect((await order('activate')).status).toBe(202);
  await row(page, /Rye bread/);
}, 60_000);
