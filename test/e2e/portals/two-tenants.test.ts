import type { Page } from 'playwright-core';
import type { TenantOutput } from '../../../scripts/local/outputs';
import { useBrowser } from '../../builders/browser';
import { enterTenant, portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { addProduct, follow, row, signOut } from '../../builders/tenant-window';

/** A tenant and what only it may see. */
interface Party {
  tenant: TenantOutput;
  product: string;
  order: string;
}

let product: Product;
let baker: Party;
let smith: Party;
beforeAll(async () => {
  product = await Product.open();
  const party = async (name: string, order: string): Promise<Party> => {
    const tenant = await product.onboard(buildTenant('BASIC'));
    const client = await product.signIn(tenant);
    await client.call('POST', '/products', { name, price: 4.25, sku: '', category: '' });
    await client.call('POST', '/orders', { orderName: order, orderProducts: [] });
    return { tenant, product: name, order };
  };
  [baker, smith] = await Promise.all([party('Rye bread', 'Market'), party('Spanner', 'Workshop')]);
}, 90_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

/** Two windows of one browser, as one person would have them: what is not the tab's alone, both share. */
async function twoWindows(): Promise<[Page, Page]> {
  const { context, page } = await browser.open();
  const other = await context.newPage();
  await enterTenant(page, portals.tenantUrl, baker.tenant);
  await enterTenant(other, portals.tenantUrl, smith.tenant);
  return [page, other];
}

const addressOf = async (page: Page, name: string): Promise<string> =>
  `${portals.tenantUrl}${await page.getByRole('link', { name, exact: true }).getAttribute('href')}`;

/** Looks at a list as it is: what is there, and nothing of the other's. */
async function sees(page: Page, own: string, others: Party): Promise<void> {
  await row(page, new RegExp(own));
  for (const name of [others.product, others.order, others.tenant.tenantName]) {
    expect([name, await page.getByText(name).count()]).toEqual([name, 0]);
  }
}

/** The address changes once the page's code is there: a reload before that would show the page it came from. */
async function toOrders(page: Page): Promise<void> {
  await follow(page, 'Orders');
  await page.waitForURL('**/orders');
}

it('two tenants in two windows see their own products and orders alone, also after a reload', async () => {
  const [one, other] = await twoWindows();
  await sees(one, baker.product, smith);
  await sees(other, smith.product, baker);

  await addProduct(other, 'Hammer', '9.50');
  await Promise.all([one.reload(), other.reload()]);
  await sees(one, baker.product, smith);
  expect(await one.getByText('Hammer').count()).toBe(0);
  await sees(other, smith.product, baker);

  await Promise.all([toOrders(one), toOrders(other)]);
  await Promise.all([one.reload(), other.reload()]);
  await sees(one, baker.order, smith);
  await sees(other, smith.order, baker);
}, 90_000);

it('whoever types the address of another’s product or order is told that there is none', async () => {
  const [one, other] = await twoWindows();
  const products = [await addressOf(one, baker.product), await addressOf(other, smith.product)] as const;
  await one.goto(`${portals.tenantUrl}/orders`);
  await other.goto(`${portals.tenantUrl}/orders`);
  const orders = [await addressOf(one, baker.order), await addressOf(other, smith.order)] as const;

  for (const [kind, [ofOne, ofOther]] of [['product', products] as const, ['order', orders] as const]) {
    await Promise.all([one.goto(ofOther), other.goto(ofOne)]);
    await one.getByText(`There is no such ${kind}`).waitFor();
    await other.getByText(`There is no such ${kind}`).waitFor();
    // One's own address is answered: the refusal is of the other, not of the address.
    await one.goto(ofOne);
    await one.getByRole('button', { name: 'Save' }).waitFor();
  }
}, 90_000);

it('the next tenant in a window finds nothing of the one before', async () => {
  const { page } = await browser.open();
  await enterTenant(page, portals.tenantUrl, baker.tenant);
  await row(page, /Rye bread/);

  await signOut(page, baker.tenant.userName);
  await page.getByRole('button', { name: 'Another organisation' }).click();
  await enterTenant(page, portals.tenantUrl, smith.tenant);

  await sees(page, smith.product, baker);
}, 60_000);
