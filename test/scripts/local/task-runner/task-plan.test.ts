import type { ContainerDefinition, Service } from '@aws-sdk/client-ecs';
import { planTask } from '../../../../scripts/local/task-runner/task-plan';

const task = {
  taskArn: 'arn:aws:ecs:us-east-1:000000000000:task/basic/1234',
  taskId: '1234',
  clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/basic',
  taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/orders:1',
  serviceName: 'orders',
};

const plan = (container: Partial<ContainerDefinition>, more: object = {}) =>
  planTask({
    task,
    taskDefinition: {
      taskRoleArn: 'arn:aws:iam::000000000000:role/orders',
      containerDefinitions: [
        { name: 'orders', portMappings: [{ name: 'api', containerPort: 3010 }], ...container },
      ],
    },
    ...more,
  });

const connected = (configuration: object): { service: Service } => ({
  service: {
    deployments: [
      { status: 'PRIMARY', serviceConnectConfiguration: { enabled: true, ...configuration } },
      { status: 'ACTIVE', serviceConnectConfiguration: { enabled: true, namespace: 'older' } },
    ],
  },
});

describe('the plan of a task', () => {
  it.each([
    [
      'the URL in its health check',
      { healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:3010/ready || exit 1'] } },
      '/ready',
    ],
    [
      'the URL in a script',
      { healthCheck: { command: ['CMD', 'node', '-e', "fetch('http://127.0.0.1:3010/a/health').then()"] } },
      '/a/health',
    ],
    ['its target group', {}, '/of/group'],
  ])('takes the health path from %s', (_from, container, path) => {
    expect(plan(container, { targetGroupPath: '/of/group' }).healthPath).toBe(path);
  });

  it('asks `/<container>/health` where nothing says otherwise', () => {
    expect(plan({}).healthPath).toBe('/orders/health');
  });

  it('plays the container behind the load balancer, for every target group', () => {
    const service: Service = {
      loadBalancers: [
        { targetGroupArn: 'one', containerName: 'app' },
        { targetGroupArn: 'two', containerName: 'app' },
      ],
    };
    const taskDefinition = { containerDefinitions: [{ name: 'sidecar' }, { name: 'app' }] };

    const planned = planTask({ task, taskDefinition, service });

    expect(planned).toMatchObject({ containerName: 'app', targetGroupArns: ['one', 'two'] });
  });

  it('gives the names of the newest deployment', () => {
    const services = [{ portName: 'api', clientAliases: [{ port: 3010, dnsName: 'Orders-API' }] }];

    const { serviceConnect } = plan({}, connected({ namespace: 'tenant', services }));

    expect(serviceConnect).toEqual({ namespace: 'tenant', provides: ['orders-api:3010'] });
  });

  it('names a service after its discovery name and namespace when it has no alias', () => {
    const services = [{ portName: 'api', discoveryName: 'orders' }];

    const { serviceConnect } = plan({}, connected({ namespace: 'tenant', services }));

    expect(serviceConnect?.provides).toEqual(['orders.tenant:3010']);
  });

  it('falls back on the cluster’s namespace, and gives no name for a port that the container lacks', () => {
    const services = [{ portName: 'other', clientAliases: [{ port: 80, dnsName: 'other' }] }];

    const { serviceConnect } = plan({}, { ...connected({ services }), clusterNamespace: 'of-cluster' });

    expect(serviceConnect).toEqual({ namespace: 'of-cluster', provides: [] });
  });

  it('is in no namespace without Service Connect, even if the cluster has one', () => {
    expect(plan({}, { clusterNamespace: 'of-cluster', service: {} }).serviceConnect).toBeUndefined();
  });

  it('names the log stream as the awslogs driver does', () => {
    const options = { 'awslogs-group': '/ecs/orders', 'awslogs-stream-prefix': 'tenant' };

    const { logs } = plan({ logConfiguration: { logDriver: 'awslogs', options } });

    expect(logs).toEqual({ group: '/ecs/orders', stream: 'tenant/orders/1234', createGroup: false });
  });

  it('gives a task 10 s to stop at most', () => {
    expect([plan({ stopTimeout: 120 }), plan({ stopTimeout: 2 })].map((p) => p.stopTimeoutMs)).toEqual([
      10_000, 2_000,
    ]);
  });

  it('refuses a container with secrets rather than starting it without them', () => {
    const secrets = [{ name: 'PASSWORD', valueFrom: 'arn:aws:ssm:us-east-1:000000000000:parameter/p' }];

    expect(() => plan({ secrets })).toThrow(/container orders has secrets/);
  });
});
