import type { Browser, Page } from 'playwright-core';
import type { FakeApis } from './fake-apis';
import { firstContentfulPaint, firstSeen, longestTask, seenAfter } from './probe';
import { type Figure, spread } from './report';
import { pageOf } from './tenants';
import { inWindow } from './windows';

/** Milliseconds. A task of 200 ms is a frame that everybody sees missing. */
const LIMITS = { paint: 1_500, task: 200 };
const ROWS = 'table tbody tr';
const firstRow = (text = '') => ({ selector: `${ROWS}:first-child`, texts: [text] });
/** Rows: the most that a page can have. */
const PAGE = 100;
const SCROLLS = { times: 24, pixels: 300, everyMs: 50 };

/** Its first paint and its rows, from an empty cache; then the longest task while a page of 100 rows is used. */
export async function measureTable(
  browser: Browser,
  { url, apis, runs }: { url: string; apis: FakeApis; runs: number },
): Promise<Figure[]> {
  const [paints, filled, first]: [number[], number[], number[]] = [[], [], []];
  const latest = apis.tenants.at(-1)?.tenantName ?? '';
  for (let run = 0; run < runs; run++) {
    const wanted = { selector: ROWS, texts: [latest] };
    await inWindow(browser, { signedIn: true, first: wanted }, async (page) => {
      await page.goto(`${url}/tenants`);
      filled.push((await firstSeen(page)).took);
      paints.push(await firstContentfulPaint(page));
    });
    await inWindow(browser, { signedIn: false }, async (page) => {
      await page.goto(url);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      first.push(await firstContentfulPaint(page));
    });
  }
  const figure = (what: string, values: number[], limit?: number): Figure => {
    const { median, worst } = spread(values);
    return { what: `${what}, worst of ${runs} (median ${median})`, value: worst, unit: 'ms', limit };
  };
  return [
    figure('sign-in page: first contentful paint', first, LIMITS.paint),
    figure('table of 1,000 tenants: first contentful paint', paints, LIMITS.paint),
    figure('table of 1,000 tenants: its rows are there', filled, LIMITS.paint),
    ...(await measureUse(browser, url, apis)),
  ];
}

async function measureUse(browser: Browser, url: string, apis: FakeApis): Promise<Figure[]> {
  const stored = { 'table-tenants': JSON.stringify({ pageSize: PAGE }) };
  return inWindow(browser, { signedIn: true, stored }, async (page) => {
    await page.goto(`${url}/tenants`);
    await page
      .locator(ROWS)
      .nth(PAGE - 1)
      .waitFor();
    await page.waitForLoadState('networkidle');
    await longestTask(page);
    const oldest = pageOf(apis.tenants, { sort: 'createdAt', order: 'asc', limit: 3 * PAGE }).data;
    const longest: Figure[] = [];
    const during = async (what: string, work: () => Promise<unknown>) => {
      await work();
      const value = Math.round(await longestTask(page));
      longest.push({ what: `100 rows: longest task while ${what}`, value, unit: 'ms', limit: LIMITS.task });
    };
    await during('scrolling', () => scroll(page));
    const sorts: number[] = [];
    await during('sorting', async () => {
      for (const [header, sort] of [
        ['Name', 'tenantName'],
        ['Tier', 'tier'],
        ['Registered', 'createdAt'],
      ] as const) {
        const [top] = pageOf(apis.tenants, { sort, order: 'asc', limit: 1 }).data;
        // The copy that stays in view and lies over the other, which is there for screen readers.
        const button = page.locator('thead').first().getByText(header, { exact: true });
        sorts.push(await seenAfter(page, firstRow(top?.tenantName), () => button.click()));
      }
    });
    await during('turning pages and searching', async () => {
      for (const number of [2, 3]) {
        const top = oldest[(number - 1) * PAGE]?.tenantName;
        const button = page.getByRole('button', { name: new RegExp(`^(Page )?${number}\\b`) }).first();
        await seenAfter(page, firstRow(top), () => button.click());
      }
      const search = page.getByLabel('Find by name, e-mail, id or cell');
      await seenAfter(page, firstRow('hotel-'), () => search.fill('hotel'));
    });
    const { median, worst } = spread(sorts);
    const what = `100 rows: from a click on a header to the sorted rows, worst of 3 (median ${median})`;
    return [...longest, { what, value: worst, unit: 'ms' }];
  });
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(640, 500);
  for (let turn = 0; turn < SCROLLS.times; turn++) {
    const down = turn < SCROLLS.times / 2;
    await page.mouse.wheel(0, down ? SCROLLS.pixels : -SCROLLS.pixels);
    await page.waitForTimeout(SCROLLS.everyMs);
  }
}
