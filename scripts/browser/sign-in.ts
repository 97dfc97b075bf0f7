import type { Page } from 'playwright-core';

/** Signs in at the page that asks for it, by keyboard. */
export async function signInAs(page: Page, userName: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Password').press('Enter');
}

/** Opens the tenant portal at a path, and signs in as the tenant's administrator, or as another user of it. */
export async function enterTenant(
  page: Page,
  url: string,
  tenant: { tenantName: string; userName: string; password: string },
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Name of your organisation').fill(tenant.tenantName);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signInAs(page, tenant.userName, tenant.password);
}
