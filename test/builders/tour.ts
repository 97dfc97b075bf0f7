import type { Locator, Page } from 'playwright-core';
import { fitsWidth, violationsInBoth } from './browser';

/** A page by its address or by what leads to it from the one before, and what shows that it is all there. */
export type Stop = [
  name: string,
  way: string | ((page: Page) => Promise<unknown>),
  shown: (page: Page) => Locator,
];

export const link = (name: string) => (page: Page) => page.getByRole('link', { name, exact: true });
export const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true });
export const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first();
export const text = (wanted: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByText(wanted).first();
export const field = (name: string) => (page: Page) => page.getByLabel(name, { exact: true });
export const rows = (page: Page) => page.getByRole('row').nth(1);
export const dialog = (page: Page) => page.getByRole('dialog');

/** Answers of an API in place of its own, for pages of the portal's origin; a preflight is let through. */
export async function answerInstead(
  page: Page,
  address: string,
  answer: { status: number; body: object; headers?: Record<string, string> },
): Promise<void> {
  await page.route(address, (route) =>
    route.fulfill({
      status: answer.status,
      json: answer.body,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'Retry-After, X-Request-Id',
        ...answer.headers,
      },
    }),
  );
}

/** A telephone, a tablet, a laptop and a screen of 4K. */
const WIDTHS = [375, 768, 1_440, 3_840];

/**
 * Visits each. @returns what axe finds, in light and dark, with the page's name; and which pages are wider than the
 * window. A dialog is looked at alone, and closed.
 */
export async function visit(page: Page, url: string, stops: Stop[]): Promise<string[]> {
  const found: string[] = [];
  const usual = page.viewportSize();
  for (const [name, way, shown] of stops) {
    await (typeof way === 'string' ? page.goto(`${url}${way}`) : way(page));
    await shown(page).waitFor();
    const within = shown === dialog ? '[role=dialog]' : undefined;
    for (const violation of await violationsInBoth(page, within)) found.push(`${name}, ${violation}`);
    if (within) {
      await dialog(page).getByRole('button', { name: 'Close', exact: true }).click();
      continue;
    }
    for (const width of WIDTHS) {
      if (!(await fitsWidth(page, width))) found.push(`${name} is wider than a window of ${width} pixels`);
    }
    if (usual) await page.setViewportSize(usual);
  }
  return found;
}
