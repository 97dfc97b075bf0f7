import type { Locator, Page } from 'playwright-core';
import { until } from './until';

/** More than any page has stops before what a test looks for. */
const MOST_STOPS = 80;
/** As long as a page may take to show something. */
const FOCUSED_WITHIN_MS = 30_000;

/** A page whose mouse nobody touches: what no key leads to cannot be used. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Goes on by Tab until the focus is there. */
  async tabTo(wanted: Locator): Promise<void> {
    await wanted.first().waitFor();
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      if (await this.#isAt(wanted)) return;
      await this.press('Tab');
    }
    throw new Error(`no Tab leads to ${wanted}`);
  }

  /** Goes to a link or a button, and follows or presses it. */
  async use(wanted: Locator): Promise<void> {
    await this.tabTo(wanted);
    await this.press('Enter');
  }

  /** Goes on by an arrow, as through a menu or tabs, until the focus is there. */
  async arrowTo(arrow: 'ArrowDown' | 'ArrowRight', wanted: Locator): Promise<void> {
    await wanted.waitFor();
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      if (await this.#isAt(wanted)) return;
      await this.press(arrow);
    }
    throw new Error(`no ${arrow} leads to ${wanted}`);
  }

  /** Types into the field that a page begins with: it has the focus, so that nobody has to look for it. */
  async typeAtOnce(field: Locator, text: string): Promise<void> {
    await this.isPutAt(field);
    await this.type(text);
  }

  /** Waits until the page itself has put the focus there: no key is pressed. */
  async isPutAt(wanted: Locator): Promise<void> {
    await wanted.waitFor();
    await until(`${wanted} has the focus`, FOCUSED_WITHIN_MS, () => this.#isAt(wanted));
  }

  async #isAt(wanted: Locator): Promise<boolean> {
    return (await wanted.and(this.page.locator(':focus')).count()) > 0;
  }
}
