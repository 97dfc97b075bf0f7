import type { TenantOutput } from '../../../scripts/local/outputs';
import { useBrowser } from '../../builders/browser';
import { OperatorWindow } from '../../builders/operator-window';
import { enterTenant, portalsOf } from '../../builders/portals';
import { buildTenant, Product } from '../../builders/product';
import { addProduct, row } from '../../builders/tenant-window';

let product: Product;
let tenant: TenantOutput;
beforeAll(async () => {
  product = await Product.open();
  tenant = await product.onboard(buildTenant('BASIC'));
}, 90_000);
const portals = portalsOf(() => product);
const browser = useBrowser();

it('what an operator suspends is refused in the tenant’s window within 5 s, and goes on once resumed', async () => {
  const [ours, theirs] = [await browser.open(), await browser.open()];
  const operator = new OperatorWindow(ours.page, portals.adminUrl);
  await Promise.all([
    operator.enter(product.outputs.operator).then(() => operator.openTenant(tenant.tenantName)),
    enterTenant(theirs.page, portals.tenantUrl, tenant),
  ]);
  await addProduct(theirs.page, 'Rye bread', '4.25');

  await operator.act('Suspend');
  const since = Date.now();
  await operator.inDialog('Suspend').click();
  await theirs.page.getByText("Your organisation's access is suspended").waitFor();
  expect(Date.now() - since).toBeLessThanOrEqual(5_000);
  expect(await theirs.page.getByRole('row').count()).toBe(0);
  await operator.isTold('Suspended');
  expect(ours.faults).toEqual([]);

  await operator.act('Resume');
  await row(theirs.page, /Rye bread/);
  await addProduct(theirs.page, 'Croissant', '1.90');
  await operator.isTold('Created');
  expect(ours.faults).toEqual([]);
}, 90_000);
