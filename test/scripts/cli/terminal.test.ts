import { join } from 'node:path';
import { FakeDeployment } from './fake-deployment';
import { LAUNCHER, Shell } from './run-saas';

const DRIVER = join(__dirname, 'in_terminal.py');
const COLOUR = '\u001b[3';

describe('at a terminal', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  /** Runs a command on the local start and types an answer whenever an expected text shows. */
  const at = (dialogue: [expected: string, typed: string][], ...args: string[]) =>
    shell.run(
      [DRIVER, JSON.stringify(dialogue), LAUNCHER, ...args, '--outputs', shell.outputsFile],
      '',
      'python3',
    );

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    deployment.cognito.addUser('operators', 'new', { password: 'Temporary-1', temporary: true });
    deployment.addTenant({ tenantName: 'acme' });
    shell = new Shell(deployment);
    shell.environment = { TERM: 'xterm-256color' };
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  test('a sign-in asks for the passwords and shows none of them', async () => {
    const { code, stdout } = await at(
      [
        ['Password of new: ', 'Temporary-1\r'],
        ['New password: ', 'Chosen-2-long\r'],
        ['The same again: ', 'Chosen-2-long\r'],
      ],
      ...['login', '--user', 'new'],
    );

    expect(stdout).toContain('signed in as new');
    expect(stdout).not.toMatch(/Temporary-1|Chosen-2/);
    expect(code).toBe(0);
  });

  test('two different new passwords are refused before Cognito hears of them', async () => {
    const { code, stdout } = await at(
      [
        ['Password of new: ', 'Temporary-1\r'],
        ['New password: ', 'Chosen-2-long\r'],
        ['The same again: ', 'Chosen-3-long\r'],
      ],
      ...['login', '--user', 'new'],
    );

    expect(stdout).toContain('the two passwords differ');
    expect(code).toBe(4);
    expect(deployment.awsCalls).toHaveLength(1);
  });

  test('Ctrl-C at a question ends with 130', async () => {
    const { code } = await at([['Password of new: ', '\u0003']], 'login', '--user', 'new');

    expect(code).toBe(130);
    expect(deployment.awsCalls).toHaveLength(0);
  });

  test('a user of a tenant is asked for a password', async () => {
    deployment.cognito.addUser('acme-client', 'bo@acme.test', { password: 'Bo-secret-1' });

    const { code, stdout } = await at(
      [['Password of bo@acme.test: ', 'Bo-secret-1\r']],
      ...['call', 'acme', 'GET', '/orders', '--user', 'bo@acme.test'],
    );

    expect(code).toBe(0);
    expect(stdout).not.toContain('Bo-secret-1');
  });

  test.each([
    [[], 'after the days that are configured (7 by default, 0 on a local start), exported first where'],
    [['--retain-days', '0'], 'at once, exported first where that is configured'],
    [['--retain-days', '1', '--export'], 'after 1 day, exported first.'],
    [['--retain-days', '30', '--no-export'], 'after 30 days, not exported.'],
  ])('an offboarding %j tells what becomes of the data before it asks', async (options, told) => {
    const { stdout } = await at(
      [['Type its name to go on: ', 'acne\r']],
      ...['tenant', 'offboard', 'acme', ...options],
    );

    expect(stdout).toContain(`acme is refused at once. Its data is deleted ${told}`);
    expect(stdout).toContain('the name does not fit; nothing was done');
    expect(deployment.adminRequests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('there are colours, unless NO_COLOR asks for none', async () => {
    const coloured = await at([], 'tenant', 'list');
    shell.environment = { TERM: 'xterm-256color', NO_COLOR: '1' };
    const plain = await at([], 'tenant', 'show', 'acme');

    expect(coloured.stdout).toContain('\u001b[1m');
    expect(plain.stdout).not.toContain('\u001b[');
  });

  test('watch draws its block anew and ends in colour', async () => {
    const entry = { state: 'Begin onboarding', entered: '2026-01-31T12:00:00.000Z', tries: 1 };
    const running = {
      name: 'acme-onboarding-1',
      executionArn: 'arn:1',
      operation: 'onboarding',
      status: 'RUNNING',
      startedAt: '2026-01-31T12:00:00.000Z',
      redriveCount: 0,
      consoleUrl: 'https://console.test/1',
      timeline: [entry],
    };
    const done = { left: '2026-01-31T12:00:01.000Z', seconds: 1 };
    const [row] = deployment.registrations.get('acme-registration') ?? [];
    deployment.registrations.set('acme-registration', [
      { ...row, registrationStatus: 'In progress' },
      { ...row, registrationStatus: 'Created' },
    ]);
    deployment.executions.set('acme-registration', [
      [running],
      [{ ...running, status: 'SUCCEEDED', stoppedAt: done.left, timeline: [{ ...entry, ...done }] }],
    ]);

    const { code, stdout } = await at([], 'tenant', 'watch', 'acme', '--interval', '10ms');

    expect(code).toBe(0);
    expect(stdout).toContain('\u001b[2A'); // two lines up: headline and one state
    expect(stdout).toContain(`${COLOUR}2m`); // green
    expect(stdout).toContain('in 1.0 s');
  });
});
