import { FakeDeployment } from './fake-deployment';
import { Shell } from './run-saas';

const execution = {
  name: 'acme-onboarding-1',
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:tenant-onboarding:acme-onboarding-1',
  operation: 'onboarding',
  status: 'FAILED',
  startedAt: '2026-01-31T12:00:00.000Z',
  stoppedAt: '2026-01-31T12:00:03.500Z',
  redriveCount: 1,
  redrivable: true,
  consoleUrl: 'https://console.test/acme-onboarding-1',
};
const whole = {
  ...execution,
  timeline: [
    {
      state: 'Begin onboarding',
      entered: '2026-01-31T12:00:00.100Z',
      left: '2026-01-31T12:00:00.400Z',
      seconds: 0.3,
      tries: 1,
    },
    {
      state: 'Create identity',
      entered: '2026-01-31T12:00:00.400Z',
      left: '2026-01-31T12:00:01.400Z',
      seconds: 1,
      tries: 2,
      error: 'TooManyRequestsException',
      cause: 'slow down',
    },
    {
      state: 'Deploy service',
      entered: '2026-01-31T12:00:01.400Z',
      tries: 3,
      error: 'NotReadyError',
      cause: 'no task is healthy',
    },
  ],
  failure: {
    state: 'Deploy service',
    error: 'NotReadyError',
    cause: 'no task is healthy',
    executionArn: execution.executionArn,
  },
};

