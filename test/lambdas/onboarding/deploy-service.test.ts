import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { deployService } from '../../../lambdas/onboarding/deploy-service/deploy-service';
import type { Surroundings } from '../../../lambdas/onboarding/deploy-service/deployment';
import { footprintName, shortId } from '../../../lambdas/shared/contracts/identifiers';
import type { ServiceName } from '../../../lambdas/shared/contracts/tiers';
import type { Footprint, RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { ConflictError } from '../../../lambdas/shared/errors';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { useLocalAws } from '../../builders/local-aws';
import { awsError, buildFootprint, buildPlan, buildWorkflowTenant } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15125));
const ecs = mockClient(ECSClient);
const balancing = mockClient(ElasticLoadBalancingV2Client);
const iam = mockClient(IAMClient);

const size = { image: 'registry/image:1', cpu: 256, memory: 512, desiredCount: 1 };
const surroundings: Surroundings = {
  vpcId: 'vpc-1',
  subnetIds: ['subnet-a', 'subnet-b'],
  services: { orders: size, products: size, users: size },
  cpuArchitecture: 'ARM64',
  taskExecutionRoleArn: 'arn:execution-role',
  taskBoundaryArn: 'arn:boundary',
  tenantDataRoleArn: 'arn:tenant-data',
  signOutsTableName: 'sign-outs',
};
const deploy = (
  tenant: RequestedTenant,
  service: ServiceName = 'orders',
  changes: Partial<Surroundings> = {},
  footprint: Partial<Footprint> = {},
) =>
  deployService({
    ecs: new ECSClient({ region: 'eu-west-1' }),
    registering: new ECSClient({ region: 'eu-west-1' }),
    loadBalancing: new ElasticLoadBalancingV2Client({ region: 'eu-west-1' }),
    iam: new IAMClient({ region: 'eu-west-1' }),
    registry: registry.context,
    surroundings: { ...surroundings, ...changes },
  })({
    plan: buildPlan(tenant),
    identity: { userPoolId: 'own-pool', appClientId: 'own-client' },
    footprint: buildFootprint(footprint),
    service: { name: service, priority: 11 },
  });
const taskDefinition = () => ecs.commandCalls(RegisterTaskDefinitionCommand)[0]?.args[0].input;
const environment = () =>
  Object.fromEntries(
    (taskDefinition()?.containerDefinitions?.[0]?.environment ?? []).map(({ name, value }) => [name, value]),
  );
const policy = () =>
  JSON.parse(iam.commandCalls(PutRolePolicyCommand)[0]?.args[0].input.PolicyDocument ?? '').Statement;

beforeEach(() => {
  for (const mock of [ecs, balancing, iam]) mock.reset();
  iam.on(CreateRoleCommand).resolves({});
  ecs.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: { taskDefinitionArn: 'arn:task:1' } });
  ecs.on(CreateServiceCommand).resolves({ service: { serviceArn: 'arn:service' } });
  balancing.on(CreateTargetGroupCommand).resolves({ TargetGroups: [{ TargetGroupArn: 'arn:group' }] });
  balancing.on(CreateRuleCommand).resolves({ Rules: [{ RuleArn: 'arn:rule' }] });
});

