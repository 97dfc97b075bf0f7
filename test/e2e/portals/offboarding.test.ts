import { OperatorWindow } from '../../builders/operator-window';
import { useTenantVisit } from '../../builders/tenant-visit';

const visit = useTenantVisit('ADVANCED');
const { portals, browser } = visit;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names of all that the tenant has. */
const footprint = async (): Promise<string[]> => {
  const path = `/tenant-registrations/${visit.tenant.tenantRegistrationId}/footprint`;
  const { body } = await visit.product.admin<{ data: { resources: { name: string }[] } }>('GET', path);
  return body.data.resources.map(({ name }) => (name === visit.tenant.userName ? 'the user' : name)).sort();
};

it('an operator types the name of a tenant to offboard it, and reads in the receipt all that it had', async () => {
  const had = await footprint();
  const { page, faults } = await browser.open();
  const operator = new OperatorWindow(page, portals.adminUrl);
  await operator.enter(visit.product.outputs.operator);
  await operator.openTenant(visit.tenant.tenantName);

  await operator.act('Offboard');
  const typed = page.getByLabel(`Type ${visit.tenant.tenantName} to confirm`);
  await typed.fill('another');
  await page.getByText('That is not its name.').first().waitFor();
  expect(await operator.inDialog('Offboard').isDisabled()).toBe(true);
  await typed.fill(visit.tenant.tenantName);
  await operator.inDialog('Offboard').click();
  await page.getByText(`${visit.tenant.tenantName} is being offboarded`).waitFor();
  await page.getByText('The tenant is deleted').waitFor({ timeout: 60_000 });
  await operator.isTold('Deleted');

  await operator.follow('Operations');
  await page.getByRole('tab', { name: 'Deletion receipts' }).click();
  await operator.follow(visit.tenant.tenantName);
  await operator.heading(`Deletion of ${visit.tenant.tenantName}`);
  const rows = page.getByRole('table', { name: 'Resources that were deleted' }).getByRole('row');
  const names = await rows.getByRole('rowheader').allTextContents();
  // Of items, the receipt says how many there were; of the user, the id alone.
  expect(names.map((name) => name.replace(/ \(\d+\)$/, '').replace(UUID, 'the user')).sort()).toEqual(had);
  expect(had.length).toBeGreaterThan(10);
  // Each with the times of its making and of its deletion.
  for (const text of (await rows.allTextContents()).slice(1)) expect(text).toMatch(/(\d{4}, \d\d:\d\d.*){2}/);
  expect(faults).toEqual([]);
}, 120_000);
