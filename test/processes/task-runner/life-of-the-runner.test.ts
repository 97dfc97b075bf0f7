import { ecsStage } from '../../builders/ecs-stage';
import { useLocalAws } from '../../builders/local-aws';
import { useTaskRunner } from '../../builders/task-runner';
import { until } from '../../builders/until';

const PORT = 14812;
const aws = useLocalAws(PORT);
const runner = useTaskRunner(PORT, ['orders']);
const stage = ecsStage(PORT);

const runs = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const allEnd = (pids: number[]) =>
  until('every process to end', 10_000, () => (pids.some(runs) ? undefined : true));

let targetGroupArn: string;

beforeAll(async () => {
  await stage.prepare('basic');
  const definition = await stage.registerTask('orders');
  ({ targetGroupArn } = await stage.createService('basic', 'orders', definition, { desiredCount: 2 }));
});

// One after the other: each leaves the runner as the next one needs it.
describe('the task runner', () => {
  it('leaves nothing when it is stopped', async () => {
    await stage.registered(targetGroupArn, 2);
    const pids = [runner.pid, ...runner.taskPids()];

    await runner.stop();

    expect(pids).toHaveLength(3);
    expect(pids.filter(runs)).toEqual([]);
    expect(await stage.portsOf(targetGroupArn)).toEqual([]);
  });

  it('starts what ECS already wants', async () => {
    await runner.restart();

    const ports = await stage.registered(targetGroupArn, 2);

    const answers = await Promise.all(ports.map((port) => fetch(`http://127.0.0.1:${port}/orders/health`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('takes its tasks with it when it is killed', async () => {
    const pids = runner.taskPids();

    process.kill(runner.pid, 'SIGKILL');

    expect(pids).toHaveLength(2);
    await allEnd(pids);
  });

  it('withdraws the targets that a killed one left', async () => {
    const left = await stage.portsOf(targetGroupArn);

    await runner.restart();
    const ports = await until('new targets only', 10_000, async () => {
      const now = await stage.portsOf(targetGroupArn);
      return now.length === 2 && !now.some((port) => left.includes(port)) ? now : undefined;
    });

    expect(left).toHaveLength(2);
    expect(ports).toHaveLength(2);
  });

  it('keeps its tasks while the local AWS does not answer, and ends without it', async () => {
    const pids = runner.taskPids();

    await aws.engine.stop();
    await until('the runner to notice', 10_000, async () =>
      (await runner.log()).includes('local AWS does not answer') ? true : undefined,
    );

    expect(pids).toHaveLength(2);
    expect(pids.filter(runs)).toEqual(pids);
    await runner.stop();
    expect(pids.filter(runs)).toEqual([]);
  });
});
