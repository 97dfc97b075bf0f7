import type { Page } from 'playwright-core';
import type { TenantOutput } from '../../../scripts/local/outputs';
import { useBrowser } from '../../builders/browser';
import { leaveDeadLetter } from '../../builders/dead-letters';
import { failOnboarding } from '../../builders/denied-step';
import { OperatorWindow } from '../../builders/operator-window';
import { createOperator, portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';

let product: Product;
let tenant: TenantOutput;
let failed: Awaited<ReturnType<typeof failOnboarding>>;
beforeAll(async () => {
  product = await Product.open();
  [tenant, failed] = await Promise.all([
    product.onboard(buildTenant('BASIC')),
    failOnboarding(product),
    leaveDeadLetter(product.port, { of: 'customer-support' }),
  ]);
}, 90_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

/** Where an operator can act, how one gets there by clicks, what shows that it is there, and the actions. */
interface Place {
  name: string;
  go: (operator: OperatorWindow) => Promise<void>;
  shown: (page: Page) => Promise<void>;
  actions: RegExp[];
}

const tab = (operator: OperatorWindow, name: string) =>
  operator.page.getByRole('tab', { name, exact: true }).click();
const text = (wanted: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByText(wanted).first().waitFor();

const PLACES: Place[] = [
  {
    name: 'tenants',
    go: (operator) => operator.follow('Tenants'),
    shown: (page) => page.getByRole('row', { name: tenant.tenantName }).waitFor(),
    actions: [/^Onboard a tenant$/],
  },
  {
    name: 'a tenant',
    go: (operator) => operator.openTenant(tenant.tenantName),
    shown: text('Created'),
    actions: [/^Actions$/],
  },
  {
    name: 'a tenant whose onboarding failed',
    go: (operator) => operator.openTenant(failed.tenantName),
    shown: text('Failed to provision'),
    actions: [/^Actions$/],
  },
  {
    name: 'the execution that failed',
    go: (operator) => operator.follow('Look at the execution'),
    shown: text(/^Failed at /),
    actions: [/^Replay$/],
  },
  {
    name: 'dead letters',
    go: (operator) => operator.follow('Operations').then(() => tab(operator, 'Dead letters')),
    shown: (page) => page.getByRole('table', { name: 'results' }).waitFor(),
    actions: [/^Redrive chosen$/, /^Redrive all$/, /^Choose /],
  },
  {
    name: 'drift and orphans',
    go: (operator) => tab(operator, 'Drift and orphans'),
    shown: (page) => page.getByRole('table', { name: 'Findings' }).waitFor(),
    actions: [/^Compare now$/, /^Compare and mend$/],
  },
  {
    name: 'operators',
    go: (operator) => operator.follow('Operators'),
    shown: (page) => page.getByRole('row', { name: 'admin@example.com' }).waitFor(),
    actions: [/^Create an operator$/, /^Change admin$/, /^Disable admin$/, /^Delete admin$/],
  },
];

const controls = (page: Page, name: RegExp) =>
  page
    .getByRole('button', { name })
    .or(page.getByRole('link', { name }))
    .or(page.getByRole('checkbox', { name }));

it('a CustomerSupport sees everything and none of the actions that a SystemAdmin has there', async () => {
  const [support, admin] = (await Promise.all(
    ['CustomerSupport', 'SystemAdmin'].map(async (role) => {
      const operator = new OperatorWindow((await browser.open()).page, portals.adminUrl);
      await operator.enter(await createOperator(product, role), '/onboard');
      return operator;
    }),
  )) as [OperatorWindow, OperatorWindow];
  // From here on both pages know who looks.
  await support.page.getByText('You may not onboard tenants').waitFor();
  await admin.page.getByRole('button', { name: 'Onboard', exact: true }).waitFor();
  expect(await support.page.getByRole('button', { name: 'Onboard', exact: true }).count()).toBe(0);

  const offered: string[] = [];
  for (const { name, go, shown, actions } of PLACES) {
    await Promise.all([support, admin].map((operator) => go(operator).then(() => shown(operator.page))));
    for (const action of actions) {
      await controls(admin.page, action).first().waitFor();
      if ((await controls(support.page, action).count()) > 0) offered.push(`${name}: ${action}`);
    }
  }
  expect(offered).toEqual([]);
}, 120_000);
