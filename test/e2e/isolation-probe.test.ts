import {
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { clientConfig } from '../../scripts/local/engine';
import { buildTenant, Product } from '../builders/product';

/** Somebody lets sessions of one tenant read everybody's items. */
describe('an onboarding while a policy is too wide', () => {
  let product: Product;
  let iam: IAMClient;
  let policy: { RoleName: string; PolicyName: string };

  beforeAll(async () => {
    product = await Product.open();
    iam = new IAMClient(clientConfig(product.port));
    const names: string[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
      names.push(...Roles.map(({ RoleName = '' }) => RoleName));
    }
    const RoleName = names.find((name) => name.includes('TenantDataRole')) ?? '';
    policy = { RoleName, PolicyName: 'too-wide' };
    const Statement = [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }];
    await iam.send(
      new PutRolePolicyCommand({
        ...policy,
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
  });
  afterAll(() => iam.send(new DeleteRolePolicyCommand(policy)).catch(() => undefined));

  it('fails before the tenant is admitted, says what is reached, and goes on once that is mended', async () => {
    const tenant = buildTenant('basic');
    const { tenantRegistrationId } = await product.register(tenant);

    const failed = await product.settled(tenantRegistrationId);

    expect(failed.registrationStatus).toBe('Failed to provision');
    expect(failed.failure).toMatchObject({
      state: 'Verify that the tenant is isolated',
      error: 'IsolationBreachError',
      cause: expect.stringMatching(/orders may read another tenant's order.*products may read another/),
    });

    await iam.send(new DeleteRolePolicyCommand(policy));
    await product.admin('POST', `/tenant-registrations/${tenantRegistrationId}/replay`);

    await product.reaches(tenantRegistrationId, 'Created');
  });
});
