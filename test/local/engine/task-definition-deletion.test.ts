import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14705);
const ecs = new ECSClient(aws.config);
afterAll(() => ecs.destroy());

const revisionsOf = async (family: string, count: number) => {
  const arns: string[] = [];
  for (let revision = 0; revision < count; revision++) {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        containerDefinitions: [{ name: 'main', image: 'image', memory: 128 }],
      }),
    );
    arns.push(taskDefinition?.taskDefinitionArn ?? '');
  }
  return arns;
};
const deregister = (taskDefinition: string) =>
  ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
const remove = (taskDefinitions: string[]) => ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions }));
const statusOf = async (taskDefinition: string) =>
  (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition?.status;

test('one that is active is a failure and stays; those beside it are deleted', async () => {
  const [active = '', inactive = ''] = await revisionsOf('mixed', 2);
  await deregister(inactive);

  const { failures, taskDefinitions } = await remove([active, inactive]);

  expect(failures).toEqual([{ arn: active, reason: expect.stringContaining('ACTIVE') }]);
  expect(taskDefinitions).toMatchObject([{ taskDefinitionArn: inactive, status: 'DELETE_IN_PROGRESS' }]);
  expect(await statusOf(active)).toBe('ACTIVE');
});

test('more than ten at once are refused, and none of them is deleted', async () => {
  const revisions = await revisionsOf('many', 11);
  for (const revision of revisions) await deregister(revision);

  await expect(remove(revisions)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(await statusOf(revisions[0] ?? '')).toBe('INACTIVE');

  expect((await remove(revisions.slice(0, 10))).failures).toEqual([]);
});
