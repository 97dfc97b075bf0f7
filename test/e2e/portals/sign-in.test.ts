import { fitsWidth } from '../../builders/browser';
import { chooseNewPassword, inviteOperator, signInAs } from '../../builders/portals';
import { useTenantVisit } from '../../builders/tenant-visit';

const visit = useTenantVisit('BASIC');
const { portals, browser } = visit;

it('an invited operator chooses a password, sees the tenants, and signs out', async () => {
  const { userName, email, temporaryPassword } = await inviteOperator(visit.product, 'SystemAdmin');
  const { page, faults } = await browser.open();

  await page.goto(`${portals.adminUrl}/tenants`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signInAs(page, userName, temporaryPassword);
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await chooseNewPassword(page);

  await page.getByRole('row', { name: visit.tenant.tenantName }).getByText('Created').waitFor();
  expect(await page.title()).toBe('Tenants · Control plane');
  // Tokens are the tab's alone.
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('Token');
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain('accessToken');

  await page.reload();
  await page.getByRole('row', { name: visit.tenant.tenantName }).waitFor();

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
}, 60_000);

it("a tenant's user names the organisation, signs in against its pool, and sees its products", async () => {
  const { page, faults } = await browser.open();

  await page.goto(portals.tenantUrl);
  await page.getByLabel('Name of your organisation').fill(visit.tenant.tenantName);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signInAs(page, visit.tenant.userName, visit.tenant.password);

  await page.getByText('No products yet').waitFor();
  expect(faults).toEqual([]);
}, 60_000);

it('the page fits a telephone', async () => {
  const { page } = await browser.open({ viewport: { width: 375, height: 720 } });

  await page.goto(`${portals.adminUrl}/tenants`);
  await signInAs(page, visit.product.outputs.operator.userName, visit.product.outputs.operator.password);
  await page.getByRole('row', { name: visit.tenant.tenantName }).waitFor();

  expect(await fitsWidth(page, 375)).toBe(true);
}, 60_000);
