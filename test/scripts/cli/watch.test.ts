import { FakeDeployment } from './fake-deployment';
import { Shell } from './run-saas';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, 0) + seconds * 1000).toISOString();
const entered = (state: string, from: number) => ({ state, entered: at(from), tries: 1 });
const left = (state: string, from: number, to: number) => ({
  ...entered(state, from),
  left: at(to),
  seconds: to - from,
});
const execution = (status: string, timeline: object[], more = {}) => [
  {
    name: 'acme-onboarding-1',
    executionArn: 'arn:1',
    operation: 'onboarding',
    status,
    startedAt: at(0),
    ...(status === 'RUNNING' ? {} : { stoppedAt: at(1.25) }),
    redriveCount: 0,
    redrivable: false,
    consoleUrl: 'https://console.test/1',
    timeline,
    ...more,
  },
];
const failure = {
  state: 'Create identity',
  error: 'LimitExceeded',
  cause: 'no more pools',
  executionArn: 'arn:1',
};

describe('tenant watch', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  const registration = (registrationStatus: string, more = {}) => ({
    tenantRegistrationId: 'acme-registration',
    tenantId: 'acme-id',
    sbtaws_active: true,
    registrationStatus,
    ...more,
  });
  const watch = (...args: string[]) => shell.saas('tenant', 'watch', 'acme', '--interval', '10ms', ...args);

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    deployment.addTenant({ tenantName: 'acme', tier: 'ADVANCED', registrationStatus: 'In progress' });
    shell = new Shell(deployment);
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  test('tells every change of a state and ends with 0 when the tenant is Created', async () => {
    const begun = entered('Begin onboarding', 0);
    deployment.registrations.set('acme-registration', [
      registration('In progress'),
      registration('In progress'),
      registration('In progress'),
      registration('Created'),
    ]);
    deployment.executions.set('acme-registration', [
      execution('RUNNING', [begun]),
      execution('RUNNING', [begun]),
      execution('RUNNING', [left('Begin onboarding', 0, 0.25), entered('Create identity', 0.25)]),
      execution('SUCCEEDED', [left('Begin onboarding', 0, 0.25), left('Create identity', 0.25, 1.25)]),
    ]);

    const { code, events } = await watch('--json');

    expect(code).toBe(0);
    const state = { event: 'state', execution: 'acme-onboarding-1', tries: 1, seconds: expect.any(Number) };
    expect(events()).toEqual([
      { ...state, state: 'Begin onboarding', status: 'running' },
      { ...state, state: 'Begin onboarding', status: 'succeeded', seconds: 0.25 },
      { ...state, state: 'Create identity', status: 'running' },
      { ...state, state: 'Create identity', status: 'succeeded', seconds: 1 },
      {
        event: 'result',
        outcome: 'created',
        tenantName: 'acme',
        tenantId: 'acme-id',
        tenantRegistrationId: 'acme-registration',
        registrationStatus: 'Created',
        execution: 'acme-onboarding-1',
        seconds: 1.25,
      },
    ]);
  });

  test('appends a line a state where there is no terminal', async () => {
    deployment.registrations.set('acme-registration', [registration('Created')]);
    deployment.executions.set('acme-registration', [
      execution('SUCCEEDED', [left('Begin onboarding', 0, 0.25), left('Create identity', 0.25, 1.25)]),
    ]);

    const { code, stdout } = await watch();

    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().replace(/ +/g, ' ')),
    ).toEqual(['ok Begin onboarding 0.3 s', 'ok Create identity 1.0 s', 'Created acme in 1.3 s']);
  });

  test('tells of each of the states that are entered side by side', async () => {
    const deploy = left('Deploy a service', 1, 2);
    deployment.registrations.set('acme-registration', [registration('Created')]);
    deployment.executions.set('acme-registration', [execution('SUCCEEDED', [deploy, deploy, deploy])]);

    const { stdout } = await watch();

    expect(stdout.match(/Deploy a service/g)).toHaveLength(3);
  });

  test('a failed onboarding ends with 3 and tells state, error, cause and what to do', async () => {
    const failed = { ...entered('Create identity', 0.25), error: 'LimitExceeded', cause: 'no more pools' };
    deployment.registrations.set('acme-registration', [registration('Failed to provision', { failure })]);
    deployment.executions.set('acme-registration', [execution('FAILED', [failed], { failure })]);

    const text = await watch();
    const json = await watch('--json');

    expect([text.code, json.code]).toEqual([3, 3]);
    expect(text.stdout).toContain('failed at "Create identity": LimitExceeded\n  no more pools');
    expect(text.stderr).toContain('saas execution show acme');
    expect(text.stderr).toContain('https://console.test/1');
    expect(json.events().at(-1)).toMatchObject({ event: 'result', outcome: 'failed', failure });
  });

  test('goes on while a redriven execution runs, whatever the registration still says', async () => {
    deployment.registrations.set('acme-registration', [
      registration('Failed to provision', { failure }),
      registration('Created'),
    ]);
    deployment.executions.set('acme-registration', [
      execution('RUNNING', [entered('Create identity', 0)], { redriveCount: 1 }),
      execution('SUCCEEDED', [left('Create identity', 0, 1.25)], { redriveCount: 1 }),
    ]);

    const { code, events } = await watch('--json');

    expect(code).toBe(0);
    expect(events().at(-1)).toMatchObject({ outcome: 'created' });
  });

  test('ends with 6 when it takes longer than asked, and says where to look when nothing has started', async () => {
    deployment.registrations.set('acme-registration', [registration('In progress')]);

    const { code, events, stderr } = await watch('--timeout', '50ms', '--json');

    expect(code).toBe(6);
    expect(events()).toMatchObject([{ outcome: 'timed-out', execution: null, seconds: null }]);
    expect(stderr).toContain('saas logs start-workflow');
  });

  test('follows an offboarding until the tenant is Deleted', async () => {
    deployment.registrations.set('acme-registration', [registration('Deleting'), registration('Deleted')]);
    deployment.executions.set('acme-registration', [
      execution('RUNNING', [entered('Revoke access', 0)], { operation: 'offboarding' }),
      execution('SUCCEEDED', [left('Revoke access', 0, 1.25)], { operation: 'offboarding' }),
    ]);

    const { code, stdout } = await watch();

    expect(code).toBe(0);
    expect(stdout).toContain('Deleted acme in 1.3 s');
  });

  test('onboard --watch gives the ids first and then watches', async () => {
    const data = { tenantRegistrationId: 'acme-registration', tenantId: 'acme-id', message: 'initiated' };
    deployment.accepted = { status: 201, body: { data } };
    deployment.registrations.set('acme-registration', [registration('Created')]);
    deployment.executions.set('acme-registration', [execution('SUCCEEDED', [])]);

    const { code, events } = await shell.saas(
      ...['tenant', 'onboard', 'acme', '--email', 'a@acme.test', '--tier', 'advanced', '--watch', '--json'],
    );

    expect(code).toBe(0);
    expect(events()).toEqual([
      {
        event: 'accepted',
        tenantName: 'acme',
        tier: 'ADVANCED',
        tenantRegistrationId: 'acme-registration',
        tenantId: 'acme-id',
      },
      expect.objectContaining({ event: 'result', outcome: 'created' }),
    ]);
  });
});
