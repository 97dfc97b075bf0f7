import type { Browser, BrowserContext, Page } from 'playwright-core';
import { watchFaults } from '../../browser/launch';
import { addProbe, type Wanted } from './probe';
import { startSignedIn } from './session';

export interface WindowOptions {
  signedIn: boolean;
  /** See {@link addProbe}. */
  first?: Wanted;
  /** What the browser has stored for the portal already. */
  stored?: Record<string, string>;
}

/**
 * A window with nothing in its cache, for one measurement.
 * @throws when the page had an error, a violation of its policy among them: a broken page is quick
 */
export async function inWindow<T>(
  browser: Browser,
  { signedIn, first, stored }: WindowOptions,
  work: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    context.setDefaultTimeout(30_000);
    await addProbe(context, first);
    if (signedIn) await startSignedIn(context);
    if (stored) {
      const content = `for (const [key, value] of Object.entries(${JSON.stringify(stored)})) localStorage.setItem(key, value);`;
      await context.addInitScript({ content });
    }
    const page = await context.newPage();
    const faults = watchFaults(page);
    const result = await work(page, context);
    if (faults.length > 0) throw new Error(`the page had errors:\n${faults.join('\n')}`);
    return result;
  } finally {
    await context.close();
  }
}
