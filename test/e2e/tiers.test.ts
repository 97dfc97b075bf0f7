import { APIGatewayClient, GetUsagePlanKeysCommand, GetUsagePlansCommand } from '@aws-sdk/client-api-gateway';
import { DescribeTableCommand, DynamoDBClient, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { clientConfig } from '../../scripts/local/engine';
import type { TenantOutput } from '../../scripts/local/outputs';
import { BusRecorder, type RecordedEvent } from '../builders/bus-recorder';
import { inventory } from '../builders/inventory';
import { buildTenant, Product, type TenantClient } from '../builders/product';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PRODUCT = { name: 'Bread', price: 4.5, sku: 'BRD-1', category: 'Food' };

/** What the README says of each tier, in words of its own rather than by lambdas/shared/contracts/tiers.ts. */
const TIERS = [
  { tier: 'basic', ownPool: false, ownServices: false, cluster: undefined, ownTables: [] },
  { tier: 'Advanced', ownPool: true, ownServices: true, cluster: 'advanced', ownTables: ['orders'] },
  { tier: 'PREMIUM', ownPool: true, ownServices: true, cluster: 'own', ownTables: ['orders', 'products'] },
] as const;

describe.each(TIERS)('a tenant of the tier $tier', ({ tier, ownPool, ownServices, cluster, ownTables }) => {
  let product: Product;
  let recorder: BusRecorder;
  let before: string[];
  let made: string[];
  let tenant: TenantOutput;
  let client: TenantClient;
  const request = buildTenant(tier, {
    prices: [{ id: 'price_1', metricName: 'requests' }],
    note: { kept: [1, 'a', null] },
  });

  beforeAll(async () => {
    product = await Product.open();
    recorder = await BusRecorder.start(product.port, product.busName);
    before = await inventory(product.port);
    tenant = await product.onboard(request);
    made = (await inventory(product.port)).filter((line) => !before.includes(line));
    client = await product.signIn(tenant);
  }, 90_000);
  afterAll(() => recorder.stop());

  const named = (fits: (event: RecordedEvent) => boolean) => (event: RecordedEvent) =>
    event.detail.tenantRegistrationId === tenant.tenantRegistrationId && fits(event);

  it('gets exactly the footprint of its tier', () => {
    const own = `tenant-${request.tenantName}-`;
    const count = (type: string) => made.filter((line) => line.startsWith(`${type} `)).length;
    expect({
      UserPool: count('UserPool'),
      UserPoolClient: count('UserPoolClient'),
      User: count('User'),
      ApiKey: count('ApiKey'),
      UsagePlanKey: count('UsagePlanKey'),
      Cluster: count('Cluster'),
      Service: count('Service'),
      TargetGroup: count('TargetGroup'),
      ListenerRule: count('ListenerRule'),
      Table: count('Table'),
      SecurityGroup: count('SecurityGroup'),
      Ingress: count('Ingress'),
      Namespace: count('Namespace'),
      LogGroup: count('LogGroup'),
      TaskDefinition: count('TaskDefinition'),
      Role: count('Role'),
      RolePolicy: count('RolePolicy'),
    }).toEqual({
      UserPool: ownPool ? 1 : 0,
      UserPoolClient: ownPool ? 1 : 0,
      User: 1,
      ApiKey: 1,
      UsagePlanKey: 1,
      Cluster: cluster === 'own' ? 1 : 0,
      Service: ownServices ? 3 : 0,
      TargetGroup: ownServices ? 3 : 0,
      ListenerRule: ownServices ? 3 : 0,
      Table: ownTables.length,
      SecurityGroup: ownServices ? 1 : 0,
      // From the load balancer and from its own tasks.
      Ingress: ownServices ? 2 : 0,
      Namespace: ownServices ? 1 : 0,
      LogGroup: ownServices ? 1 : 0,
      TaskDefinition: ownServices ? 3 : 0,
      Role: ownServices ? 3 : 0,
      RolePolicy: ownServices ? 3 : 0,
    });
    if (cluster === 'own') expect(made.some((line) => line.startsWith(`Cluster ${own}`))).toBe(true);
    if (cluster === 'advanced') {
      expect(
        made
          .filter((line) => line.startsWith('Service '))
          .every((line) => line.startsWith('Service advanced/')),
      ).toBe(true);
    }
  });

  it('is told to the bus as the contract says, payload for payload', async () => {
    const asked = await recorder.heard(
      'onboardingRequest',
      named((event) => event['detail-type'] === 'sbt_aws_onboardingRequest'),
    );
    const provisioned = await recorder.heard(
      'provisionSuccess',
      named((event) => event['detail-type'] === 'sbt_aws_provisionSuccess'),
    );
    const onboarded = await recorder.heard(
      'onboardingSuccess',
      named((event) => event['detail-type'] === 'sbt_aws_onboardingSuccess'),
    );

    const ids = { tenantId: tenant.tenantId, tenantRegistrationId: tenant.tenantRegistrationId };
    expect(asked.source).toBe('sbt.control.plane');
    expect(asked.detail).toEqual({
      ...request,
      tier: tier.toUpperCase(),
      registrationStatus: 'In progress',
      ...ids,
    });
    expect(provisioned.source).toBe('sbt.application.plane');
    expect(provisioned.detail).toEqual({
      tenantRegistrationId: tenant.tenantRegistrationId,
      jobOutput: {
        tenantData: {
          tenantConfig: expect.any(String),
          tenantName: request.tenantName,
          email: request.email,
          prices: request.prices,
        },
        tenantRegistrationData: { registrationStatus: 'Created' },
      },
    });
    const { jobOutput } = provisioned.detail as { jobOutput: { tenantData: { tenantConfig: string } } };
    expect(JSON.parse(jobOutput.tenantData.tenantConfig)).toEqual({
      userPoolId: tenant.userPoolId,
      appClientId: tenant.appClientId,
      apiGatewayUrl: tenant.apiGatewayUrl,
    });
    expect(onboarded.source).toBe('sbt.application.plane');
    expect(onboarded.detail).toEqual({
      ...ids,
      tier: tier.toUpperCase(),
      executionArn: expect.stringMatching(
        new RegExp(`:execution:tenant-onboarding:${request.tenantName}-onboarding-`),
      ),
    });
  });

  it('has a registration and a tenant row that keep what the client sent', async () => {
    const row = await product.admin<{ data: Record<string, unknown> }>('GET', `/tenants/${tenant.tenantId}`);

    expect(tenant.tenantId).toMatch(UUID);
    expect(row.status).toBe(200);
    expect(row.body.data).toMatchObject({
      ...request,
      tier: tier.toUpperCase(),
      sbtaws_active: true,
      registrationStatus: 'Created',
      tenantRegistrationId: tenant.tenantRegistrationId,
    });
    expect(row.text).not.toMatch(/apiKey/i);
  });

  it('has an API key of its own on the plan of its tier', async () => {
    const gateway = new APIGatewayClient(clientConfig(product.port));
    const { items: plans = [] } = await gateway.send(new GetUsagePlansCommand({ limit: 100 }));
    const expected = { basic: [10, 10, 1_000], Advanced: [15, 15, 2_000], PREMIUM: [300, 300, 6_000] }[tier];

    const holders = [];
    for (const plan of plans) {
      const { items = [] } = await gateway.send(
        new GetUsagePlanKeysCommand({ usagePlanId: plan.id, limit: 500 }),
      );
      if (items.some((key) => key.name?.startsWith(`tenant-${request.tenantName}-`))) holders.push(plan);
    }

    expect(holders).toHaveLength(1);
    const [plan] = holders;
    expect([plan?.throttle?.rateLimit, plan?.throttle?.burstLimit, plan?.quota?.limit]).toEqual(expected);
    expect(plan?.quota?.period).toBe('DAY');
  });

  it('works with its own orders and products, in the tables that its tier says', async () => {
    const created = await client.call<{ tenantId: string; productId: string }>('POST', '/products', PRODUCT);
    const order = await client.call<{ tenantId: string; orderId: string }>('POST', '/orders', {
      orderName: 'first',
      orderProducts: [{ productId: created.body.productId, price: 4.5, quantity: 2 }],
    });
    const read = await client.call('GET', `/orders/${order.body.tenantId}:${order.body.orderId}`);

    expect([created.status, order.status, read.status]).toEqual([201, 201, 200]);
    expect(read.body).toMatchObject({
      tenantId: tenant.tenantId,
      orderId: order.body.orderId,
      orderName: 'first',
      orderProducts: [
        expect.objectContaining({ productId: created.body.productId, price: 4.5, quantity: 2 }),
      ],
    });

    const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig(product.port)));
    const tables = [...before, ...made]
      .filter((line) => line.startsWith('Table '))
      .map((line) => line.slice(6));
    const holding = async (attribute: string, id: string) => {
      const found: string[] = [];
      for (const TableName of tables) {
        const { Items = [] } = await documents.send(new ScanCommand({ TableName }));
        if (Items.some((item) => item[attribute] === id)) found.push(TableName);
      }
      return found;
    };
    const own = (name: string) => (table: string) =>
      table.startsWith(`tenant-${request.tenantName}-`) && table.endsWith(`-${name}`);
    const [ordersTable = '', ...moreOrders] = await holding('orderId', order.body.orderId);
    const [productsTable = '', ...moreProducts] = await holding('productId', created.body.productId);
    expect([moreOrders, moreProducts]).toEqual([[], []]);
    expect(own('orders')(ordersTable)).toBe((ownTables as readonly string[]).includes('orders'));
    expect(own('products')(productsTable)).toBe((ownTables as readonly string[]).includes('products'));
  });

  it('runs its services as its own role, in its own network', async () => {
    const ecs = new ECSClient(clientConfig(product.port));
    const services = made
      .filter((line) => line.startsWith('Service '))
      .map((line) => line.slice('Service '.length).split('/'));

    for (const [clusterName = '', name = ''] of services) {
      const { services: [service] = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster: clusterName, services: [name], include: ['TAGS'] }),
      );
      const { taskDefinition } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
      );
      expect(taskDefinition?.taskRoleArn).toMatch(new RegExp(`:role/tenants/tenant-${request.tenantName}-`));
      expect(service?.networkConfiguration?.awsvpcConfiguration?.securityGroups).toHaveLength(1);
      expect(service?.networkConfiguration?.awsvpcConfiguration?.assignPublicIp).toBe('DISABLED');
      expect(Object.fromEntries((service?.tags ?? []).map(({ key, value }) => [key, value]))).toMatchObject({
        tenantId: tenant.tenantId,
        tenantName: request.tenantName,
        tier: tier.toUpperCase(),
      });
    }
    expect(services).toHaveLength(ownServices ? 3 : 0);
  });

  it('carries its tags on its tables', async () => {
    const dynamodb = new DynamoDBClient(clientConfig(product.port));
    const tables = made.filter((line) => line.startsWith('Table ')).map((line) => line.slice(6));

    for (const TableName of tables) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      const { Tags = [] } = await dynamodb.send(
        new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }),
      );
      expect(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
        tenantId: tenant.tenantId,
        tenantName: request.tenantName,
        tier: tier.toUpperCase(),
      });
    }
    expect(tables).toHaveLength(ownTables.length);
  });

  it('shows every state of its execution', async () => {
    const list = await product.admin<{ data: { name: string; status: string }[] }>(
      'GET',
      `/tenant-registrations/${tenant.tenantRegistrationId}/executions`,
    );
    const name = list.body.data[0]?.name ?? '';
    const shown = await product.admin<{
      data: { status: string; timeline: { state: string; left?: string }[] };
    }>('GET', `/tenant-registrations/${tenant.tenantRegistrationId}/executions/${name}`);

    expect(list.body.data).toHaveLength(1);
    expect(name.startsWith(`${request.tenantName}-onboarding-`)).toBe(true);
    expect(shown.body.data.status).toBe('SUCCEEDED');
    expect(shown.body.data.timeline.length).toBeGreaterThanOrEqual(5);
    expect(shown.body.data.timeline.every((state) => state.left)).toBe(true);
  });
});
