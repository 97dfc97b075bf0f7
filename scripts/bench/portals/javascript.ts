import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from 'playwright-core';
import type { Figure } from './report';
import { TENANT_NAME } from './session';
import type { Sites } from './sites';
import { inWindow } from './windows';

/** Of each portal, gzipped. */
const KILOBYTES = 350;

/** Fetched scripts by their address, with their size gzipped, as CloudFront sends them. */
class Scripts {
  readonly #fetched: Promise<[string, number]>[] = [];

  constructor(page: Page) {
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script' || response.url().endsWith('.js'))
        this.#fetched.push(sizeOf(response));
    });
  }

  async bytes(but: ReadonlySet<string> = new Set()): Promise<{ kilobytes: number; urls: Set<string> }> {
    const sizes = new Map(await Promise.all(this.#fetched));
    const counted = [...sizes].filter(([url]) => !but.has(url));
    const bytes = counted.reduce((sum, [, size]) => sum + size, 0);
    return { kilobytes: Math.round(bytes / 102.4) / 10, urls: new Set(sizes.keys()) };
  }
}

const sizeOf = async (response: Response): Promise<[string, number]> => [
  response.url(),
  gzipSync(await response.body()).length,
];

const toSignIn: Record<'admin' | 'tenant', (page: Page) => Promise<void>> = {
  admin: async () => {},
  tenant: async (page: Page) => {
    await page.getByLabel('Name of your organisation').fill(TENANT_NAME);
    await page.getByRole('button', { name: 'Continue' }).click();
  },
};

/**
 * What Chromium fetches until the page that asks for a password stands and nothing more is on its way, with all that is
 * fetched ahead; and what the first page after the sign-in adds.
 */
export async function measureJavaScript(browser: Browser, sites: Sites): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const portal of ['admin', 'tenant'] as const) {
    const url = { admin: sites.adminUrl, tenant: sites.tenantUrl }[portal];
    const initial = await inWindow(browser, { signedIn: false }, async (page) => {
      const scripts = new Scripts(page);
      await page.goto(url);
      await toSignIn[portal](page);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.waitForLoadState('networkidle');
      return scripts.bytes();
    });
    const more = await inWindow(browser, { signedIn: true }, async (page) => {
      const scripts = new Scripts(page);
      await page.goto(url);
      const title = { admin: 'Overview', tenant: 'Products' }[portal];
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.waitForLoadState('networkidle');
      return scripts.bytes(initial.urls);
    });
    figures.push(
      {
        what: `${portal} portal: initial JavaScript, gzipped`,
        value: initial.kilobytes,
        unit: 'KB',
        limit: KILOBYTES,
      },
      {
        what: `${portal} portal: what the first page after the sign-in adds`,
        value: more.kilobytes,
        unit: 'KB',
      },
    );
  }
  return figures;
}
