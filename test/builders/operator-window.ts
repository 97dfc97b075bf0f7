import type { Locator, Page } from 'playwright-core';
import { signInAs } from './portals';
import type { buildTenant } from './product';
import { until } from './until';

/** As the graph draws a state: its status, and the colour of its frame. */
export const GREEN = 'succeeded, green';
export const RED = 'failed, red';
export const GREY = 'not-reached, grey';
/** By name of the state. */
export type Drawn = Record<string, string>;

/** The state with which an onboarding ends well. */
export const IN_SERVICE = 'The tenant is in service';

/** Read in one go: a graph of 20 states changes between two looks. Boxes and options are in the same order. */
const DRAWN = `(() => {
  const boxes = [...document.querySelectorAll('.state-graph .state > .state-box')];
  const colourOf = (box) => {
    const [red, green, blue] = getComputedStyle(box).stroke.match(/\\d+/g).map(Number);
    const most = Math.max(red, green, blue);
    if (most - Math.min(red, green, blue) < 40) return 'grey';
    if (most === red) return green > red / 2 ? 'amber' : 'red';
    return most === green ? 'green' : 'blue';
  };
  return Object.fromEntries(
    [...document.querySelectorAll('.state-graph [role=option]')].map(({ dataset }, index) => [
      dataset.state, dataset.status + ', ' + colourOf(boxes[index]),
    ]),
  );
})()`;

const TIERS: Record<string, RegExp> = { BASIC: /^Basic/, ADVANCED: /^Advanced/, PREMIUM: /^Premium/ };

/** The admin portal in the hands of an operator, by mouse. */
export class OperatorWindow {
  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  async enter(operator: { userName: string; password: string }, path = '/tenants'): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
    await signInAs(this.page, operator.userName, operator.password);
  }

  follow(name: string): Promise<void> {
    return this.page.getByRole('link', { name, exact: true }).first().click();
  }

  /** A tenant's page, from the table. */
  async openTenant(tenantName: string): Promise<void> {
    await this.follow('Tenants');
    await this.page.getByRole('row', { name: tenantName }).getByRole('link', { name: tenantName }).click();
    await this.heading(tenantName);
  }

  heading(name: string): Promise<void> {
    return this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** Waits until the tenant's page tells a state; its resources have states of the same names. */
  isTold(state: string): Promise<void> {
    return this.page.locator('dt:has(:text-is("State")) + dd').getByText(state, { exact: true }).waitFor();
  }

  /** Fills in the form and waits for the preflight of what is in it. */
  async fillIn({ tenantName, email, tier }: ReturnType<typeof buildTenant>): Promise<void> {
    const { page } = this;
    await this.follow('Onboard a tenant');
    await page.getByLabel('Name', { exact: true }).fill(tenantName);
    await page.getByLabel('E-mail of the administrator').fill(email);
    await page.getByRole('radio', { name: TIERS[tier] }).check();
    await page.getByText('the name is free').waitFor();
    await page.getByText('Checking', { exact: true }).first().waitFor({ state: 'detached' });
  }

  /** Registers what the form has; the portal goes on to the execution by itself. */
  async register(tenantName: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Onboard', exact: true }).click();
    await this.heading(`Onboarding of ${tenantName}`);
  }

  async onboard(tenant: ReturnType<typeof buildTenant>): Promise<void> {
    await this.fillIn(tenant);
    await this.register(tenant.tenantName);
  }

  drawn(): Promise<Drawn> {
    return this.page.evaluate<Drawn>(DRAWN);
  }

  /** Looks at the graph until it draws a state so. @returns what it showed meanwhile, each picture once */
  async watch(state: string, as: string, withinMs = 60_000): Promise<Drawn[]> {
    const seen: Drawn[] = [];
    const look = async () => {
      const drawn = await this.drawn();
      if (JSON.stringify(drawn) !== JSON.stringify(seen.at(-1))) seen.push(drawn);
      return drawn[state] === as;
    };
    try {
      await until(`“${state}” is ${as}`, withinMs, look, 100);
    } catch (error) {
      throw new Error(`${(error as Error).message}: ${JSON.stringify(seen.at(-1))}`);
    }
    return seen;
  }

  /** Chooses one of a tenant's actions. */
  async act(action: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Actions', exact: true }).click();
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  /** A button of the dialog that is open. */
  inDialog(button: string): Locator {
    return this.page.getByRole('dialog').getByRole('button', { name: button, exact: true });
  }
}

/** States that are not drawn as in success. */
export const notGreen = (drawn: Drawn): Drawn =>
  Object.fromEntries(Object.entries(drawn).filter(([, as]) => as !== GREEN));
