import type { Browser, Page } from 'playwright-core';
import { MadeUpExecution, STATES, WAITING } from './execution';
import type { FakeApis } from './fake-apis';
import { firstSeen, longestTask, seen, seenAfter } from './probe';
import { type Figure, spread } from './report';
import { inWindow } from './windows';

/** From a change in the API to the screen, in milliseconds. */
const VISIBLE = 1_000;
const stateIs = (state: string, status: string) => ({
  selector: `[data-state="${state}"][data-status="${status}"]`,
});
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export interface LiveOptions {
  url: string;
  apis: FakeApis;
  runs: number;
  /** State changes that are followed. */
  changes: number;
  /** How long nothing happens, and how long the page is hidden. */
  idleMs: number;
  hiddenMs: number;
}

/** An execution of 60 states: how long until it is drawn, and until each change is seen. */
export async function measureExecution(browser: Browser, options: LiveOptions): Promise<Figure[]> {
  const { url, apis, runs } = options;
  const drawn: number[] = [];
  const sinceAnswer: number[] = [];
  for (let run = 0; run < runs; run++) {
    const first = { selector: `[data-state="${STATES.at(-1)}"]` };
    await inWindow(browser, { signedIn: true, first }, async (page) => {
      const begun = apis.asked.length;
      await page.goto(`${url}${apis.executionPath}`);
      const { at, took } = await firstSeen(page);
      const boxes = await page.locator('[data-state]').count();
      if (boxes !== STATES.length) throw new Error(`${boxes} of ${STATES.length} states are drawn`);
      const answer = apis.asked.slice(begun).find(({ path }) => path.endsWith('/definition'));
      drawn.push(took);
      sinceAnswer.push(at - (answer?.answeredAt ?? Number.NaN));
    });
  }
  const all = spread(drawn);
  const graph = spread(sinceAnswer);
  return [
    {
      what: `execution of ${STATES.length} states: all drawn, from an empty cache, worst of ${runs} (median ${all.median})`,
      ...{ value: all.worst, unit: 'ms' },
    },
    {
      what: `execution of ${STATES.length} states: from the definition's answer to the graph, worst of ${runs} (median ${graph.median})`,
      ...{ value: graph.worst, unit: 'ms' },
    },
    ...(await measureLive(browser, options)),
  ];
}

async function measureLive(browser: Browser, options: LiveOptions): Promise<Figure[]> {
  const { url, apis, changes, idleMs, hiddenMs } = options;
  apis.execution = new MadeUpExecution();
  return inWindow(browser, { signedIn: true }, async (page) => {
    await page.goto(`${url}${apis.executionPath}`);
    await page.locator('[data-state]').first().waitFor();
    await page.waitForLoadState('networkidle');
    await longestTask(page);
    const { visible, afterAnswer } = await followChanges(page, apis, changes);
    const longest = Math.round(await longestTask(page));
    const hidden = await measureHidden(page, apis, hiddenMs);
    while (apis.execution.left > 0) apis.execution.advance();
    await seen(page, stateIs(WAITING, 'running'));
    return [
      {
        what: `live: from a state's change to its colour on the screen, worst of ${changes} (median ${visible.median})`,
        ...{ value: visible.worst, unit: 'ms', limit: VISIBLE },
      },
      {
        what: `live: of that, from the answer that tells it, worst of ${changes} (median ${afterAnswer.median})`,
        ...{ value: afterAnswer.worst, unit: 'ms' },
      },
      { what: 'live: longest task meanwhile', value: longest, unit: 'ms' },
      ...hidden,
      ...(await measureIdle(page, apis, idleMs)),
    ];
  });
}

