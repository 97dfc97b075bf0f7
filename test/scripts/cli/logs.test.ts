import { spawn } from 'node:child_process';
import { AwsRefusal } from './fake-cognito';
import { FakeDeployment } from './fake-deployment';
import { LAUNCHER, Shell } from './run-saas';

const STACKS: Record<string, string[]> = {
  'controlplane-stack': ['/ecs-saas/functions/admin-api/users'],
  'coreappplane-stack': ['/ecs-saas/functions/onboarding/create-identity'],
  'tenant-template-basic': ['/ecs-saas/basic'],
};

describe('logs', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  let events: { timestamp: number; logStreamName: string; message: string; eventId: string }[];
  const asked = () => deployment.awsCalls.filter(({ operation }) => operation.endsWith('FilterLogEvents'));
  const event = (id: number, message: string, logStreamName = 'orders/orders/1') => ({
    eventId: String(id),
    timestamp: Date.now() - 60_000 + id,
    logStreamName,
    message,
  });

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    shell = new Shell(deployment);
    events = [];
    deployment.aws = {
      'CloudFormation.ListStackResources': ({ StackName }) => {
        const groups = STACKS[StackName as string];
        if (!groups) throw new AwsRefusal('ValidationError', `Stack with id ${StackName} does not exist`);
        const members = groups.map(
          (group) =>
            `<member><ResourceType>AWS::Logs::LogGroup</ResourceType><PhysicalResourceId>${group}</PhysicalResourceId><LogicalResourceId>L</LogicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-31T12:00:00Z</LastUpdatedTimestamp></member>`,
        );
        return `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`;
      },
      'Logs_20140328.DescribeLogGroups': ({ logGroupNamePrefix }) => ({
        logGroups: ['acme-0123abcd', 'acme-89abcdef', 'acme-two-0123abcd']
          .map((name, index) => ({
            logGroupName: `/tenants/tenant-${name}`,
            creationTime: index,
          }))
          .filter(({ logGroupName }) => logGroupName.startsWith(logGroupNamePrefix as string)),
      }),
      'Logs_20140328.FilterLogEvents': ({ nextToken }) =>
        nextToken
          ? { events: events.slice(1) }
          : { events: events.slice(0, 1), nextToken: events.length > 1 ? 'more' : undefined },
    };
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  test('of a function come from its log group, page by page, as JSON Lines', async () => {
    events = [event(1, 'one', 'a'), event(2, 'two', 'b')];

    const { code, events: lines } = await shell.saas('logs', 'create-identity', '--json');

    expect(code).toBe(0);
    const group = '/ecs-saas/functions/onboarding/create-identity';
    expect(lines()).toEqual([
      { timestamp: new Date(events[0]?.timestamp ?? 0).toISOString(), group, stream: 'a', message: 'one' },
      { timestamp: new Date(events[1]?.timestamp ?? 0).toISOString(), group, stream: 'b', message: 'two' },
    ]);
  });

  test('users is the service, admin-api/users the function', async () => {
    await shell.saas('logs', 'users');
    await shell.saas('logs', 'admin-api/users');

    expect(asked().map(({ input }) => [input.logGroupName, input.logStreamNamePrefix])).toEqual([
      ['/ecs-saas/basic', 'users/'],
      ['/ecs-saas/functions/admin-api/users', undefined],
    ]);
  });

  test('of a silo tenant come from its own, youngest group, of a pooled one from the pool by tenant id', async () => {
    deployment.addTenant({ tenantName: 'acme', tier: 'PREMIUM' });
    deployment.addTenant({ tenantName: 'small' });

    await shell.saas('logs', 'orders', '--tenant', 'acme');
    await shell.saas('logs', 'orders', '--tenant', 'small');

    expect(asked().map(({ input }) => [input.logGroupName, input.filterPattern])).toEqual([
      ['/tenants/tenant-acme-89abcdef', undefined],
      ['/ecs-saas/basic', '"small-id"'],
    ]);
  });

  test('go back as far as asked', async () => {
    await shell.saas('logs', 'orders', '--since', '2026-01-31T12:00:00Z');
    await shell.saas('logs', 'orders', '--since', '1h');

    const [instant, hour] = asked().map(({ input }) => Number(input.startTime));
    expect(instant).toBe(Date.UTC(2026, 0, 31, 12));
    expect(Math.abs(Date.now() - 3_600_000 - (hour ?? 0))).toBeLessThan(60_000);
  });

  test('are readable for people: structured lines by level, message and fields', async () => {
    events = [
      event(1, '{"level":50,"time":1,"msg":"failed","tenantId":"t-1"}\n'),
      event(2, '{"level":"INFO","message":"step\\u001b[2J done","seconds":2}'),
      event(3, 'START RequestId: 1'),
    ];

    const { stdout } = await shell.saas('logs', 'orders');

    expect(stdout.split('\n').map((line) => line.replace(/^[\d:.]{12} /, ''))).toEqual([
      'ERROR failed tenantId=t-1',
      'INFO  step\uFFFD[2J done seconds=2',
      'START RequestId: 1',
      '',
    ]);
  });

  test('an unknown name ends with 5 and the names that there are', async () => {
    const { code, stderr } = await shell.saas('logs', 'create-idenity');

    expect(code).toBe(5);
    expect(stderr).toContain('admin-api/users, onboarding/create-identity');
  });

  test('--follow goes on with new lines, each once, until interrupted', async () => {
    events = [event(1, 'old')];
    const child = spawn(LAUNCHER, ['logs', 'orders', '--follow', '--outputs', shell.outputsFile], {
      env: shell.env(),
    });
    let stdout = '';

    await new Promise<void>((done) => {
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
        if (events.length === 1) events.push(event(2, 'new'), event(3, 'newer'));
        if (stdout.includes('newer')) done();
      });
    });
    child.kill('SIGINT');
    const signal = await new Promise((done) => child.once('close', (_code, by) => done(by)));

    expect(signal).toBe('SIGINT');
    expect(stdout.match(/old|newer|new/g)).toEqual(['old', 'new', 'newer']);
  });
});
