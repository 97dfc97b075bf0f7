import { APIGatewayClient, CreateApiKeyCommand, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DescribeServicesCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateHttpNamespaceCommand,
  DeleteNamespaceCommand,
  ListNamespacesCommand,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { useLocalAws } from '../../builders/local-aws';
import { rolesOn, trust } from '../../builders/roles';

const aws = useLocalAws(14616);
const { allowed, allowedWithin } = rolesOn(aws);
const ARN = 'us-east-1:000000000000';
const DENIED = { name: expect.stringMatching(/AccessDenied|UnauthorizedOperation/) };
const tags = (tenantId: string) => [{ key: 'tenantId', value: tenantId }];
const Tags = (tenantId: string) => [{ Key: 'tenantId', Value: tenantId }];
const TAGGED = { StringEquals: { 'aws:RequestTag/tenantId': 't1' } };
const OF_TENANT = { StringEquals: { 'aws:ResourceTag/tenantId': 't1' } };

describe('ECS', () => {
  test('authorizes a service by its own ARN and its cluster', async () => {
    const root = new ECSClient(aws.config);
    const containerDefinitions = [{ name: 'app', image: 'app' }];
    await root.send(new CreateClusterCommand({ clusterName: 'premium-1' }));
    await root.send(new RegisterTaskDefinitionCommand({ family: 'any', containerDefinitions }));
    const ecs = new ECSClient(
      await allowed({
        Action: ['ecs:CreateService', 'ecs:UpdateService', 'ecs:DescribeServices'],
        Resource: `arn:aws:ecs:${ARN}:service/*/tenant-*`,
        Condition: { ArnEquals: { 'ecs:cluster': `arn:aws:ecs:${ARN}:cluster/premium-1` } },
      }),
    );
    const create = (serviceName: string, cluster = 'premium-1') =>
      ecs.send(new CreateServiceCommand({ cluster, serviceName, taskDefinition: 'any', desiredCount: 0 }));

    await expect(create('tenant-orders')).resolves.toBeDefined();
    const own = { cluster: 'premium-1', service: 'tenant-orders' };
    await expect(ecs.send(new UpdateServiceCommand({ ...own, desiredCount: 0 }))).resolves.toBeDefined();
    await expect(create('other')).rejects.toMatchObject(DENIED);
    await expect(create('tenant-orders', 'default')).rejects.toMatchObject(DENIED);
    const describe = (...services: string[]) =>
      ecs.send(new DescribeServicesCommand({ cluster: 'premium-1', services }));
    await expect(describe('tenant-orders')).resolves.toBeDefined();
    await expect(describe('tenant-orders', 'other')).rejects.toMatchObject(DENIED);
  });

  test('authorizes lists by the cluster', async () => {
    const cluster = { ArnEquals: { 'ecs:cluster': `arn:aws:ecs:${ARN}:cluster/listed` } };
    const ecs = new ECSClient(await allowed({ Action: 'ecs:ListTasks', Resource: '*', Condition: cluster }));
    await new ECSClient(aws.config).send(new CreateClusterCommand({ clusterName: 'listed' }));

    await expect(ecs.send(new ListTasksCommand({ cluster: 'listed' }))).resolves.toBeDefined();
    await expect(ecs.send(new ListTasksCommand({ cluster: 'other' }))).rejects.toMatchObject(DENIED);
  });

  test('authorizes tags on creation, and what carries them', async () => {
    const cluster = `arn:aws:ecs:${ARN}:cluster/tagged-*`;
    const create = { Action: 'ecs:CreateCluster', Resource: cluster, Condition: TAGGED };
    const remove = { Action: 'ecs:DeleteCluster', Resource: cluster, Condition: OF_TENANT };
    const ecs = new ECSClient(
      await allowed(create, { ...create, Action: 'ecs:TagResource', Resource: cluster }, remove),
    );
    const untagged = new ECSClient(await allowed(create));
    const command = (tenant: string) =>
      new CreateClusterCommand({ clusterName: `tagged-${tenant}`, tags: tags(tenant) });

    await expect(untagged.send(command('t1'))).rejects.toThrow('ecs:TagResource');
    await expect(ecs.send(command('t1'))).resolves.toBeDefined();
    await expect(ecs.send(command('t2'))).rejects.toMatchObject(DENIED);
    await new ECSClient(aws.config).send(command('t2'));
    await expect(ecs.send(new DeleteClusterCommand({ cluster: 'tagged-t2' }))).rejects.toMatchObject(DENIED);
    await expect(ecs.send(new DeleteClusterCommand({ cluster: 'tagged-t1' }))).resolves.toBeDefined();
  });

  test('lets a role be handed to a task only by who may pass it on to ECS', async () => {
    const AssumeRolePolicyDocument = trust({ Service: 'ecs-tasks.amazonaws.com' });
    const { Role } = await new IAMClient(aws.config).send(
      new CreateRoleCommand({ RoleName: 'task', Path: '/tenants/', AssumeRolePolicyDocument }),
    );
    const register = {
      Action: 'ecs:RegisterTaskDefinition',
      Resource: `arn:aws:ecs:${ARN}:task-definition/tenant-*:*`,
    };
    const pass = (service: string) => ({
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::000000000000:role/tenants/*',
      Condition: { StringEquals: { 'iam:PassedToService': service } },
    });
    const command = new RegisterTaskDefinitionCommand({
      family: 'tenant-1-orders',
      taskRoleArn: Role?.Arn,
      containerDefinitions: [{ name: 'app', image: 'app' }],
    });
    const as = async (...grants: Parameters<typeof allowed>) =>
      new ECSClient(await allowed(...grants)).send(command);

    await expect(as(register)).rejects.toThrow('iam:PassRole');
    await expect(as(register, pass('lambda.amazonaws.com'))).rejects.toThrow('iam:PassRole');
    await expect(as(register, pass('ecs-tasks.amazonaws.com'))).resolves.toBeDefined();
  });
});

test('IAM authorizes a role by its path and its permissions boundary', async () => {
  const root = new IAMClient(aws.config);
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
  const { Policy } = await root.send(new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument }));
  const PermissionsBoundary = Policy?.Arn;
  const iam = new IAMClient(
    await allowed({
      Action: ['iam:CreateRole', 'iam:PutRolePolicy'],
      Resource: 'arn:aws:iam::000000000000:role/tenants/tenant-*',
      Condition: { StringEquals: { 'iam:PermissionsBoundary': PermissionsBoundary } },
    }),
  );
  const AssumeRolePolicyDocument = trust({ Service: 'ecs-tasks.amazonaws.com' });
  const role = (RoleName: string, given: object) =>
    new CreateRoleCommand({ RoleName, Path: '/tenants/', AssumeRolePolicyDocument, ...given });
  const put = (RoleName: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'data', PolicyDocument }));

  await expect(iam.send(role('tenant-1', { PermissionsBoundary }))).resolves.toBeDefined();
  await expect(put('tenant-1')).resolves.toBeDefined();
  await expect(iam.send(role('tenant-2', {}))).rejects.toMatchObject(DENIED);
  await expect(iam.send(role('tenant-3', { PermissionsBoundary, Path: '/' }))).rejects.toMatchObject(DENIED);
  await root.send(role('tenant-4', {}));
  await expect(put('tenant-4')).rejects.toMatchObject(DENIED);
});

test('load balancing authorizes creation by name and tags, and reads by nothing', async () => {
  const group = `arn:aws:elasticloadbalancing:${ARN}:targetgroup/tenant-*`;
  const elb = new ElasticLoadBalancingV2Client(
    await allowed(
      { Action: 'elasticloadbalancing:CreateTargetGroup', Resource: group, Condition: TAGGED },
      {
        Action: 'elasticloadbalancing:AddTags',
        Resource: group,
        Condition: { StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateTargetGroup' } },
      },
      { Action: 'elasticloadbalancing:DescribeTargetGroups', Resource: group },
    ),
  );
  const create = (Name: string, tenant: string) =>
    elb.send(new CreateTargetGroupCommand({ Name, Port: 80, Protocol: 'HTTP', Tags: Tags(tenant) }));

  await expect(create('tenant-1', 't1')).resolves.toBeDefined();
  await expect(create('tenant-2', 't2')).rejects.toMatchObject(DENIED);
  await expect(create('other', 't1')).rejects.toMatchObject(DENIED);
  await expect(elb.send(new DescribeTargetGroupsCommand({}))).rejects.toMatchObject(DENIED);
});

test('EC2 authorizes a security group by its network, its tags on creation, and those that it has', async () => {
  const root = new EC2Client(aws.config);
  const { Vpc } = await root.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const groups = `arn:aws:ec2:${ARN}:security-group/*`;
  const ec2 = new EC2Client(
    await allowed(
      { Action: 'ec2:CreateSecurityGroup', Resource: groups, Condition: TAGGED },
      { Action: 'ec2:CreateSecurityGroup', Resource: `arn:aws:ec2:${ARN}:vpc/${Vpc?.VpcId}` },
      {
        Action: 'ec2:CreateTags',
        Resource: groups,
        Condition: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' } },
      },
      { Action: 'ec2:AuthorizeSecurityGroupIngress', Resource: groups, Condition: OF_TENANT },
    ),
  );
  const create = (as: EC2Client, tenant: string, VpcId = Vpc?.VpcId) =>
    as.send(
      new CreateSecurityGroupCommand({
        GroupName: `tenant-${tenant}`,
        Description: 'tenant',
        VpcId,
        TagSpecifications: [{ ResourceType: 'security-group', Tags: Tags(tenant) }],
      }),
    );
  const open = (GroupId?: string) =>
    ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpProtocol: 'tcp',
        FromPort: 3010,
        ToPort: 3010,
        CidrIp: '10.0.0.0/16',
      }),
    );

  const own = await create(ec2, 't1');
  await expect(open(own.GroupId)).resolves.toBeDefined();
  await expect(create(ec2, 't2')).rejects.toMatchObject(DENIED);
  await expect(create(ec2, 't1', 'vpc-other')).rejects.toMatchObject(DENIED);
  const other = await create(root, 't2');
  await expect(open(other.GroupId)).rejects.toMatchObject(DENIED);
});

test('API keys and user pools are authorized by their tags', async () => {
  const keys = 'arn:aws:apigateway:us-east-1::/apikeys';
  const pools = `arn:aws:cognito-idp:${ARN}:userpool/*`;
  const config = await allowed(
    { Action: 'apigateway:POST', Resource: keys, Condition: TAGGED },
    { Action: 'apigateway:PUT', Resource: 'arn:aws:apigateway:us-east-1::/tags/*' },
    { Action: 'apigateway:GET', Resource: `${keys}/*`, Condition: OF_TENANT },
    { Action: 'cognito-idp:CreateUserPool', Resource: '*', Condition: TAGGED },
    { Action: 'cognito-idp:TagResource', Resource: pools },
    { Action: 'cognito-idp:DescribeUserPool', Resource: pools, Condition: OF_TENANT },
  );
  const createKey = (as: object, tenantId: string) =>
    new APIGatewayClient(as).send(new CreateApiKeyCommand({ name: tenantId, tags: { tenantId } }));
  const createPool = (as: object, tenantId: string) =>
    new CognitoIdentityProviderClient(as).send(
      new CreateUserPoolCommand({ PoolName: tenantId, UserPoolTags: { tenantId } }),
    );
  const readKey = (apiKey?: string) => new APIGatewayClient(config).send(new GetApiKeyCommand({ apiKey }));
  const readPool = (UserPoolId?: string) =>
    new CognitoIdentityProviderClient(config).send(new DescribeUserPoolCommand({ UserPoolId }));

  await expect(readKey((await createKey(config, 't1')).id)).resolves.toBeDefined();
  await expect(readPool((await createPool(config, 't1')).UserPool?.Id)).resolves.toBeDefined();
  await expect(createKey(config, 't2')).rejects.toMatchObject(DENIED);
  await expect(createPool(config, 't2')).rejects.toMatchObject(DENIED);
  await expect(readKey((await createKey(aws.config, 't2')).id)).rejects.toMatchObject(DENIED);
  await expect(readPool((await createPool(aws.config, 't2')).UserPool?.Id)).rejects.toMatchObject(DENIED);
});

test('a permissions boundary may ask for the tags of a resource, and of the caller', async () => {
  const pools = `arn:aws:cognito-idp:${ARN}:userpool/*`;
  const describe = { Action: 'cognito-idp:DescribeUserPool', Resource: pools };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
  const own = { StringEquals: { 'aws:ResourceTag/tenantId': '${aws:PrincipalTag/tenantId}' } };
  const Statement = [{ Effect: 'Allow', ...describe, Condition: own }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const { Policy } = await new IAMClient(aws.config).send(
    new CreatePolicyCommand({ PolicyName: 'own-tenant', PolicyDocument }),
  );
  const bounded = { PermissionsBoundary: Policy?.Arn, Tags: Tags('t1') };
  const cognito = new CognitoIdentityProviderClient(await allowedWithin(bounded, describe));
  const root = new CognitoIdentityProviderClient(aws.config);
  const describePool = async (tenantId: string) => {
    const command = new CreateUserPoolCommand({ PoolName: tenantId, UserPoolTags: { tenantId } });
    const { UserPool } = await root.send(command);
    return cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));
  };

  await expect(describePool('t1')).resolves.toBeDefined();
  await expect(describePool('t2')).rejects.toMatchObject(DENIED);
});

test('log streams are authorized by their group and name, as a policy of `log-group:<name>:*` has it', async () => {
  const root = new CloudWatchLogsClient(aws.config);
  const group = `arn:aws:logs:${ARN}:log-group:/tenants/tenant-*`;
  const logs = async (Resource: string) =>
    new CloudWatchLogsClient(
      await allowed({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource }),
    );
  const write = async (Resource: string, logGroupName: string, logStreamName = `${Math.random()}`) => {
    const client = await logs(Resource);
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const logEvents = [{ timestamp: Date.now(), message: 'a line' }];
    return client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  };
  for (const logGroupName of ['/tenants/tenant-1', '/other']) {
    await root.send(new CreateLogGroupCommand({ logGroupName }));
  }

  await expect(write(`${group}:*`, '/tenants/tenant-1')).resolves.toBeDefined();
  await expect(write(`${group}:log-stream:orders`, '/tenants/tenant-1', 'orders')).resolves.toBeDefined();
  await expect(write(`${group}:log-stream:orders`, '/tenants/tenant-1', 'users')).rejects.toMatchObject(
    DENIED,
  );
  await expect(write(`${group}:*`, '/other')).rejects.toMatchObject(DENIED);
});

test('CloudWatch lists alarms to who may see every alarm', async () => {
  const list = async (Resource: string) => {
    const cloudwatch = new CloudWatchClient(await allowed({ Action: 'cloudwatch:DescribeAlarms', Resource }));
    return cloudwatch.send(new DescribeAlarmsCommand({}));
  };

  await expect(list(`arn:aws:cloudwatch:${ARN}:alarm:*`)).resolves.toBeDefined();
  await expect(list(`arn:aws:cloudwatch:${ARN}:alarm:mine-*`)).rejects.toMatchObject(DENIED);
});

test('Cloud Map namespaces are deleted by their tags', async () => {
  const root = new ServiceDiscoveryClient(aws.config);
  const cloudMap = new ServiceDiscoveryClient(
    await allowed({
      Action: 'servicediscovery:DeleteNamespace',
      Resource: `arn:aws:servicediscovery:${ARN}:namespace/*`,
      Condition: OF_TENANT,
    }),
  );
  const remove = async (tenant: string) => {
    await root.send(new CreateHttpNamespaceCommand({ Name: `of-${tenant}`, Tags: Tags(tenant) }));
    const { Namespaces = [] } = await root.send(new ListNamespacesCommand({}));
    const Id = Namespaces.find(({ Name }) => Name === `of-${tenant}`)?.Id;
    return cloudMap.send(new DeleteNamespaceCommand({ Id }));
  };

  await expect(remove('t1')).resolves.toBeDefined();
  await expect(remove('t2')).rejects.toMatchObject(DENIED);
});
