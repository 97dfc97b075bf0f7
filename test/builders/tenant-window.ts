import type { Page } from 'playwright-core';

/** The tenant portal in the hands of a user, by mouse. */

export const follow = (page: Page, name: string): Promise<void> =>
  page.getByRole('link', { name, exact: true }).click();

export const row = (page: Page, name: RegExp): Promise<void> => page.getByRole('row', { name }).waitFor();

/** From the list of products. */
export async function addProduct(page: Page, name: string, price: string): Promise<void> {
  await follow(page, 'Create product');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Price').fill(price);
  await page.getByRole('button', { name: 'Create' }).click();
  await row(page, new RegExp(`${name}.*${price}`));
}

export async function signOut(page: Page, userName: string): Promise<void> {
  await page.getByRole('button', { name: userName }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}
