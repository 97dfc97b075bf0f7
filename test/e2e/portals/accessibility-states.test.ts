import type { Page } from 'playwright-core';
import { newPassword, setPassword } from '../../../scripts/local/operator';
import type { TenantOutput } from '../../../scripts/local/outputs';
import { useBrowser } from '../../builders/browser';
import { OperatorWindow } from '../../builders/operator-window';
import { createOperator, enterTenant, portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { answerInstead, button, field, link, rows, text, visit } from '../../builders/tour';

let product: Product;
let tenant: TenantOutput;
let leaving: TenantOutput;
beforeAll(async () => {
  product = await Product.open();
  [tenant, leaving] = await Promise.all([
    product.onboard(buildTenant('BASIC')),
    product.onboard(buildTenant('BASIC')),
  ]);
  await product.offboard(leaving.tenantRegistrationId, '?retainDays=1');
}, 90_000);
afterAll(async () => {
  const id = leaving.tenantRegistrationId;
  await product.admin('POST', `/tenant-registrations/${id}/cancel-offboarding`);
  await product.reaches(id, 'Created');
}, 90_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

const offline = (page: Page) => page.context().setOffline(true);
const everything = (apiUrl: string) => `${apiUrl.replace(/\/$/, '')}/**`;
const FAILED = { status: 500, body: { message: 'the registry does not answer' } };

it('no state of the admin portal has a violation, in light or dark', async () => {
  const { adminApiUrl } = product.outputs;
  const { page } = await browser.open();
  await new OperatorWindow(page, portals.adminUrl).enter(product.outputs.operator);
  await rows(page).waitFor();

  const found = await visit(page, portals.adminUrl, [
    ['a tenant that leaves', `/tenants/${leaving.tenantRegistrationId}`, text('The tenant leaves')],
    [
      'an onboarding that begins',
      async (at) => {
        await answerInstead(at, `${adminApiUrl}**/executions?*`, { status: 200, body: { data: [] } });
        await at.goto(`${portals.adminUrl}/onboard?registration=${tenant.tenantRegistrationId}`);
      },
      text(/is registered/),
    ],
    [
      'offline',
      async (at) => {
        await at.unrouteAll();
        await at.goto(`${portals.adminUrl}/tenants`);
        // The code of a tenant's page is there then, the other tenant is not.
        await link(leaving.tenantName)(at).click();
        await text('The tenant leaves')(at).waitFor();
        await at.goBack();
        await rows(at).waitFor();
        await offline(at);
      },
      (at) => at.getByText('You are offline').first(),
    ],
    [
      'a tenant never loaded',
      (at) => link(tenant.tenantName)(at).click(),
      text('Waiting for the network to load the tenant'),
    ],
    [
      'a page never loaded',
      async (at) => {
        await button('Open the navigation')(at).click();
        await link('Operators')(at).click();
      },
      text('This page has not been loaded yet'),
    ],
  ]);
  await page.context().setOffline(false);
  await answerInstead(page, everything(adminApiUrl), FAILED);
  found.push(
    ...(await visit(page, portals.adminUrl, [
      ['tenants that cannot be loaded', '/tenants', text(/the registry does not answer/)],
      ['an overview that cannot be loaded', '/', text(/the registry does not answer/)],
      [
        'a tenant that cannot be loaded',
        `/tenants/${tenant.tenantRegistrationId}`,
        text(/the registry does not answer/),
      ],
      ['findings that cannot be loaded', '/operations?tab=findings', text(/the registry does not answer/)],
      ['operators that cannot be loaded', '/operators', text(/the registry does not answer/)],
    ])),
  );
  expect(found).toEqual([]);
}, 90_000);

it('what a CustomerSupport finds in place of an action has no violation', async () => {
  const { page } = await browser.open();
  await new OperatorWindow(page, portals.adminUrl).enter(await createOperator(product, 'CustomerSupport'));
  await rows(page).waitFor();

  expect(
    await visit(page, portals.adminUrl, [
      ['onboarding', '/onboard', text('You may not onboard tenants')],
      ['a tenant without actions', `/tenants/${tenant.tenantRegistrationId}`, text('Created')],
    ]),
  ).toEqual([]);
}, 60_000);

it('no state of the tenant portal has a violation, in light or dark', async () => {
  const products = `${everything(tenant.apiGatewayUrl).replace(/\*\*$/, '')}products?*`;
  const limited = (message: string, seconds: number) => async (at: Page) => {
    await at.unrouteAll();
    const headers = { 'retry-after': String(seconds) };
    await answerInstead(at, products, { status: 429, body: { message }, headers });
    await at.goto(`${portals.tenantUrl}/products`);
  };
  const { page } = await browser.open();
  const found = await visit(page, portals.tenantUrl, [
    [
      'sign-in, offline',
      async (at) => {
        await at.goto(portals.tenantUrl);
        await field('Name of your organisation')(at).waitFor();
        await offline(at);
      },
      text('You are offline'),
    ],
  ]);
  await page.context().setOffline(false);
  await enterTenant(page, portals.tenantUrl, tenant);
  await text('No products yet')(page).waitFor();

  found.push(
    ...(await visit(page, portals.tenantUrl, [
      ['nothing yet', '/products', text('No products yet')],
      [
        'over its rate',
        limited('Too Many Requests', 30),
        (at) => at.getByText('Too many requests at once').first(),
      ],
      [
        'over its quota',
        limited('Limit Exceeded', 3_600),
        (at) => at.getByText('Today’s requests are used up').first(),
      ],
      [
        'products that cannot be loaded',
        async (at) => {
          await at.unrouteAll();
          await answerInstead(at, products, FAILED);
          await at.goto(`${portals.tenantUrl}/products`);
        },
        text(/the registry does not answer/),
      ],
    ])),
  );
  expect(found).toEqual([]);
}, 90_000);

it('what a TenantUser finds at the address of the users has no violation', async () => {
  const userName = `uwe@${tenant.tenantName}.example`;
  const password = newPassword();
  const client = await product.signIn(tenant);
  await client.call('POST', '/users', { userName: 'Uwe', userEmail: userName, userRole: 'TenantUser' });
  await setPassword(product.cognito, tenant.userPoolId, userName, password);
  const { page } = await browser.open();
  await enterTenant(page, `${portals.tenantUrl}/users`, { ...tenant, userName, password });

  expect(
    await visit(page, portals.tenantUrl, [
      ['users', async () => {}, text('Only a TenantAdmin manages users')],
    ]),
  ).toEqual([]);
}, 60_000);
