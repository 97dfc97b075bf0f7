import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14704);
const ecs = new ECSClient(aws.config);
afterAll(() => ecs.destroy());

test('a deleted service is not changed any more; one of its name that is made anew is', async () => {
  await ecs.send(new CreateClusterCommand({ clusterName: 'main' }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'one',
      containerDefinitions: [{ name: 'main', image: 'image', memory: 128 }],
    }),
  );
  const create = () =>
    ecs.send(
      new CreateServiceCommand({
        cluster: 'main',
        serviceName: 'one',
        taskDefinition: 'one',
        desiredCount: 0,
      }),
    );
  const scale = () =>
    ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'one', desiredCount: 1 }));
  await create();
  await ecs.send(new DeleteServiceCommand({ cluster: 'main', service: 'one' }));

  await expect(scale()).rejects.toMatchObject({ name: 'ServiceNotActiveException' });
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: ['one'] }));
  expect(services).toMatchObject([{ status: 'INACTIVE', desiredCount: 0 }]);

  await create();
  expect((await scale()).service).toMatchObject({ status: 'ACTIVE', desiredCount: 1 });
});
