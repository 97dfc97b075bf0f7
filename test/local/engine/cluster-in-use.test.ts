import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14703);
const ecs = new ECSClient(aws.config);
afterAll(() => ecs.destroy());

const clusterWithDefinition = async (cluster: string) => {
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: cluster,
      containerDefinitions: [{ name: 'main', image: 'image', memory: 128 }],
    }),
  );
};
const remove = (cluster: string) => ecs.send(new DeleteClusterCommand({ cluster }));

test('a cluster is refused while it has a service, though without tasks, and deleted after', async () => {
  await clusterWithDefinition('serving');
  const service = { cluster: 'serving', serviceName: 'one', taskDefinition: 'serving', desiredCount: 0 };
  await ecs.send(new CreateServiceCommand(service));

  await expect(remove('serving')).rejects.toMatchObject({ name: 'ClusterContainsServicesException' });

  await ecs.send(new DeleteServiceCommand({ cluster: 'serving', service: 'one' }));
  expect((await remove('serving')).cluster).toMatchObject({ clusterName: 'serving', status: 'INACTIVE' });
});

test('a cluster is refused while a task runs in it, and deleted after', async () => {
  await clusterWithDefinition('running');
  await clusterWithDefinition('neighbour');
  const { tasks } = await ecs.send(new RunTaskCommand({ cluster: 'running', taskDefinition: 'running' }));

  await expect(remove('running')).rejects.toMatchObject({ name: 'ClusterContainsTasksException' });
  await remove('neighbour');

  await ecs.send(new StopTaskCommand({ cluster: 'running', task: tasks?.[0]?.taskArn }));
  expect((await remove('running')).cluster).toMatchObject({ status: 'INACTIVE' });
});
