import { join } from 'node:path';
import axe, { type Result } from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, watchFaults } from '../../scripts/browser/launch';
import { until } from './until';

/** A window of its own (storage, preferences) and what went wrong in it. */
export interface Window {
  context: BrowserContext;
  page: Page;
  /** Uncaught errors, console errors and violations of the content security policy, in their order. */
  faults: string[];
}

/**
 * A browser for the tests of the surrounding `describe` (or file); each test opens windows of its own. With
 * `SCREENSHOTS=<folder>` it leaves a picture of what each window showed at the test's end, for one that fails.
 */
export function useBrowser() {
  let browser: Browser | undefined;
  let opened: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 120_000); // unpacked first, once a machine
  afterEach(async () => {
    const folder = process.env.SCREENSHOTS;
    const name = expect.getState().currentTestName?.replaceAll(/\W+/g, '-');
    for (const [index, page] of opened.flatMap((context) => context.pages()).entries()) {
      if (folder) await page.screenshot({ path: join(folder, `end-of-${name}-${index}.png`) });
    }
    await Promise.all(opened.map((context) => context.close()));
    opened = [];
  });
  afterAll(() => browser?.close());
  return {
    async open(options: BrowserContextOptions = {}): Promise<Window> {
      if (!browser) throw new Error('the browser runs in tests only');
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        ...options,
      });
      opened.push(context);
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      return { context, page, faults: watchFaults(page) };
    },
  };
}

/**
 * What axe finds on the page as it is, or in a part of it, one line a rule and element. What it finds it has to find a
 * second time: a page that has just taken another size or other colours comes to rest in steps, a frame or two apart.
 */
export async function accessibilityViolations(page: Page, within = ':root'): Promise<string[]> {
  // Run through the debugger, which the page's policy does not bind.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  const found = await violationsNow(page, within);
  if (found.length === 0) return found;
  await page.evaluate(AT_REST);
  return violationsNow(page, within);
}

/** A second by the page's own clock, and two frames: a machine that is slow is slow in this as well. */
const AT_REST =
  'new Promise((rested) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(rested)), 1000))';

async function violationsNow(page: Page, within: string): Promise<string[]> {
  // What passes is not wanted: to describe each element of it takes longer than to find it.
  const violations = await page.evaluate<Result[]>(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary ?? ''}`),
  );
}

/** The same page in the other colours, without a reload. */
export const inColours = (page: Page, colorScheme: 'light' | 'dark'): Promise<void> =>
  page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });

/** What axe finds in light and in dark, each with its colours before it. */
export async function violationsInBoth(page: Page, within?: string): Promise<string[]> {
  const found: string[] = [];
  for (const colours of ['light', 'dark'] as const) {
    await inColours(page, colours);
    for (const violation of await accessibilityViolations(page, within)) {
      found.push(`${colours}: ${violation}`);
    }
  }
  return found;
}

/** Whether the page fits a window of such a width, once it has taken its new shape. */
export async function fitsWidth(page: Page, width: number): Promise<boolean> {
  await page.setViewportSize({ width, height: page.viewportSize()?.height ?? 800 });
  // Not waitForFunction: its second look would be an eval in the page, which the page's policy forbids.
  const look = () => page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth');
  return until(`the page fits ${width} pixels`, 10_000, look, 50).then(
    () => true,
    () => false,
  );
}