async function followChanges(page: Page, apis: FakeApis, changes: number) {
  const [visible, afterAnswer]: [number[], number[]] = [[], []];
  for (let change = 0; change < changes; change++) {
    // At every moment between two looks, and after some that found nothing.
    await pause(300 + ((change * 370) % 1_900));
    if (apis.execution.left === 0) throw new Error('the made-up execution has too few states');
    const changedAt = Date.now();
    const state = apis.execution.advance();
    const shownAt = await seen(page, stateIs(state, 'succeeded'));
    const telling = apis.asked.find(
      ({ path, answeredAt }) => answeredAt >= changedAt && path.endsWith(apis.execution.name),
    );
    visible.push(shownAt - changedAt);
    afterAnswer.push(shownAt - (telling?.answeredAt ?? Number.NaN));
  }
  return { visible: spread(visible), afterAnswer: spread(afterAnswer) };
}

const requests = ({ asked }: FakeApis, from: number, to: number): number =>
  asked.filter(({ answeredAt }) => answeredAt >= from && answeredAt < to).length;

/** While the execution is busy, and the page shown would look all the time. */
async function measureHidden(page: Page, apis: FakeApis, hiddenMs: number): Promise<Figure[]> {
  await setVisibility(page, 'hidden');
  await pause(500); // what was on its way
  const from = Date.now();
  await pause(hiddenMs);
  const whileHidden = requests(apis, from, Date.now());
  const state = apis.execution.advance();
  const again = await seenAfter(page, stateIs(state, 'succeeded'), () => setVisibility(page, 'visible'));
  return [
    {
      what: `hidden: requests in ${hiddenMs / 1_000} s`,
      ...{ value: whileHidden, unit: '', limit: 0 },
    },
    {
      what: 'hidden, then shown: until what has changed meanwhile is on the screen',
      ...{ value: Math.round(again), unit: 'ms', limit: VISIBLE },
    },
  ];
}

/** While nothing happens: in the end a third as many requests as at the beginning, at most. */
async function measureIdle(page: Page, apis: FakeApis, idleMs: number): Promise<Figure[]> {
  const from = Date.now();
  await page.waitForTimeout(idleMs);
  const fifth = idleMs / 5;
  const first = requests(apis, from, from + fifth);
  const last = requests(apis, from + idleMs - fifth, from + idleMs);
  const seconds = fifth / 1_000;
  return [
    { what: `nothing happens: requests in the first ${seconds} s`, value: first, unit: '' },
    {
      what: `nothing happens: requests in the last ${seconds} of ${idleMs / 1_000} s`,
      ...{ value: last, unit: '', limit: Math.max(1, Math.floor(first / 3)) },
    },
  ];
}

/** A window without a screen has no tab to hide: the page is told what a browser tells it then. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: '${state}' });
    Object.defineProperty(document, 'hidden', { configurable: true, value: ${state === 'hidden'} });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`);
}

/** A tenant of the table is on its way, and arrives. */
export async function measureTenantState(
  browser: Browser,
  { url, apis, changes }: Pick<LiveOptions, 'url' | 'apis' | 'changes'>,
): Promise<Figure> {
  const tenant = apis.tenants.at(-1);
  if (!tenant) throw new Error('there is no tenant');
  const row = (state: string) => ({ selector: 'table tbody tr', texts: [tenant.tenantName, state] });
  return inWindow(browser, { signedIn: true }, async (page) => {
    tenant.registrationStatus = 'In progress';
    await page.goto(`${url}/tenants`);
    await seen(page, row('In progress'));
    const visible: number[] = [];
    for (let change = 0; change < changes; change++) {
      await pause(1_200 + ((change * 370) % 1_900));
      const changedAt = Date.now();
      tenant.registrationStatus = 'Created';
      visible.push((await seen(page, row('Created'))) - changedAt);
      tenant.registrationStatus = 'In progress';
      // Nothing of the page is on its way any more, so that it looks seldom; a person would reload.
      await page.reload();
      await seen(page, row('In progress'));
    }
    const { median, worst } = spread(visible);
    return {
      what: `live: from the end of an onboarding to the tenants' table, worst of ${changes} (median ${median})`,
      ...{ value: worst, unit: 'ms', limit: VISIBLE },
    };
  });
}
