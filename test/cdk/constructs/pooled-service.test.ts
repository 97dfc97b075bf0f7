import { ordersEnv } from '../../../app-services/orders/env';
import { productsEnv } from '../../../app-services/products/env';
import { usersEnv } from '../../../app-services/users/env';
import { buildTemplates } from '../../builders/stacks';

const { ofType } = buildTemplates({ endpoints: { jwksBaseUrl: 'https://keys.example.com' } });
const definitions = ofType('AWS::ECS::TaskDefinition').map(({ Properties }) => ({
  container: Properties.ContainerDefinitions[0],
  taskRole: Properties.TaskRoleArn,
}));
const services = ofType('AWS::ECS::Service').map(({ Properties }) => Properties);

it('the pool has the three services of the application, on the basic cluster', () => {
  expect(services.map(({ ServiceName }) => ServiceName)).toEqual(['orders', 'products', 'users']);
  expect(
    ofType('AWS::ECS::Cluster')
      .map(({ Properties }) => Properties.ClusterName)
      .sort(),
  ).toEqual(['advanced', 'basic']);
});

describe('every task', () => {
  it('runs without privileges, on a file system that it cannot change', () => {
    for (const { container } of definitions) {
      expect(container).toMatchObject({ User: '1000', ReadonlyRootFilesystem: true, Essential: true });
      expect(container.LinuxParameters.Capabilities.Drop).toEqual(['ALL']);
      expect(container.Privileged ?? false).toBe(false);
    }
  });

  it('logs, checks its own health and has time to end', () => {
    for (const { container } of definitions) {
      expect(container.LogConfiguration).toMatchObject({
        LogDriver: 'awslogs',
        Options: { 'awslogs-stream-prefix': container.Name },
      });
      expect(container.HealthCheck.Command.join(' ')).toContain(`127.0.0.1:3010/${container.Name}/health`);
      // Longer than API Gateway's 29 s.
      expect(container.StopTimeout).toBeGreaterThan(29);
    }
  });

  it.each([
    ['orders', ordersEnv],
    ['products', productsEnv],
    ['users', usersEnv],
  ])('of %s gets an environment that the service accepts', (name, schema) => {
    const container = definitions.find((definition) => definition.container.Name === name)?.container;
    // A CloudFormation function becomes some text; the ARN is told from other text by the schema.
    const environment = Object.fromEntries(
      container.Environment.map(({ Name, Value }: { Name: string; Value: unknown }) => [
        Name,
        typeof Value === 'string' ? Value : Name.endsWith('_ARN') ? 'arn:aws:iam::1:role/r' : 'reference',
      ]),
    );

    expect(schema.safeParse(environment)).toMatchObject({
      success: true,
      data: { TENANCY: 'pooled', SERVICE_NAME: name, PORT: 3010, JWKS_BASE_URL: 'https://keys.example.com' },
    });
  });

  it('has a role of its own', () => {
    expect(new Set(definitions.map(({ taskRole }) => JSON.stringify(taskRole))).size).toBe(3);
  });

  it("runs the image of the account's own registry", () => {
    for (const { container } of definitions) {
      expect(JSON.stringify(container.Image)).toContain(`/ecs-saas/${container.Name}:latest`);
    }
  });
});

describe('every service', () => {
  it('takes a deployment back that does not become healthy', () => {
    for (const { DeploymentConfiguration } of services) {
      expect(DeploymentConfiguration).toMatchObject({
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
      });
    }
  });

  it('stays inside and is known to the others by its Service Connect name', () => {
    for (const { ServiceName, NetworkConfiguration, ServiceConnectConfiguration } of services) {
      expect(NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
      expect(ServiceConnectConfiguration.Services).toEqual([
        {
          PortName: `${ServiceName}-api`,
          DiscoveryName: `${ServiceName}-api`,
          ClientAliases: [{ DnsName: `${ServiceName}-api`, Port: 3010 }],
        },
      ]);
    }
  });

  it('scales with its load, where the configuration gives it room', () => {
    const fixed = buildTemplates({ services: { desiredCount: 2, maxCount: 2 } });

    expect(
      ofType('AWS::ApplicationAutoScaling::ScalableTarget').map(({ Properties }) => [
        Properties.MinCapacity,
        Properties.MaxCapacity,
      ]),
    ).toEqual([
      [1, 4],
      [1, 4],
      [1, 4],
    ]);
    expect(fixed.ofType('AWS::ApplicationAutoScaling::ScalableTarget')).toEqual([]);
  });
});

it('rules 1 to 3 of the first cell route the pool, by header and path', () => {
  const rules = ofType('AWS::ElasticLoadBalancingV2::ListenerRule').map(({ Properties }) => Properties);

  expect(rules.map(({ Priority }) => Priority)).toEqual([1, 2, 3]);
  expect(rules.map(({ Conditions }) => Conditions)).toEqual(
    ['orders', 'products', 'users'].map((service) => [
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'tenantPath', Values: ['basic'] } },
      { Field: 'path-pattern', PathPatternConfig: { Values: [`/${service}`, `/${service}/*`] } },
    ]),
  );
});
