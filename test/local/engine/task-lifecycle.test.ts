import { once } from 'node:events';
import { connect } from 'node:net';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  DiscoverPollEndpointCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
  SubmitTaskStateChangeCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14822);
const ecs = new ECSClient(aws.config);
const cluster = 'one';

beforeAll(async () => {
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'api', containerDefinitions: [{ name: 'api', image: 'i' }] }),
  );
});

const create = (serviceName: string, more: object = {}) =>
  ecs.send(
    new CreateServiceCommand({ cluster, serviceName, taskDefinition: 'api', desiredCount: 1, ...more }),
  );
const tasksOf = async (serviceName: string) =>
  (await ecs.send(new ListTasksCommand({ cluster, serviceName }))).taskArns ?? [];
const report = (task: string | undefined, status: string, reason?: string) =>
  ecs.send(new SubmitTaskStateChangeCommand({ cluster, task, status, reason }));
/** The counts of a service, and the state of its deployments, the newest first. */
async function stateOf(service: string) {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const { runningCount, pendingCount, deployments = [] } = services?.[0] ?? {};
  return { runningCount, pendingCount, rollout: deployments.map(({ rolloutState }) => rolloutState) };
}

// First, since nothing takes an agent's connection back.
test('while no agent is there, a task is running at once', async () => {
  await create('alone');

  expect(await stateOf('alone')).toEqual({ runningCount: 1, pendingCount: 0, rollout: ['COMPLETED'] });
});

describe('with an agent', () => {
  let endpoint: URL;

  beforeAll(async () => {
    endpoint = new URL((await ecs.send(new DiscoverPollEndpointCommand({}))).endpoint as string);
  });

  test('a task is pending and its deployment in progress until the agent says that it runs', async () => {
    await create('pending');
    const before = await stateOf('pending');
    const [task] = await tasksOf('pending');

    await report(task, 'RUNNING');

    expect(before).toEqual({ runningCount: 0, pendingCount: 1, rollout: ['IN_PROGRESS'] });
    expect(await stateOf('pending')).toEqual({ runningCount: 1, pendingCount: 0, rollout: ['COMPLETED'] });
  });

  test('a task of a service that the agent says has stopped is replaced, and says why it stopped', async () => {
    await create('crashed');
    const [task = ''] = await tasksOf('crashed');
    await report(task, 'RUNNING');

    await report(task, 'STOPPED', 'out of luck');

    const [next] = await tasksOf('crashed');
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] }));
    expect(next).not.toBe(task);
    expect(tasks?.[0]).toMatchObject({ lastStatus: 'STOPPED', stoppedReason: 'out of luck' });
    expect(await stateOf('crashed')).toMatchObject({ runningCount: 0, pendingCount: 1 });
  });

  test('a task of a service that an operator stops is replaced', async () => {
    await create('stopped');
    const [task] = await tasksOf('stopped');
    await report(task, 'RUNNING');

    await ecs.send(new StopTaskCommand({ cluster, task }));

    const now = await tasksOf('stopped');
    expect(now).toHaveLength(1);
    expect(now).not.toContain(task);
  });

  test('a deployment keeps the old task until the new one runs', async () => {
    await create('rolled');
    const [old = ''] = await tasksOf('rolled');
    await report(old, 'RUNNING');

    await ecs.send(new UpdateServiceCommand({ cluster, service: 'rolled', forceNewDeployment: true }));
    const during = await tasksOf('rolled');
    await report(
      during.find((task) => task !== old),
      'RUNNING',
    );

    expect(during).toHaveLength(2);
    expect(during).toContain(old);
    expect(await tasksOf('rolled')).toEqual(during.filter((task) => task !== old));
    expect(await stateOf('rolled')).toEqual({ runningCount: 1, pendingCount: 0, rollout: ['COMPLETED'] });
  });

  test('the circuit breaker ends a deployment whose tasks keep failing', async () => {
    const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: false } };
    await create('broken', { deploymentConfiguration });

    for (let failures = 0; failures < 3; failures += 1) await report((await tasksOf('broken'))[0], 'STOPPED');

    expect(await tasksOf('broken')).toEqual([]);
    expect((await stateOf('broken')).rollout).toEqual(['FAILED']);
  });

  test('the agent is told of a change at once', async () => {
    const channel = connect(Number(endpoint.port), endpoint.hostname);
    await once(channel, 'data'); // says hello

    const told = once(channel, 'data');
    await create('told');

    expect(String(await told)).toMatch(/^changed\n/);
    channel.destroy();
  });

  test('a report on a task that does not exist is refused', async () => {
    await expect(report('none', 'RUNNING')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
