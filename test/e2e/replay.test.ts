import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { registryContext } from '../../lambdas/shared/registry/client';
import { recordExecution } from '../../lambdas/shared/registry/executions';
import { clientConfig } from '../../scripts/local/engine';
import { buildTenant, Product } from '../builders/product';
import { until } from '../builders/until';

interface Replayed {
  data: { replay: string; executionName: string; executionArn: string };
  message?: string;
}

describe('a failed onboarding', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.open();
  });

  /** Takes the right to make tables from the step that makes them, until it is given back. */
  const deny = async (): Promise<() => Promise<unknown>> => {
    const lambda = new LambdaClient(clientConfig(product.port));
    const iam = new IAMClient(clientConfig(product.port));
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 200 }));
    const FunctionName = Functions.find((each) =>
      /create-?storage/i.test(each.FunctionName ?? ''),
    )?.FunctionName;
    const { Role } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const policy = { RoleName: Role?.split('/').at(-1), PolicyName: 'deny-tables' };
    const Statement = [{ Effect: 'Deny', Action: 'dynamodb:CreateTable', Resource: '*' }];
    await iam.send(
      new PutRolePolicyCommand({
        ...policy,
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
    return () => iam.send(new DeleteRolePolicyCommand(policy));
  };
  /** A Premium tenant whose onboarding has failed; the cause is mended. */
  const failed = async () => {
    const mend = await deny();
    try {
      const { body } = await product.admin<{ data: { tenantRegistrationId: string; tenantId: string } }>(
        'POST',
        '/tenant-registrations',
        { tenantData: buildTenant('premium'), tenantRegistrationData: {} },
      );
      const row = await product.settled(body.data.tenantRegistrationId);
      expect(row.registrationStatus).toBe('Failed to provision');
      return row;
    } finally {
      await mend();
    }
  };
  const replay = (id: string) => product.admin<Replayed>('POST', `/tenant-registrations/${id}/replay`);
  const created = (id: string) =>
    until(`${id} is created`, 60_000, async () => {
      const { body } = await product.admin<{ data: { registrationStatus: string } }>(
        'GET',
        `/tenant-registrations/${id}`,
      );
      return body.data.registrationStatus === 'Created' && body.data;
    });

  it('is redriven, refuses a second replay meanwhile, and ends Created without a trace of the failure', async () => {
    const { tenantRegistrationId: id, failure } = await failed();

    const first = await replay(id);
    const second = await replay(id);

    expect(first).toMatchObject({
      status: 202,
      body: { data: { replay: 'redriven', executionArn: failure?.executionArn } },
    });
    expect(second.status).toBe(409);
    expect(await created(id)).not.toHaveProperty('failure');
    expect((await replay(id)).status).toBe(409);
  }, 120_000);

  it('ends in the same state when it is redriven from the console', async () => {
    const { tenantRegistrationId: id, failure } = await failed();

    await new SFNClient(clientConfig(product.port)).send(
      new RedriveExecutionCommand({ executionArn: failure?.executionArn }),
    );

    expect(await created(id)).not.toHaveProperty('failure');
  }, 120_000);

  it('is started anew when Step Functions has forgotten its execution', async () => {
    const { tenantRegistrationId: id, tenantId, failure } = await failed();
    const executionArn = `${failure?.executionArn.slice(0, -1)}z`;
    const name = executionArn.split(':').at(-1) ?? '';
    const table = product.outputs.stacks['controlplane-stack']?.RegistryTableName ?? '';
    await recordExecution(registryContext(table, new DynamoDBClient(clientConfig(product.port))), tenantId, {
      name,
      executionArn,
      operation: 'onboarding',
      startedAt: new Date().toISOString(),
    });

    const { status, body } = await replay(id);

    expect(status).toBe(202);
    expect(body.data.replay).toBe('started');
    expect(body.data.executionName).toMatch(/-replay-1$/);
    expect(await created(id)).not.toHaveProperty('failure');
  }, 120_000);
});
