import {
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { clientConfig } from '../../scripts/local/engine';
import { BusRecorder } from '../builders/bus-recorder';
import { buildTenant, Product } from '../builders/product';

describe('an onboarding that fails', () => {
  let product: Product;
  let recorder: BusRecorder;
  let roleName: string;
  const iam = () => new IAMClient(clientConfig(product.port));

  beforeAll(async () => {
    product = await Product.open();
    recorder = await BusRecorder.start(product.port, product.busName);
    const lambda = new LambdaClient(clientConfig(product.port));
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 200 }));
    const name = Functions.find((each) => /create-?storage/i.test(each.FunctionName ?? ''))?.FunctionName;
    const { Role = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    roleName = Role.split('/').at(-1) ?? '';
    await iam().send(new ListRolesCommand({}));
    await iam().send(
      new PutRolePolicyCommand({
        RoleName: roleName,
        PolicyName: 'deny-tables',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: 'dynamodb:CreateTable', Resource: '*' }],
        }),
      }),
    );
  });
  afterAll(async () => {
    await iam().send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: 'deny-tables' }));
    await recorder.stop();
  });

  it('shows state, error, cause and execution on the registration, and tells both planes', async () => {
    const tenant = buildTenant('premium');
    const { body } = await product.admin<{ data: { tenantRegistrationId: string; tenantId: string } }>(
      'POST',
      '/tenant-registrations',
      { tenantData: tenant, tenantRegistrationData: { registrationStatus: 'In progress' } },
    );

    const row = await product.settled(body.data.tenantRegistrationId, 60_000);

    expect(row.registrationStatus).toBe('Failed to provision');
    expect(row.failure).toEqual({
      state: expect.stringMatching(/storage/i),
      error: 'AccessDeniedException',
      cause: expect.stringContaining('dynamodb:CreateTable'),
      executionArn: expect.stringContaining(`:execution:tenant-onboarding:${tenant.tenantName}-onboarding-`),
    });
    expect(row.failure?.cause).not.toMatch(/\bat .*\.js:\d+/);

    const of = (type: string) => (event: { 'detail-type': string; detail: Record<string, unknown> }) =>
      event['detail-type'] === type && event.detail.tenantRegistrationId === body.data.tenantRegistrationId;
    const provision = await recorder.heard('provisionFailure', of('sbt_aws_provisionFailure'));
    const onboarding = await recorder.heard('onboardingFailure', of('sbt_aws_onboardingFailure'));
    expect(provision.detail).toEqual({
      tenantRegistrationId: body.data.tenantRegistrationId,
      jobOutput: {
        tenantStatus: 'Failed to provision tenant.',
        tenantData: {},
        tenantRegistrationData: { registrationStatus: 'Failed to provision', failure: row.failure },
      },
    });
    expect(onboarding.detail).toEqual({
      ...body.data,
      message: undefined,
      tier: 'PREMIUM',
      executionArn: row.failure?.executionArn,
      failure: row.failure,
    });
  }, 90_000);
});
