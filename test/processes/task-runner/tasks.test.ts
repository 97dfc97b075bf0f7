import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteServiceCommand, StopTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { ecsStage, LOG_GROUP } from '../../builders/ecs-stage';
import { useLocalAws } from '../../builders/local-aws';
import { useTaskRunner } from '../../builders/task-runner';
import { until } from '../../builders/until';

const PORT = 14810;
useLocalAws(PORT);
const runner = useTaskRunner(PORT, ['orders', 'products', 'users']);
const stage = ecsStage(PORT);

const text = async (url: string) => (await fetch(url)).text();

beforeAll(() => stage.prepare('basic', 'rolling'));

/** The one value once the question gives another than this one; a request that fails meanwhile is asked again. */
const otherThan = (value: string, url: string, withinMs = 10_000) =>
  until(`${url} to answer other than ${value}`, withinMs, async () => {
    const answer = await fetch(url);
    const now = await answer.text();
    return answer.ok && now !== value ? now : undefined;
  });

describe('a service that is created', () => {
  it('answers through its load balancer, and ECS counts its task as running only then', async () => {
    const definition = await stage.registerTask('products');

    const { balancer, atOnce } = await runner.whileHeld(async () => ({
      balancer: await stage.createService('basic', 'created', definition),
      atOnce: await stage.describe('basic', 'created'),
    }));
    await stage.registered(balancer.targetGroupArn, 1);
    const completed = await until('the deployment to complete', 10_000, async () => {
      const service = await stage.describe('basic', 'created');
      return service?.deployments?.[0]?.rolloutState === 'COMPLETED' ? service : undefined;
    });

    expect(atOnce).toMatchObject({ runningCount: 0, pendingCount: 1 });
    expect(atOnce?.deployments?.[0]?.rolloutState).toBe('IN_PROGRESS');
    expect(completed).toMatchObject({ runningCount: 1, pendingCount: 0 });
    expect(await text(`${balancer.url}/products/health`)).toBe('{"status":"ok"}');
    expect(await runner.log()).toMatch(/started products of service created in \d+ ms/);
  });

  it('gets its definition’s environment and nothing of the caller’s', async () => {
    process.env.CALLERS_SECRET = 'not for tasks';
    const environment = [{ name: 'TABLE_NAME', value: 'orders-table' }];
    const definition = await stage.registerTask('users', { environment });

    const balancer = await stage.createService('basic', 'environment', definition);
    await stage.registered(balancer.targetGroupArn, 1);
    const seen = JSON.parse(await text(`${balancer.url}/users/environment`)) as Record<string, string>;

    expect(seen).toMatchObject({
      TABLE_NAME: 'orders-table',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${PORT}`,
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${PORT}`,
      PORT: expect.stringMatching(/^\d+$/),
    });
    const given = ['TABLE_NAME', 'AWS_REGION', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3', 'PORT'];
    const others = Object.keys(seen).filter((name) => !given.includes(name));
    expect(['PATH', 'HOME', 'LANG']).toEqual(expect.arrayContaining(others));
  });

  it('writes its lines to the stream that its definition names', async () => {
    const definition = await stage.registerTask('products');
    const balancer = await stage.createService('basic', 'logging', definition);
    await stage.registered(balancer.targetGroupArn, 1);
    const [taskId] = await stage.taskIdsOf('basic', 'logging');

    await text(`${balancer.url}/products/print?line=a-line-of-the-task`);

    const event = await until('the line in CloudWatch Logs', 10_000, async () => {
      const { events } = await stage.logs.send(
        new FilterLogEventsCommand({ logGroupName: LOG_GROUP, filterPattern: 'a-line-of-the-task' }),
      );
      return events?.[0];
    });
    expect(event.logStreamName).toBe(`stage/products/${taskId}`);
  });

  it('has as many tasks as it is scaled to', async () => {
    const definition = await stage.registerTask('products');
    const { targetGroupArn } = await stage.createService('basic', 'scaled', definition);
    const scale = (desiredCount: number) =>
      stage.ecs.send(new UpdateServiceCommand({ cluster: 'basic', service: 'scaled', desiredCount }));

    await scale(3);
    const up = await stage.registered(targetGroupArn, 3);
    await scale(1);
    const down = await stage.registered(targetGroupArn, 1);
    await scale(0);
    const none = await stage.registered(targetGroupArn, 0);

    expect(new Set(up).size).toBe(3);
    expect(up).toEqual(expect.arrayContaining(down));
    expect(none).toEqual([]);
  });

  it('leaves no process and no target when it is deleted', async () => {
    const definition = await stage.registerTask('products');
    const balancer = await stage.createService('basic', 'deleted', definition, { desiredCount: 2 });
    await stage.registered(balancer.targetGroupArn, 2);
    const pid = Number(await text(`${balancer.url}/products/pid`));

    await stage.ecs.send(new DeleteServiceCommand({ cluster: 'basic', service: 'deleted', force: true }));

    await stage.registered(balancer.targetGroupArn, 0);
    await until('the process to end', 10_000, () => (runner.taskPids().includes(pid) ? undefined : true));
  });
});

describe('a task that dies', () => {
  it('is replaced by another one, and only that one takes requests', async () => {
    const definition = await stage.registerTask('products');
    const { url, targetGroupArn } = await stage.createService('basic', 'killed', definition);
    await stage.registered(targetGroupArn, 1);
    const taskIds = await stage.taskIdsOf('basic', 'killed');
    const pid = await text(`${url}/products/pid`);

    process.kill(Number(pid), 'SIGKILL');
    await otherThan(pid, `${url}/products/pid`);

    expect(await stage.portsOf(targetGroupArn)).toHaveLength(1);
    const now = await stage.taskIdsOf('basic', 'killed');
    expect(now).toHaveLength(1);
    expect(now).not.toEqual(taskIds);
  });

  it('is replaced when it answers health checks no more', async () => {
    const healthCheck = {
      command: ['CMD-SHELL', 'curl -f http://localhost:3010/products/health'],
      interval: 1,
      retries: 2,
    };
    const definition = await stage.registerTask('products', { healthCheck });
    const { url, targetGroupArn } = await stage.createService('basic', 'sick', definition);
    await stage.registered(targetGroupArn, 1);
    const pid = await text(`${url}/products/pid`);

    await text(`${url}/products/fail-health`);

    await otherThan(pid, `${url}/products/pid`);
    expect(await runner.log()).toMatch(/failed products of service sick: failed 2 health checks in a row/);
  });

  it('is replaced when an operator stops it', async () => {
    const definition = await stage.registerTask('products');
    const { url, targetGroupArn } = await stage.createService('basic', 'stopped', definition);
    await stage.registered(targetGroupArn, 1);
    const pid = await text(`${url}/products/pid`);
    const [task] = await stage.taskIdsOf('basic', 'stopped');

    await stage.ecs.send(new StopTaskCommand({ cluster: 'basic', task }));

    await otherThan(pid, `${url}/products/pid`);
  });

  it('says why it cannot start when it has no bundle, and is tried again later and later', async () => {
    const definition = await stage.registerTask('unknown');

    const { targetGroupArn } = await stage.createService('basic', 'no-bundle', definition);
    await until(
      'a wait of 1 s',
      10_000,
      async () => /no-bundle.*next start in 1 s/.test(await runner.log()) || undefined,
    );
    await stage.ecs.send(new DeleteServiceCommand({ cluster: 'basic', service: 'no-bundle', force: true }));

    expect(await runner.log()).toMatch(/failed unknown of service no-bundle: no bundle of unknown/);
    expect(await stage.portsOf(targetGroupArn)).toEqual([]);
  });
});

describe('a new task definition', () => {
  it('is rolled out under load without a failed request', async () => {
    const of = (value: string) => stage.registerTask('orders', { environment: [{ name: 'VERSION', value }] });
    const { url, targetGroupArn } = await stage.createService('rolling', 'orders', await of('1'), {
      desiredCount: 2,
    });
    const old = await stage.registered(targetGroupArn, 2);
    const answers: string[] = [];
    let rolling = true;
    const client = async () => {
      while (rolling) {
        const response = await fetch(`${url}/orders/slow`);
        answers.push(`${response.status} ${await response.text()}`);
      }
    };
    const clients = Array.from({ length: 8 }, client);

    await stage.ecs.send(
      new UpdateServiceCommand({ cluster: 'rolling', service: 'orders', taskDefinition: await of('2') }),
    );
    await until('only the new tasks', 10_000, async () => {
      const ports = await stage.portsOf(targetGroupArn);
      const deployments = (await stage.describe('rolling', 'orders'))?.deployments ?? [];
      const done = deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED';
      return done && ports.length === 2 && !ports.some((port) => old.includes(port)) ? true : undefined;
    });
    const after = answers.length;
    await until('requests after the roll-out', 10_000, () =>
      answers.length > after + 16 ? true : undefined,
    );
    rolling = false;
    await Promise.all(clients);

    expect(new Set(answers)).toEqual(new Set(['200 1', '200 2']));
    expect(new Set(answers.slice(-4))).toEqual(new Set(['200 2']));
  }, 60_000);
});
