import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { serviceConnect } from '../../builders/ecs-stage';
import { useLocalAws } from '../../builders/local-aws';
import { stacksOn } from '../../builders/stack';

const PORT = 14821;
const aws = useLocalAws(PORT);
const ecs = new ECSClient(aws.config);
const stacks = stacksOn(PORT);

beforeAll(async () => {
  await ecs.send(
    new CreateClusterCommand({ clusterName: 'one', serviceConnectDefaults: { namespace: 'of-cluster' } }),
  );
  await ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'api', containerDefinitions: [{ name: 'api', image: 'i' }] }),
  );
});

const create = (serviceName: string, name: string) =>
  ecs.send(
    new CreateServiceCommand({
      cluster: 'one',
      serviceName,
      taskDefinition: 'api',
      serviceConnectConfiguration: serviceConnect('tenant', name),
    }),
  );

async function deploymentsOf(cluster: string, service: string) {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services?.[0]?.deployments ?? [];
}

test('a service shows the configuration that it was created with', async () => {
  await create('created', 'first');

  const [primary] = await deploymentsOf('one', 'created');

  expect(primary?.serviceConnectConfiguration).toEqual(serviceConnect('tenant', 'first'));
});

test('an update without a configuration keeps it; another one starts a deployment of its own', async () => {
  await create('updated', 'first');
  const of = { cluster: 'one', service: 'updated' };

  const [created] = await deploymentsOf('one', 'updated');
  await ecs.send(new UpdateServiceCommand({ ...of, desiredCount: 2 }));
  const [scaled] = await deploymentsOf('one', 'updated');
  await ecs.send(new UpdateServiceCommand({ ...of, forceNewDeployment: true }));
  const [forced] = await deploymentsOf('one', 'updated');
  await ecs.send(
    new UpdateServiceCommand({ ...of, serviceConnectConfiguration: serviceConnect('tenant', 'second') }),
  );
  const [changed] = await deploymentsOf('one', 'updated');

  expect(scaled?.id).toBe(created?.id);
  expect(forced?.id).not.toBe(scaled?.id);
  expect(forced?.serviceConnectConfiguration).toEqual(serviceConnect('tenant', 'first'));
  expect(changed?.id).not.toBe(forced?.id);
  expect(changed?.serviceConnectConfiguration).toEqual(serviceConnect('tenant', 'second'));
});

test('a cluster keeps its default namespace', async () => {
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: ['one'] }));

  expect(clusters?.[0]?.serviceConnectDefaults).toEqual({ namespace: 'of-cluster' });
});

test('a template’s service and cluster have theirs, when it is created and when it changes', async () => {
  const resources = (name: string) => ({
    Cluster: {
      Type: 'AWS::ECS::Cluster',
      Properties: { ClusterName: 'of-stack', ServiceConnectDefaults: { Namespace: 'of-stack' } },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: {
        ServiceName: 'of-stack',
        Cluster: { Ref: 'Cluster' },
        TaskDefinition: 'api',
        DesiredCount: 1,
        ServiceConnectConfiguration: {
          Enabled: true,
          Namespace: 'tenant',
          Services: [
            { PortName: 'api', DiscoveryName: name, ClientAliases: [{ Port: 3010, DnsName: name }] },
          ],
        },
      },
    },
  });

  await stacks.create('ecs', resources('first'));
  const [created] = await deploymentsOf('of-stack', 'of-stack');
  await stacks.update('ecs', resources('second'));
  const [updated] = await deploymentsOf('of-stack', 'of-stack');
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: ['of-stack'] }));

  expect(created?.serviceConnectConfiguration).toEqual(serviceConnect('tenant', 'first'));
  expect(updated?.serviceConnectConfiguration).toEqual(serviceConnect('tenant', 'second'));
  expect(clusters?.[0]?.serviceConnectDefaults).toEqual({ namespace: 'of-stack' });
});