describe('deploy-service', () => {
  it('makes role, task definition, target group, rule and service, with seven calls', async () => {
    const tenant = buildWorkflowTenant();
    const name = `${footprintName(tenant)}-orders`;

    const deployed = await deploy(tenant);

    expect(deployed).toEqual({ name: 'orders', serviceArn: 'arn:service', targetGroupArn: 'arn:group' });
    expect(ecs.calls().length + balancing.calls().length + iam.calls().length).toBe(7);
    const entries = await readLedger(registry.context, tenant.tenantId);
    expect(entries.map(({ type, name: entry, state, arn }) => [type, entry, state, arn])).toEqual([
      ['ListenerRule', name, 'created', 'arn:rule'],
      ['Role', name, 'created', `arn:aws:iam::123456789012:role/tenants/${name}`],
      ['Service', name, 'created', 'arn:service'],
      ['TargetGroup', `tenant-${shortId(tenant.tenantId)}-orders`, 'created', 'arn:group'],
      ['TaskDefinition', name, 'created', 'arn:task:1'],
    ]);
    expect(entries[0]?.details).toEqual({ listenerArn: 'arn:listener', priority: '11' });
  });

  it('gives a task no more than it needs, within the boundary', async () => {
    const tenant = buildWorkflowTenant({ tier: 'PREMIUM' });

    await deploy(tenant, 'orders');

    expect(iam.commandCalls(CreateRoleCommand)[0]?.args[0].input).toMatchObject({
      Path: '/tenants/',
      PermissionsBoundary: 'arn:boundary',
      AssumeRolePolicyDocument: expect.stringContaining('"aws:SourceAccount":"123456789012"'),
      Tags: expect.arrayContaining([{ Key: 'tenantId', Value: tenant.tenantId }]),
    });
    expect(policy()).toEqual([
      {
        Effect: 'Allow',
        Action: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((each) => `dynamodb:${each}`),
        Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/tenant-orders',
      },
    ]);
  });

  it("lets a task use its tenant's key through DynamoDB, and no task that has no table of its own", async () => {
    const encryptionKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/own';
    const onKey = () => policy().filter(({ Action }: { Action: string[] }) => /^kms:/.test(Action[0] ?? ''));

    await deploy(buildWorkflowTenant({ tier: 'PREMIUM' }), 'orders', {}, { encryptionKeyArn });
    const ofOrders = onKey();
    iam.resetHistory();
    await deploy(buildWorkflowTenant({ tier: 'PREMIUM' }), 'users', {}, { encryptionKeyArn });

    expect(ofOrders).toMatchObject([
      {
        Resource: encryptionKeyArn,
        Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
      },
    ]);
    expect(ofOrders[0].Action).toContain('kms:Decrypt');
    expect(onKey()).toEqual([]);
  });

  it("lets an Advanced tenant's products reach the pool's table as this tenant only", async () => {
    const tenant = buildWorkflowTenant({ tier: 'ADVANCED' });

    await deploy(tenant, 'products');

    expect(policy()).toEqual([
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Resource: 'arn:tenant-data',
        Condition: {
          StringEquals: { 'aws:RequestTag/tenant': tenant.tenantId },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
        },
      },
    ]);
    expect(environment()).toMatchObject({
      TENANT_DATA_ROLE_ARN: 'arn:tenant-data',
      TABLE_NAME: 'tenant-products',
    });
  });

  it("lets the users service manage the users of the tenant's own pool", async () => {
    const tenant = buildWorkflowTenant();

    await deploy(tenant, 'users');

    expect(policy()).toEqual([
      expect.objectContaining({
        Resource: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/own-pool',
      }),
      {
        Effect: 'Allow',
        Action: ['dynamodb:UpdateItem'],
        Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/sign-outs',
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [tenant.tenantId] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
    ]);
    expect(environment()).not.toHaveProperty('TABLE_NAME');
    expect(environment()).toMatchObject({ SIGN_OUTS_TABLE_NAME: 'sign-outs' });
  });

  it('runs a container that cannot write, is not root and holds no capability', async () => {
    await deploy(buildWorkflowTenant());

    expect(taskDefinition()).toMatchObject({
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      runtimePlatform: { cpuArchitecture: 'ARM64' },
      containerDefinitions: [
        {
          name: 'orders',
          user: '1000:1000',
          readonlyRootFilesystem: true,
          linuxParameters: { capabilities: { drop: ['ALL'] } },
          portMappings: [{ name: 'orders-api', containerPort: 3010 }],
        },
      ],
    });
  });

  it('tells a service what it is', async () => {
    const tenant = buildWorkflowTenant({ tier: 'PREMIUM' });

    await deploy(tenant, 'orders', { jwksBaseUrl: 'http://keys.example' });

    expect(environment()).toEqual({
      PORT: '3010',
      SERVICE_NAME: 'orders',
      TENANCY: 'silo',
      TENANT_ID: tenant.tenantId,
      AWS_REGION: 'eu-west-1',
      USER_POOL_ID: 'own-pool',
      APP_CLIENT_ID: 'own-client',
      JWKS_BASE_URL: 'http://keys.example',
      TABLE_NAME: 'tenant-orders',
      PRODUCTS_URL: 'http://products-api:3010',
    });
  });

  it("routes the tenant's path and nobody else's", async () => {
    const tenant = buildWorkflowTenant();

    await deploy(tenant);

    expect(balancing.commandCalls(CreateRuleCommand)[0]?.args[0].input).toMatchObject({
      ListenerArn: 'arn:listener',
      Priority: 11,
      Conditions: [
        { HttpHeaderConfig: { HttpHeaderName: 'tenantPath', Values: [tenant.tenantId] } },
        { PathPatternConfig: { Values: ['/orders', '/orders/*'] } },
      ],
      Actions: [{ Type: 'forward', TargetGroupArn: 'arn:group' }],
    });
    expect(balancing.commandCalls(ModifyTargetGroupAttributesCommand)[0]?.args[0].input.Attributes).toEqual([
      { Key: 'deregistration_delay.timeout_seconds', Value: '30' },
    ]);
  });

  it('takes back a bad version by itself, tags its tasks, and allows no shell', async () => {
    await deploy(buildWorkflowTenant());

    expect(ecs.commandCalls(CreateServiceCommand)[0]?.args[0].input).toMatchObject({
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      propagateTags: 'SERVICE',
      enableExecuteCommand: false,
      serviceConnectConfiguration: {
        enabled: true,
        services: [{ discoveryName: 'orders-api', clientAliases: [{ port: 3010, dnsName: 'orders-api' }] }],
      },
      networkConfiguration: {
        awsvpcConfiguration: { assignPublicIp: 'DISABLED', securityGroups: ['sg-tenant'] },
      },
    });
  });

  describe('after a try whose reply was lost', () => {
    const tenant = buildWorkflowTenant();
    const fingerprint = async () => {
      ecs
        .on(CreateServiceCommand)
        .rejectsOnce(awsError('TimeoutError'))
        .resolves({ service: { serviceArn: 'arn:service' } });
      await expect(deploy(tenant)).rejects.toMatchObject({ name: 'TimeoutError' });
      return taskDefinition()?.tags?.find(({ key }) => key === 'specification');
    };
    const thereIs = (specification: { key?: string; value?: string } | undefined) => {
      ecs.on(DescribeTaskDefinitionCommand).resolves({
        taskDefinition: { taskDefinitionArn: 'arn:task:1' },
        tags: [specification ?? {}],
      });
      iam.on(CreateRoleCommand).rejects(awsError('EntityAlreadyExistsException'));
      balancing.on(CreateTargetGroupCommand).rejects(awsError('DuplicateTargetGroupNameException'));
      balancing.on(DescribeTargetGroupsCommand).resolves({ TargetGroups: [{ TargetGroupArn: 'arn:group' }] });
      balancing.on(DescribeRulesCommand).resolves({
        Rules: [
          {
            RuleArn: 'arn:rule',
            Priority: '11',
            Actions: [{ Type: 'forward', TargetGroupArn: 'arn:group' }],
          },
        ],
      });
    };

    it('makes nothing twice', async () => {
      thereIs(await fingerprint());
      ecs.on(DescribeServicesCommand).resolves({
        services: [
          { serviceArn: 'arn:service', status: 'ACTIVE', taskDefinition: 'arn:task:1', desiredCount: 1 },
        ],
      });

      const deployed = await deploy(tenant);

      expect(deployed).toEqual({ name: 'orders', serviceArn: 'arn:service', targetGroupArn: 'arn:group' });
      expect(ecs.commandCalls(RegisterTaskDefinitionCommand)).toHaveLength(1);
      expect(ecs.commandCalls(CreateServiceCommand)).toHaveLength(1);
      expect(ecs.commandCalls(UpdateServiceCommand)).toHaveLength(0);
      expect(balancing.commandCalls(CreateRuleCommand)).toHaveLength(1);
    });

    it('makes the service when it is not there, or was deleted', async () => {
      thereIs(await fingerprint());
      ecs.on(DescribeServicesCommand).resolves({ services: [{ serviceArn: 'arn:old', status: 'INACTIVE' }] });

      await deploy(tenant);

      expect(ecs.commandCalls(CreateServiceCommand)).toHaveLength(2);
    });

    it('brings what is there to an image that was configured since', async () => {
      thereIs(await fingerprint());
      ecs.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: { taskDefinitionArn: 'arn:task:2' } });
      ecs.on(DescribeServicesCommand).resolves({
        services: [
          { serviceArn: 'arn:service', status: 'ACTIVE', taskDefinition: 'arn:task:1', desiredCount: 1 },
        ],
      });

      await deploy(tenant, 'orders', {
        services: { ...surroundings.services, orders: { ...size, image: 'registry/image:2' } },
      });

      expect(ecs.commandCalls(UpdateServiceCommand)[0]?.args[0].input).toMatchObject({
        taskDefinition: 'arn:task:2',
        desiredCount: 1,
      });
    });
  });

  it('takes its own rule, made by a call that the SDK repeated when its reply was lost', async () => {
    balancing.on(CreateRuleCommand).rejects(awsError('PriorityInUseException'));
    balancing.on(DescribeRulesCommand).resolves({
      Rules: [
        { RuleArn: 'arn:rule', Priority: '11', Actions: [{ Type: 'forward', TargetGroupArn: 'arn:group' }] },
      ],
    });
    const tenant = buildWorkflowTenant();

    await deploy(tenant);

    const entries = await readLedger(registry.context, tenant.tenantId);
    expect(entries.find(({ type }) => type === 'ListenerRule')?.arn).toBe('arn:rule');
  });

  it("refuses a priority that is another's, and does not take it over", async () => {
    balancing.on(CreateRuleCommand).rejects(awsError('PriorityInUseException'));
    balancing.on(DescribeRulesCommand).resolves({
      Rules: [
        { RuleArn: 'arn:other', Priority: '11', Actions: [{ Type: 'forward', TargetGroupArn: 'arn:other' }] },
      ],
    });

    await expect(deploy(buildWorkflowTenant())).rejects.toThrow(ConflictError);
    expect(ecs.commandCalls(CreateServiceCommand)).toHaveLength(0);
  });

  it.each([
    ['IAM', () => iam.on(CreateRoleCommand).rejects(awsError('AccessDenied'))],
    ['the load balancer', () => balancing.on(CreateTargetGroupCommand).rejects(awsError('AccessDenied'))],
    ['ECS', () => ecs.on(CreateServiceCommand).rejects(awsError('AccessDenied'))],
  ])('passes a refusal by %s on', async (_who, refuse) => {
    refuse();

    await expect(deploy(buildWorkflowTenant())).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
