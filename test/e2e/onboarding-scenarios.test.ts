import { AdminCreateUserCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetExecutionHistoryCommand, RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientConfig } from '../../scripts/local/engine';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';
import { until } from '../builders/until';

describe('the onboarding workflow', () => {
  let product: Product;
  let sfn: SFNClient;
  beforeAll(async () => {
    product = await Product.open();
    sfn = new SFNClient(clientConfig(product.port));
  });

  const register = async (tenant: ReturnType<typeof buildTenant>) => {
    const { body } = await product.admin<{ data: { tenantRegistrationId: string; tenantId: string } }>(
      'POST',
      '/tenant-registrations',
      { tenantData: tenant, tenantRegistrationData: { registrationStatus: 'In progress' } },
    );
    return body.data.tenantRegistrationId;
  };
  const entries = async (executionArn: string, state: string): Promise<number> => {
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }),
    );
    return events.filter((event) => event.stateEnteredEventDetails?.name === state).length;
  };
  /** Takes a right from a step's function, until it is given back. */
  const deny = async (step: RegExp, Action: string): Promise<() => Promise<unknown>> => {
    const lambda = new LambdaClient(clientConfig(product.port));
    const iam = new IAMClient(clientConfig(product.port));
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 200 }));
    const FunctionName = Functions.find((each) => step.test(each.FunctionName ?? ''))?.FunctionName;
    const { Role } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const policy = { RoleName: Role?.split('/').at(-1), PolicyName: `deny-${Action.split(':')[1]}` };
    await iam.send(
      new PutRolePolicyCommand({
        ...policy,
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
        }),
      }),
    );
    return () => iam.send(new DeleteRolePolicyCommand(policy));
  };

  it('resumes at the very step that failed when it is redriven, and ends in one footprint', async () => {
    const tenant = buildTenant('advanced');
    const allow = await deny(/create-?network/i, 'servicediscovery:CreateHttpNamespace');
    const id = await register(tenant);
    const { failure } = await product.settled(id);
    await allow();

    await sfn.send(new RedriveExecutionCommand({ executionArn: failure?.executionArn }));
    await until('it is created', 60_000, async () => {
      const { body } = await product.admin<{ data: { registrationStatus: string } }>(
        'GET',
        `/tenant-registrations/${id}`,
      );
      return body.data.registrationStatus === 'Created';
    });

    const arn = failure?.executionArn ?? '';
    expect(failure?.state).toBe("Create the tenant's network");
    expect(await entries(arn, "Create the tenant's network")).toBe(2);
    expect(await entries(arn, "Create the tenant's identity")).toBe(1);
    expect(await entries(arn, 'Begin the onboarding')).toBe(1);
    const own = (await inventory(product.port)).filter((line) =>
      line.includes(`tenant-${tenant.tenantName}-`),
    );
    expect(new Set(own).size).toBe(own.length);
    expect(
      own.filter((line) => /^(UserPool|SecurityGroup|Namespace|Table|LogGroup|ApiKey) /.test(line)),
    ).toHaveLength(6);
  }, 120_000);

  it('fails at once, without a second try, when the mailbox is somebody else’s in the shared pool', async () => {
    const tenant = buildTenant('basic');
    const { UserPools = [] } = await product.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    const shared = UserPools.find(({ Name }) => Name?.endsWith('-basic'));
    await product.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: shared?.Id,
        Username: tenant.email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email', Value: tenant.email }],
      }),
    );

    const before = await inventory(product.port);

    const row = await product.settled(await register(tenant));

    expect(await inventory(product.port)).toEqual(before);
    expect(row).toMatchObject({
      registrationStatus: 'Failed to provision',
      failure: {
        state: "Create the tenant's identity",
        error: 'AdminEmailTakenError',
        cause: expect.stringMatching(/^email: /),
      },
    });
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn: row.failure?.executionArn, maxResults: 1_000 }),
    );
    expect(events.filter(({ type }) => type === 'TaskFailed')).toHaveLength(1);
  }, 60_000);
});