describe('tenants and executions', () => {
  let deployment: FakeDeployment;
  let shell: Shell;

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    shell = new Shell(deployment);
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  test('onboard posts what the contract says and gives the ids', async () => {
    const data = { tenantRegistrationId: 'r-1', tenantId: 't-1', message: 'Tenant registration initiated' };
    deployment.accepted = { status: 201, body: { data } };

    const { code, json } = await shell.saas(
      ...['tenant', 'onboard', 'acme', '--email', 'ann@acme.test', '--tier', 'basic'],
      ...['--price', 'calls=price_1', '--price', 'gigabytes=price=2', '--json'],
    );

    expect(code).toBe(0);
    expect(json()).toEqual({ ...data, tenantName: 'acme', tier: 'BASIC' });
    expect(JSON.parse(deployment.adminRequests.at(-1)?.body ?? '')).toEqual({
      tenantData: {
        tenantName: 'acme',
        email: 'ann@acme.test',
        tier: 'BASIC',
        prices: [
          { id: 'price_1', metricName: 'calls' },
          { id: 'price=2', metricName: 'gigabytes' },
        ],
      },
      tenantRegistrationData: {},
    });
  });

  test('a refused onboarding shows the reason of the API and is not sent twice', async () => {
    const message = 'tenantName: "acme" belongs to another tenant; choose another name';
    deployment.accepted = { status: 409, body: { message } };

    const ran = await shell.saas('tenant', 'onboard', 'acme', '--email', 'a@acme.test', '--tier', 'basic');

    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(deployment.adminRequests).toHaveLength(1);
  });

  test('list reads every page and filters by tier and state', async () => {
    deployment.pageSize = 2;
    for (let index = 0; index < 5; index++) deployment.addTenant({ tenantName: `tenant-${index}` });
    deployment.addTenant({ tenantName: 'big', tier: 'PREMIUM', registrationStatus: 'In progress' });

    const all = await shell.saas('tenant', 'list', '--json');
    const some = await shell.saas('tenant', 'list', '--tier', 'premium', '--state', 'in-progress', '--json');

    expect(all.json()).toEqual({ tenants: deployment.tenants });
    expect(some.json()).toEqual({ tenants: [deployment.tenants[5]] });
  });

  test('list is a table for people, without what could drive their terminal', async () => {
    deployment.addTenant({ tenantName: 'acme', email: 'a\u001b[31m@acme.test' });

    const { stdout } = await shell.saas('tenant', 'list');

    expect(stdout.split('\n')[0]).toMatch(/^NAME +TIER +STATE +E-MAIL +TENANT ID +SINCE$/);
    expect(stdout).toMatch(/acme +BASIC +Created/);
    expect(stdout).not.toContain('\u001b');
  });

  test.each(['acme', 'acme-id', 'acme-registration'])('show finds a tenant by %s', async (reference) => {
    const tenant = deployment.addTenant({ tenantName: 'acme', plan: 'yearly' });
    deployment.executions.set('acme-registration', [[whole]]);

    const { code, json } = await shell.saas('tenant', 'show', reference, '--json');

    expect(code).toBe(0);
    expect(json()).toEqual({
      tenant,
      config: deployment.configs.get('acme'),
      executions: [execution],
      offboarding: null,
    });
  });

  test.each([
    ['waiting', /^data kept +until 2026-02-28 \d\d:00:00; saas tenant cancel-offboarding acme /m],
    ['removing', /^(?![\s\S]*data kept)/],
  ])('show tells until when data is kept while that can be cancelled: %s', async (state, expected) => {
    const row = deployment.addTenant({ tenantName: 'acme', registrationStatus: 'Deleting' });
    const offboarding = { state, retainUntil: '2026-02-28T12:00:00.000Z' };
    deployment.registrations.set('acme-registration', [{ ...row, offboarding }]);

    const text = await shell.saas('tenant', 'show', 'acme');
    const asJson = await shell.saas('tenant', 'show', 'acme', '--json');

    expect(text.stdout).toMatch(expected);
    expect(asJson.json()).toMatchObject({ offboarding });
  });

  test.each([
    ['tier', ['onboard', 'acme', '--email', 'a@acme.test', '--tier', 'gold'], 'basic, advanced or premium'],
    ['e-mail', ['onboard', 'acme', '--email', 'acme.test', '--tier', 'basic'], 'must be an e-mail address'],
    ['name', ['onboard', 'Acme', '--email', 'a@acme.test', '--tier', 'basic'], 'lower-case letters'],
    ['tier of a list', ['list', '--tier', 'gold'], 'basic, advanced or premium'],
  ])('a wrong %s ends with 2 before anything is asked', async (_what, args, message) => {
    const { code, stderr } = await shell.saas('tenant', ...args);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(deployment.adminRequests).toEqual([]);
  });

  test('of a name with several owners the live one is meant', async () => {
    deployment.addTenant({ tenantName: 'acme', tenantId: 'old', sbtaws_active: false });
    deployment.addTenant({ tenantName: 'acme', tenantId: 'live' });
    deployment.addTenant({ tenantName: 'acme', tenantId: 'older', sbtaws_active: false });

    const { json } = await shell.saas('tenant', 'show', 'acme', '--json');

    expect(json()).toMatchObject({ tenant: { tenantId: 'live' } });
  });

  test('an unknown tenant ends with exit code 5 and says where to look', async () => {
    const { code, stdout, stderr } = await shell.saas('tenant', 'show', 'nobody', '--json');

    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(JSON.parse(stderr.split('\n').at(-2) ?? '')).toEqual({
      error: {
        message: 'no tenant has the name or id "nobody"',
        hint: 'saas tenant list shows all of them',
        exitCode: 5,
      },
    });
  });

  test('an id with a slash stays one part of the path', async () => {
    const { code } = await shell.saas('tenant', 'show', '../users');

    expect(code).toBe(5);
    expect(deployment.adminRequests.map(({ path }) => path)).toContain('/tenants/..%2Fusers');
  });

  test('execution list gives the executions', async () => {
    deployment.addTenant({ tenantName: 'acme' });
    deployment.executions.set('acme-registration', [[whole, { ...whole, name: 'older' }]]);

    const { json } = await shell.saas('execution', 'list', 'acme', '--limit', '1', '--json');

    expect(json()).toEqual({ executions: [execution] });
  });

  test('execution show gives the newest with every state', async () => {
    deployment.addTenant({ tenantName: 'acme' });
    deployment.executions.set('acme-registration', [[whole]]);

    const asJson = await shell.saas('execution', 'show', 'acme', '--json');
    const asText = await shell.saas('execution', 'show', 'acme', 'acme-onboarding-1');

    expect(asJson.json()).toEqual(whole);
    const lines = asText.stdout.split('\n');
    expect(lines[0]).toMatch(/^acme-onboarding-1 {2}FAILED {2}3\.5 s/);
    expect(lines[1]).toMatch(/^ {2}ok +Begin onboarding +0\.3 s$/);
    expect(lines[2]).toMatch(/^ {2}ok +Create identity +1\.0 s {2}2 tries$/);
    expect(lines[3]).toMatch(/^ {2}FAILED +Deploy service .*3 tries$/);
    expect(asText.stdout).toContain('failed at "Deploy service": NotReadyError\n  no task is healthy');
  });

  test('a read is tried again when the API is throttled or away for a moment', async () => {
    deployment.addTenant({ tenantName: 'acme' });
    deployment.faults = [429, 503];

    const { code, json } = await shell.saas('tenant', 'list', '--json');

    expect(code).toBe(0);
    expect(json()).toEqual({ tenants: deployment.tenants });
  });

  test('a failing API ends with its message and no stack trace', async () => {
    deployment.faults = [500];

    const { code, stderr } = await shell.saas('tenant', 'list');

    expect(code).toBe(1);
    expect(stderr).toContain('HTTP 500');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
