import { newPassword, setPassword } from '../../../scripts/local/operator';
import { enterTenant } from '../../builders/portals';
import { useTenantVisit } from '../../builders/tenant-visit';
import { addProduct, follow, row } from '../../builders/tenant-window';
import { until } from '../../builders/until';

const visit = useTenantVisit('BASIC');
const { portals, browser } = visit;

it('a tenant admin adds a product, an order and a user, and sees the plan', async () => {
  const { page, faults } = await browser.open();
  await enterTenant(page, portals.tenantUrl, visit.tenant);
  await page.getByText('No products yet').waitFor();
  await addProduct(page, 'Rye bread', '4.25');

  await follow(page, 'Orders');
  await follow(page, 'Create order');
  await page.getByLabel('Name').fill('Market');
  await page.getByRole('button', { name: /^Product 1/ }).click();
  await page.getByRole('option', { name: /Rye bread/ }).click();
  await page.getByLabel('Quantity 1').fill('3');
  await page.getByRole('button', { name: 'Create' }).click();
  await row(page, /Market.*3 × Rye bread.*12\.75/);
  await follow(page, 'Market');
  await page.getByLabel('Quantity 1').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await row(page, /Market.*5 × Rye bread/);

  await follow(page, 'Users');
  await follow(page, 'Invite user');
  await page.getByLabel('Name').fill('Uwe');
  await page.getByLabel('E-mail address').fill(`uwe@${visit.tenant.tenantName}.example`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await row(page, /uwe@.*TenantUser.*Invited/);

  await follow(page, 'Plan');
  await page.getByText(/ of 1,000$/).waitFor();
  expect(faults).toEqual([]);
}, 120_000);

it('a TenantUser is told who manages users', async () => {
  const userName = `uwe@${visit.tenant.tenantName}.example`;
  const password = newPassword();
  await setPassword(visit.product.cognito, visit.tenant.userPoolId, userName, password);
  const { page } = await browser.open();

  await enterTenant(page, `${portals.tenantUrl}/users`, { ...visit.tenant, userName, password });

  await page.getByText('Only a TenantAdmin manages users').waitFor();
  expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
}, 60_000);

it('the 429 of its plan is told as that, with the time to wait, and passes', async () => {
  const { page } = await browser.open();
  const client = await visit.product.signIn(visit.tenant);
  await enterTenant(page, portals.tenantUrl, visit.tenant);
  await row(page, /Rye bread/);
  const others = setInterval(() => {
    for (let i = 0; i < 5; i++) void client.once('GET', '/products').catch(() => {});
  }, 100);
  try {
    const refused = page.getByText('Too many requests at once');
    const answered = refused.or(page.getByRole('row', { name: /Rye bread/ })).first();
    // One of five of these requests is admitted: the page's own may be that one.
    await until('a refusal of the page', 40_000, async () => {
      await page.reload();
      await answered.waitFor();
      return (await refused.count()) > 0;
    });
    await page.getByText(/Basic plan of your organisation allows 10 requests a second/).waitFor();
  } finally {
    clearInterval(others);
  }

  await row(page, /Rye bread/);
}, 90_000);
