import type { Page } from 'playwright-core';
import type { TenantOutput } from '../../../scripts/local/outputs';
import { useBrowser } from '../../builders/browser';
import { leaveDeadLetter } from '../../builders/dead-letters';
import { failOnboarding } from '../../builders/denied-step';
import { leaveFindings } from '../../builders/findings';
import { OperatorWindow } from '../../builders/operator-window';
import { enterTenant, inviteOperator, portalsOf, signInAs } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { button, dialog, field, heading, link, rows, text, visit } from '../../builders/tour';

let product: Product;
let tenant: TenantOutput;
let gone: TenantOutput;
let failed: Awaited<ReturnType<typeof failOnboarding>>;
beforeAll(async () => {
  product = await Product.open();
  [tenant, gone, failed] = await Promise.all([
    withData(),
    deleted(),
    failOnboarding(product),
    leaveDeadLetter(product.port, { of: 'accessibility' }),
  ]);
  await leaveFindings(product, tenant);
}, 120_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

/** A TenantUser of it, beside its administrator. */
const userOf = ({ tenantName }: TenantOutput) => `uwe@${tenantName}.example`;

async function withData(): Promise<TenantOutput> {
  const made = await product.onboard(buildTenant('BASIC'));
  const client = await product.signIn(made);
  const bread = { name: 'Rye bread', price: 4.25, sku: 'RYE', category: 'Bread' };
  const { body } = await client.call<{ productId: string }>('POST', '/products', bread);
  const orderProducts = [{ productId: body.productId, price: 4.25, quantity: 3 }];
  await client.call('POST', '/orders', { orderName: 'Market', orderProducts });
  const user = { userName: 'Uwe', userEmail: userOf(made), userRole: 'TenantUser' };
  await client.call('POST', '/users', user);
  return made;
}

async function deleted(): Promise<TenantOutput> {
  const made = await product.onboard(buildTenant('BASIC'));
  await product.offboard(made.tenantRegistrationId);
  await product.reaches(made.tenantRegistrationId, 'Deleted');
  return made;
}

const act = async (page: Page, userName: string, action: string) => {
  await page.getByRole('button', { name: `Actions for ${userName}` }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
};

it('no page that asks who one is has a violation, in light or dark', async () => {
  const { userName, temporaryPassword } = await inviteOperator(product, 'SystemAdmin');
  const operators = (await browser.open()).page;
  const tenants = (await browser.open()).page;

  expect([
    ...(await visit(operators, portals.adminUrl, [
      ['sign-in', '/', heading('Sign in')],
      ['a wrong password', (page) => signInAs(page, userName, 'wrong'), text(/password is wrong/)],
      [
        'new password',
        (page) => signInAs(page, userName, temporaryPassword),
        heading('Choose a new password'),
      ],
    ])),
    ...(await visit(tenants, portals.tenantUrl, [
      ['organisation', '/', field('Name of your organisation')],
      ['no organisation', '/?tenant=nobody', text(/No active organisation is called/)],
      ['sign-in of a tenant', `/?tenant=${tenant.tenantName}`, heading('Sign in')],
    ])),
  ]).toEqual([]);
}, 90_000);

/** In the dialog, for which the export has to be done. */
async function exported(operator: OperatorWindow): Promise<void> {
  await operator.act('Export data');
  await operator.inDialog('Export').click();
  await operator.page.getByRole('link', { name: /^Download products/ }).waitFor();
}

it('no page of the admin portal has a violation, in light or dark', async () => {
  const executionOf = async (id: string) => {
    const { body } = await product.admin<{ data: { name: string }[] }>(
      'GET',
      `/tenant-registrations/${id}/executions`,
    );
    return `/tenants/${id}/executions/${body.data[0]?.name}`;
  };
  const [ours, theirs] = [tenant.tenantRegistrationId, failed.tenantRegistrationId];
  const other = await inviteOperator(product, 'CustomerSupport');
  const { page } = await browser.open();
  const operator = new OperatorWindow(page, portals.adminUrl);
  await operator.enter(product.outputs.operator);
  await rows(page).waitFor();

  expect(
    await visit(page, portals.adminUrl, [
      ['overview', '/', heading(/^Alarms/)],
      ['tenants', '/tenants', rows],
      ['how its table is shown', (at) => button('Preferences')(at).click(), dialog],
      ['no tenant found', '/tenants?search=nobody-is-called-so', text('No tenant found')],
      ['onboard', '/onboard', text('Monthly cost')],
      ['a form that is refused', (at) => button('Onboard')(at).click(), text('Enter a name.')],
      ['an execution', await executionOf(ours), (at) => at.getByRole('option').first()],
      ['a failed execution', await executionOf(theirs), text(/^Failed at /)],
      ['a failed tenant', `/tenants/${theirs}`, text(/^Failed at /)],
      ['a deleted tenant', `/tenants/${gone.tenantRegistrationId}`, text('The tenant is deleted')],
      ['a tenant', `/tenants/${ours}`, heading(/^Footprint/)],
      ['to suspend it', () => operator.act('Suspend'), dialog],
      ['to extend its quota', () => operator.act("Extend today's quota"), dialog],
      ['to export its data', () => operator.act('Export data'), dialog],
      ['the files of its export', () => exported(operator), dialog],
      ['to offboard it', () => operator.act('Offboard'), dialog],
      ['executions', '/operations', heading('Failed last')],
      ['dead letters', '/operations?tab=dead-letters', heading(/^results/)],
      ['findings', '/operations?tab=findings', (at) => at.getByRole('cell', { name: 'Orphan' })],
      ['to mend them', (at) => button('Compare and mend')(at).click(), dialog],
      ['receipts', '/operations?tab=receipts', link(gone.tenantName)],
      ['a receipt', (at) => link(gone.tenantName)(at).click(), heading(/^Resources/)],
      ['operators', '/operators', rows],
      ['a new operator', (at) => button('Create an operator')(at).click(), dialog],
      ['to change one', (at) => button(`Change ${other.userName}`)(at).click(), dialog],
      ['to disable one', (at) => button(`Disable ${other.userName}`)(at).click(), dialog],
      ['to delete one', (at) => button(`Delete ${other.userName}`)(at).click(), dialog],
      ['no page', '/nowhere', text('There is no such page')],
      ['no tenant', '/tenants/nobody', text('There is no such tenant')],
      ['no execution', `/tenants/${ours}/executions/none`, text('There is no such execution')],
    ]),
  ).toEqual([]);
}, 180_000);

it('no page of the tenant portal has a violation, in light or dark', async () => {
  const { page } = await browser.open();
  await enterTenant(page, portals.tenantUrl, tenant);
  await rows(page).waitFor();

  const found = await visit(page, portals.tenantUrl, [
    ['products', '/products', link('Rye bread')],
    ['a product', (at) => link('Rye bread')(at).click(), button('Save')],
    ['a new product', '/products/new', button('Create')],
    ['a form that is refused', (at) => button('Create')(at).click(), text('Enter a name.')],
    ['orders', '/orders', link('Market')],
    ['to delete one', (at) => button('Delete Market')(at).click(), dialog],
    ['an order', (at) => link('Market')(at).click(), button('Save')],
    ['a new order', '/orders/new', button('Create')],
    ['users', '/users', rows],
    ['to delete one of them', (at) => act(at, tenant.userName, 'Delete'), dialog],
    ['to sign one out', (at) => act(at, userOf(tenant), 'Sign out everywhere'), dialog],
    ['to promote one', (at) => act(at, userOf(tenant), 'Make TenantAdmin'), dialog],
    ['to demote one', (at) => act(at, tenant.userName, 'Make TenantUser'), dialog],
    ['an invitation', '/users/new', button('Invite')],
    ['plan', '/plan', text(/ of 1,000$/)],
    ['no page', '/nowhere', text('There is no such page')],
  ]);
  await product.admin('POST', `/tenant-registrations/${tenant.tenantRegistrationId}/deactivate`);
  found.push(
    ...(await visit(page, portals.tenantUrl, [
      ['suspended', async () => {}, text(/organisation's access is suspended/)],
    ])),
  );
  expect(found).toEqual([]);
  await product.reaches(tenant.tenantRegistrationId, 'Suspended');
}, 120_000);
