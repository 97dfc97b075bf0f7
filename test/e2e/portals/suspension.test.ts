import { OperatorWindow } from '../../builders/operator-window';
import { enterTenant } from '../../builders/portals';
import { stopwatch } from '../../builders/stopwatch';
import { useTenantVisit } from '../../builders/tenant-visit';
import { addProduct, row } from '../../builders/tenant-window';

const visit = useTenantVisit('BASIC');
const { portals, browser } = visit;

it('what an operator suspends is refused in the tenant’s window within 5 s, and goes on once resumed', async () => {
  const [ours, theirs] = [await browser.open(), await browser.open()];
  const operator = new OperatorWindow(ours.page, portals.adminUrl);
  await Promise.all([
    operator.enter(visit.product.outputs.operator).then(() => operator.openTenant(visit.tenant.tenantName)),
    enterTenant(theirs.page, portals.tenantUrl, visit.tenant),
  ]);
  await addProduct(theirs.page, 'Rye bread', '4.25');

  // Left by a key, and opened again by mouse.
  await operator.act('Suspend');
  // A key is the dialog's once the dialog has the focus.
  await ours.page.locator('[role=dialog]:focus-within').waitFor();
  await ours.page.keyboard.press('Escape');
  await ours.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await operator.act('Suspend');
  // The page asks anew some three seconds after its last answer: from that one on, the time is not left to chance.
  await theirs.page.waitForResponse((answer) => answer.url().startsWith(visit.tenant.apiGatewayUrl));
  const watch = stopwatch();
  await operator.inDialog('Suspend').click();
  await theirs.page.getByText("Your organisation's access is suspended").waitFor();
  expect(watch.stop()).toBeLessThanOrEqual(5_000);
  expect(await theirs.page.getByRole('row').count()).toBe(0);
  await operator.isTold('Suspended');
  expect(ours.faults).toEqual([]);

  await operator.act('Resume');
  await row(theirs.page, /Rye bread/);
  await addProduct(theirs.page, 'Croissant', '1.90');
  await operator.isTold('Created');
  expect(ours.faults).toEqual([]);
}, 90_000);
