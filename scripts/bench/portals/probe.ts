import type { BrowserContext, Page } from 'playwright-core';

/** What is waited for: an element that a selector finds, with all of these texts in it. */
export interface Wanted {
  selector: string;
  texts?: string[];
}

/**
 * Runs in the page before its own scripts: notes long tasks, and tells when something is on the screen. That is after
 * the frame that follows its change, by the clock that the benchmark's own process has too.
 */
const PROBE = `
window.__probe = {
  longTasks: [],
  seen({ selector, texts = [] }) {
    return new Promise((done) => {
      const look = () => {
        const fits = ({ textContent }) => texts.every((text) => textContent.includes(text));
        if (![...document.querySelectorAll(selector)].some(fits)) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())));
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      look();
    });
  },
};
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) __probe.longTasks.push({ startTime, duration });
}).observe({ type: 'longtask', buffered: true });`;

/** @param first what each page of the window is to show first: see {@link firstSeen} */
export async function addProbe(context: BrowserContext, first?: Wanted): Promise<void> {
  const watch = first ? `__probe.first = __probe.seen(${JSON.stringify(first)});` : '';
  await context.addInitScript({ content: `${PROBE}\n${watch}` });
}

/** When the page shows it: milliseconds since 1970. Rejects when it does not within half a minute. */
export function seen(page: Page, wanted: Wanted): Promise<number> {
  const shown = page.evaluate<number>(`__probe.seen(${JSON.stringify(wanted)})`);
  return within(shown, JSON.stringify(wanted));
}

/** How long it takes after an action until the page shows it, in milliseconds. */
export async function seenAfter(page: Page, wanted: Wanted, act: () => Promise<unknown>): Promise<number> {
  const shown = seen(page, wanted);
  const begun = Date.now();
  const [at] = await Promise.all([shown, act()]);
  return at - begun;
}

/** When the page showed what {@link addProbe} was told, and how long that is after the page's beginning. */
export async function firstSeen(page: Page): Promise<{ at: number; took: number }> {
  const at = await within(page.evaluate<number>('__probe.first'), 'what comes first');
  return { at, took: at - (await page.evaluate<number>('performance.timeOrigin')) };
}

/** Chromium tells of a paint some frames after it, so it is waited for. */
export const firstContentfulPaint = (page: Page): Promise<number> =>
  within(
    page.evaluate<number>(`new Promise((told) => {
      new PerformanceObserver((list) => {
        const [paint] = list.getEntriesByName('first-contentful-paint');
        if (paint) told(paint.startTime);
      }).observe({ type: 'paint', buffered: true });
    })`),
    'the first paint',
  );

/** The longest task of the page since the last question, in milliseconds; 0 when none was over 50 ms. */
export const longestTask = (page: Page): Promise<number> =>
  page.evaluate<number>('Math.max(0, ...__probe.longTasks.splice(0).map(({ duration }) => duration))');

const PATIENCE_MS = 30_000;

async function within(shown: Promise<number>, what: string): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not shown after ${PATIENCE_MS} ms: ${what}`)), PATIENCE_MS);
  });
  return Promise.race([shown, late]).finally(() => clearTimeout(timer));
}
