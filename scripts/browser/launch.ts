import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

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

/** Uncaught errors, console errors and violations of the content security policy, in their order. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  // Violations of the policy and refused requests are console errors too.
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  return faults;
}
