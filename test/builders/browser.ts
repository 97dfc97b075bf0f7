import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe, { type Result } from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

/** As root and in a container there is no sandbox; without a GPU none is looked for. */
const ARGS = [
  ...[
    '--no-sandbox',
    '--no-zygote',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--font-render-hinting=none',
  ],
];

/**
 * A real Chromium from the npm registry, with its own fonts and the libraries that a lean system lacks; web security
 * is on, so CORS and content security policies count. It is unpacked once (10 s), below the system's temporary folder.
 */
export async function launchBrowser(): Promise<Browser> {
  const before = { ...process.env };
  // The package unpacks its libraries only where it believes to run in a Lambda, and says so in the environment.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  if (!existsSync(join(tmpdir(), 'fonts'))) delete process.env.FONTCONFIG_PATH;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    const executablePath = await packaged.executablePath();
    const { PATH, HOME, LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
    return await chromium.launch({
      executablePath,
      args: ARGS,
      env: { PATH: PATH ?? '', HOME: HOME ?? tmpdir(), LD_LIBRARY_PATH, FONTCONFIG_PATH },
    });
  } finally {
    process.env = before;
  }
}

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
  }, 60_000);
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
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      return { context, page, faults: watchFaults(page) };
    },
  };
}

/** Violations of the policy and refused requests are console errors too. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  return faults;
}

/** What axe finds on the page as it is, one line a rule and element. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // Run through the debugger, which the page's policy does not bind.
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Result[]>('axe.run().then(({ violations }) => violations)');
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary ?? ''}`),
  );
}

/** The same page in the other colours, without a reload. */
export const inColours = (page: Page, colorScheme: 'light' | 'dark'): Promise<void> =>
  page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
