import type { Page } from 'playwright-core';
import { newPassword } from '../../../scripts/local/operator';
import type { TenantOutput } from '../../../scripts/local/outputs';
import { accessibilityViolations, inColours, useBrowser } from '../../builders/browser';
import { inviteOperator, portalsOf, signInAs } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';

let product: Product;
let tenant: TenantOutput;
beforeAll(async () => {
  product = await Product.open();
  tenant = await product.onboard(buildTenant('BASIC'));
}, 90_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

const shoot = async (page: Page, name: string) => {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

async function expectAccessible(page: Page, name: string) {
  for (const colours of ['light', 'dark'] as const) {
    await inColours(page, colours);
    expect(await accessibilityViolations(page)).toEqual([]);
    await shoot(page, `${name}-${colours}`);
  }
}

it('an invited operator chooses a password, sees the tenants, and signs out', async () => {
  const { userName, email, temporaryPassword } = await inviteOperator(product, 'SystemAdmin');
  const { page, faults } = await browser.open();

  await page.goto(`${portals.adminUrl}/tenants`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expectAccessible(page, 'admin-sign-in');
  await signInAs(page, userName, temporaryPassword);
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await expectAccessible(page, 'admin-new-password');
  const password = newPassword();
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('New password, again').fill(password);
  await page.getByRole('button', { name: 'Save and sign in' }).click();

  await page.getByRole('row', { name: tenant.tenantName }).getByText('Created').waitFor();
  expect(await page.title()).toBe('Tenants · Control plane');
  await expectAccessible(page, 'admin-tenants');
  // Tokens are the tab's alone.
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('Token');
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain('accessToken');

  await page.reload();
  await page.getByRole('row', { name: tenant.tenantName }).waitFor();

  await page.getByRole('button', { name: email }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('accessToken');
  expect(faults).toEqual([]);
}, 120_000);

it('a wrong password is told as that, and nobody is signed in', async () => {
  const { page } = await browser.open();

  await page.goto(portals.adminUrl);
  await signInAs(page, 'admin', 'not-the-password-1A!');

  await page.getByText('The user name or the password is wrong').first().waitFor();
});

it("a tenant's user names the organisation, signs in against its pool, and sees its products", async () => {
  const { page, faults } = await browser.open();

  await page.goto(portals.tenantUrl);
  await page.getByLabel('Name of your organisation').fill(tenant.tenantName);
  await expectAccessible(page, 'tenant-organisation');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expectAccessible(page, 'tenant-sign-in');
  await signInAs(page, tenant.userName, tenant.password);

  await page.getByText('No products yet').waitFor();
  await expectAccessible(page, 'tenant-products');
  expect(faults).toEqual([]);
}, 60_000);

it('the page fits a telephone', async () => {
  const { page } = await browser.open({ viewport: { width: 375, height: 720 } });

  await page.goto(`${portals.adminUrl}/tenants`);
  await signInAs(page, product.outputs.operator.userName, product.outputs.operator.password);
  await page.getByRole('row', { name: tenant.tenantName }).waitFor();

  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
  await shoot(page, 'admin-tenants-375');
});
