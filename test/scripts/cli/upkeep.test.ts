import { FakeDeployment, type SeenRequest } from './fake-deployment';
import { Shell } from './run-saas';

const output = (key: string, value: string) =>
  `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`;
const stackWith = (outputs: string) => () =>
  `<Stacks><member><StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-31T12:00:00Z</CreationTime><Outputs>${outputs}</Outputs></member></Stacks>`;

describe('upkeep', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    shell = new Shell(deployment);
    deployment.aws['CloudFormation.DescribeStacks'] = stackWith('');
    deployment.upkeep = answer;
    waiting = [];
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  /** What the queue `requests` has, oldest first. */
  let waiting: { messageId: string; why?: string }[];
  const SHOWN = 50;
  const MOST_REDRIVEN = 100;
  const messageOf = ({ messageId }: { messageId: string }) => ({
    ...{ messageId, sentAt: '2026-01-31T12:00:00.000Z', reason: 'NO_PERMISSIONS' },
    ...{ detailType: 'sbt_aws_onboardingRequest', source: 'sbt.control.plane', tenantName: 'acme' },
  });
  const NONE = { status: 404, body: { message: 'The queue requests has none of these messages' } };

  /** As the Admin API answers: what is sent again leaves the queue, what goes nowhere stays. */
  function answer({ method, path, body }: SeenRequest) {
    if (method === 'GET') {
      const messages = waiting.slice(0, SHOWN).map(messageOf);
      const requests = { queue: 'requests', holds: 'Requests', count: waiting.length, messages };
      const oldest = messages[0] && { oldestAt: messages[0].sentAt };
      const results = { queue: 'results', holds: 'Results', count: 0, messages: [] };
      return { status: 200, body: { data: [{ ...requests, ...oldest }, results] } };
    }
    const named: string[] | undefined =
      method === 'DELETE' ? [path.split('/').at(-1)] : JSON.parse(body).messageIds;
    const taken = waiting
      .filter(({ messageId }) => named?.includes(messageId) ?? true)
      .slice(0, MOST_REDRIVEN);
    if (named && taken.length === 0) return NONE;
    waiting = waiting.filter((each) => !taken.includes(each) || (method === 'POST' && each.why));
    if (method === 'DELETE') return { status: 200, body: { data: { message: 'Discarded' } } };
    const messages = taken.map((each) => ({
      ...messageOf(each),
      ...(each.why ? { outcome: 'kept', why: each.why } : { outcome: 'sent' }),
    }));
    return { status: 200, body: { data: { queue: 'requests', messages, message: 'done' } } };
  }
  const changes = () =>
    deployment.adminRequests
      .filter(({ method, path }) => method !== 'GET' && path.startsWith('/dead-letters'))
      .map(({ method, path, body }) => [method, path, body && JSON.parse(body)]);
  const letters = (count: number) => Array.from({ length: count }, (_, n) => ({ messageId: `m-${n + 1}` }));

  test('dlq list tells how many wait, since when, and what they are', async () => {
    waiting = letters(1);

    const { code, json } = await shell.saas('dlq', 'list', '--json');

    expect(code).toBe(0);
    expect(json()).toMatchObject({
      queues: [
        { name: 'requests', holds: 'Requests', messages: 1, oldestAt: '2026-01-31T12:00:00.000Z' },
        { name: 'results', messages: 0 },
      ],
    });
  });

  test('dlq show tells when, why, which event and whose, and how many more wait', async () => {
    waiting = letters(60);

    const { code, stdout } = await shell.saas('dlq', 'show', 'requests', '--limit', '2');

    expect(code).toBe(0);
    expect(stdout).toMatch(/m-1\n[\s\S]*NO_PERMISSIONS[\s\S]*m-2\n[\s\S]*acme[\s\S]*58 more wait\n$/);
    expect(stdout).not.toContain('m-3');
    expect(changes()).toEqual([]);
  });

  test('dlq redrive sends one message again, and that only', async () => {
    waiting = letters(2);

    const { code, json } = await shell.saas(
      ...['dlq', 'redrive', 'requests', '--message', 'm-2', '--yes', '--json'],
    );

    expect(code).toBe(0);
    expect(json()).toMatchObject({ messages: [{ messageId: 'm-2', outcome: 'sent' }] });
    expect(changes()).toEqual([
      ['POST', '/dead-letters/redrive', { queue: 'requests', messageIds: ['m-2'] }],
    ]);
  });

  test('dlq redrive sends all again, however many a call takes', async () => {
    waiting = letters(250);

    const { code, stdout } = await shell.saas('dlq', 'redrive', 'requests', '--yes');

    expect(code).toBe(0);
    expect(stdout).toContain('250 sent again, 0 kept');
    expect(changes()).toHaveLength(3);
  });

  test('dlq redrive keeps what it cannot send, says so, and ends with 1 instead of trying for ever', async () => {
    waiting = [{ messageId: 'm-1', why: 'it holds no event' }, ...letters(120).slice(1)];

    const { code, stdout } = await shell.saas('dlq', 'redrive', 'requests', '--yes');

    expect(code).toBe(1);
    expect(stdout).toContain('kept: it holds no event m-1');
    expect(stdout).toContain('99 sent again, 1 kept');
    expect(changes()).toHaveLength(1);
  });

  test('dlq redrive without --yes and without anybody to ask is wrong usage and touches nothing', async () => {
    const { code, stderr } = await shell.saas('dlq', 'redrive', 'requests');

    expect(code).toBe(2);
    expect(stderr).toContain('--yes');
    expect(changes()).toEqual([]);
  });

  test('dlq discard deletes that message only', async () => {
    waiting = letters(2);

    const { code, json } = await shell.saas(
      ...['dlq', 'discard', 'requests', '--message', 'm-1', '--yes', '--json'],
    );

    expect(code).toBe(0);
    expect(json()).toEqual({ queue: 'requests', discarded: 'm-1' });
    expect(changes()).toEqual([['DELETE', '/dead-letters/requests/m-1', '']]);
  });

  test.each([
    ['discard', ['--message', 'm-9', '--yes'], 5, 'no message m-9'],
    ['redrive', ['--message', 'm-9', '--yes'], 5, 'no message m-9'],
    ['discard', ['--message', 'm-1'], 2, '--yes'],
    ['discard', ['--yes'], 2, '--message'],
  ])('dlq %s %j changes nothing and ends with %s', async (command, options, expected, told) => {
    waiting = letters(1);

    const { code, stderr } = await shell.saas('dlq', command, 'requests', ...options);

    expect(code).toBe(expected);
    expect(stderr).toContain(told);
    expect(waiting).toEqual(letters(1));
  });

  test('dlq show of an unknown queue ends with 5 and the names that there are', async () => {
    const { code, stderr } = await shell.saas('dlq', 'show', 'nowhere');

    expect(code).toBe(5);
    expect(stderr).toContain('requests, results');
  });

  test.each([
    [1, '0 tenants compared, 1 left out, which an operation holds: 0 found, 0 mended'],
    [undefined, '0 tenants compared: 0 found, 0 mended'],
  ])('reconcile tells how many tenants were left out (%s)', async (skipped, told) => {
    deployment.aws['CloudFormation.DescribeStacks'] = stackWith(
      output('ReconcilerFunctionName', 'reconciler'),
    );
    deployment.aws['Lambda.Invoke'] = () => ({ checkedAt: 'now', tenants: 0, skipped, findings: [] });

    const { code, stdout } = await shell.saas('reconcile');

    expect({ code, stdout }).toEqual({ code: 0, stdout: `${told}\n` });
  });

  test('reconcile of a deployment without a reconciler says what to do', async () => {
    const { code, stderr } = await shell.saas('reconcile');

    expect(code).toBe(5);
    expect(stderr).toContain('ReconcilerFunctionName');
  });
});
