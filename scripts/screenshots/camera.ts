import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Pixels; most pages fit, and a README shows them at about this width. */
const WIDTH = 1280;
const HEIGHT = 800;

const COLOURS = ['light', 'dark'] as const;

export interface Picture {
  file: string;
  bytes: number;
}

/** Takes pictures of what a page shows once nothing in it is loading any more. */
export class Camera {
  readonly taken: Picture[] = [];

  /** @param folder is emptied */
  constructor(private readonly folder: string) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Of the window, in light and in dark. @param height in pixels, for a page of which more is to be seen */
  async shoot(page: Page, name: string, height = HEIGHT): Promise<void> {
    await page.setViewportSize({ width: WIDTH, height });
    for (const colorScheme of COLOURS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(page);
      const file = join(this.folder, `${name}-${colorScheme}.png`);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      this.taken.push({ file, bytes: statSync(file).size });
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }
}

async function settled(page: Page): Promise<void> {
  const busy = page.getByText(/^(Loading|Checking)\b/).filter({ visible: true });
  await busy.first().waitFor({ state: 'hidden' });
  await page.evaluate('document.fonts.ready.then(() => true)');
}
