import { denyStep } from '../builders/denied-step';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';

describe('offboarding in the face of failures', () => {
  let product: Product;
  let before: string[];
  beforeAll(async () => {
    product = await Product.open();
    before = await inventory(product.port);
  });

  it('leaves no trace of a tenant whose onboarding failed half-way', async () => {
    const allow = await denyStep(product.port, /create-?storage/i, 'dynamodb:CreateTable');
    const { tenantRegistrationId: id } = await product.register(buildTenant('premium'));
    const failed = await product.settled(id).finally(allow);

    await product.offboard(id);
    const gone = await product.reaches(id, 'Deleted');

    expect(failed.registrationStatus).toBe('Failed to provision');
    expect(gone).not.toHaveProperty('failure');
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);

  it('shows where a removal failed, and goes on from there by a replay', async () => {
    const { tenantRegistrationId: id } = await product.onboard(buildTenant('premium'));
    const allow = await denyStep(product.port, /remove-?data/i, 'dynamodb:DeleteTable');
    await product.offboard(id);
    const { failure } = await product.reaches(id, 'Failed to deprovision').finally(allow);

    const replay = await product.admin('POST', `/tenant-registrations/${id}/replay`);
    await product.reaches(id, 'Deleted');

    expect(failure).toEqual({
      state: "Remove the tenant's data",
      error: expect.stringMatching(/AccessDenied/),
      cause: expect.stringContaining('dynamodb:DeleteTable'),
      executionArn: expect.stringContaining(':execution:tenant-offboarding:'),
    });
    expect(replay).toMatchObject({
      status: 202,
      body: { data: { replay: 'redriven', executionArn: failure?.executionArn } },
    });
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);
});
