import { FakeDeployment } from './fake-deployment';
import { Shell } from './run-saas';

const execution = (status: string) => [
  {
    name: 'acme-onboarding-1',
    executionArn: 'arn:1',
    operation: 'onboarding',
    status,
    startedAt: '2026-01-31T12:00:00.000Z',
    redriveCount: 1,
    redrivable: false,
    consoleUrl: 'https://console.test/1',
    timeline: [],
  },
];

describe('operations on a tenant', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    deployment.addTenant({ tenantName: 'acme' });
    shell = new Shell(deployment);
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });
  const sent = () => {
    const { method, path } = deployment.adminRequests.findLast((each) => each.method !== 'GET') ?? {};
    return `${method} ${path}`;
  };
  const accept = (data: object) => {
    deployment.accepted = { status: 202, body: { data } };
  };
  const registered = (registrationStatus: string, more = {}) =>
    deployment.registrations.set('acme-registration', [
      {
        tenantRegistrationId: 'acme-registration',
        tenantId: 'acme-id',
        sbtaws_active: true,
        registrationStatus,
        ...more,
      },
    ]);
  const replayed = {
    replay: 'redriven',
    executionName: 'acme-onboarding-1',
    executionArn: 'arn:1',
    message: 'goes on',
  };

  test.each([
    ['Created', 'SUCCEEDED', 0, 'created'],
    ['Failed to provision', 'FAILED', 3, 'failed'],
  ])('replay tells how it was done and ends as the tenant does: %s', async (status, state, exit, outcome) => {
    accept(replayed);
    registered(status);
    deployment.executions.set('acme-registration', [execution(state)]);

    const { code, events } = await shell.saas('tenant', 'replay', 'acme', '--json');

    expect(code).toBe(exit);
    expect(sent()).toBe('POST /tenant-registrations/acme-registration/replay');
    expect(events()).toEqual([
      { event: 'replay', ...replayed },
      expect.objectContaining({ event: 'result', outcome }),
    ]);
  });

  test.each([
    ['deactivation', 'Created'],
    ['activation', 'Suspended'],
  ])('replay of a %s that fails again tells that the tenant is still %s', async (operation, status) => {
    accept(replayed);
    registered(status, { failure: { state: 'Scale', error: 'NotReadyError' } });
    deployment.executions.set('acme-registration', [[{ ...execution('FAILED')[0], operation }]]);

    const { code, stdout, stderr } = await shell.saas('tenant', 'replay', 'acme');

    expect(code).toBe(3);
    expect(stdout).toContain('failed at "Scale": NotReadyError');
    expect(stderr).toContain(`${operation} acme failed: still "${status}"`);
    expect(stderr).toContain('saas tenant replay acme');
  });

  test('a refused replay shows the reason of the API', async () => {
    deployment.accepted = { status: 409, body: { message: 'there is nothing to replay' } };

    const { code, stderr } = await shell.saas('tenant', 'replay', 'acme');

    expect(code).toBe(1);
    expect(stderr).toContain('there is nothing to replay');
  });

  test.each([
    [['--retain-days', '30', '--export'], '?retainDays=30&export=true'],
    [['--retain-days', '0', '--no-export'], '?retainDays=0&export=false'],
    [[], ''],
  ])('offboard sends what was chosen: %j', async (chosen, query) => {
    const { code, json } = await shell.saas('tenant', 'offboard', 'acme', ...chosen, '--yes', '--json');

    expect(code).toBe(0);
    expect(sent()).toBe(`DELETE /tenant-registrations/acme-registration${query}`);
    expect(json()).toMatchObject({ tenantName: 'acme', message: 'Tenant registration deletion initiated' });
  });

  test.each([
    [true, 'Tenant registration deletion initiated: acme\nwatch it  saas tenant watch acme\n'],
    [false, 'Tenant registration is deleted already: acme\n'],
  ])('offboard of a tenant that is there (%s) tells what there is to watch', async (there, told) => {
    Object.assign(deployment.tenants[0] ?? {}, { sbtaws_active: there });
    if (!there)
      deployment.deletion = {
        status: 200,
        body: { data: { message: 'Tenant registration is deleted already' } },
      };

    const { code, stdout } = await shell.saas('tenant', 'offboard', 'acme', '--yes');

    expect({ code, stdout }).toEqual({ code: 0, stdout: told });
  });

  test('offboard sends nothing where nobody can type the name', async () => {
    const { code, stderr } = await shell.saas('tenant', 'offboard', 'acme');

    expect(code).toBe(2);
    expect(stderr).toContain('--yes');
    expect(deployment.adminRequests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test.each([
    ['cancel-offboarding', 'cancel-offboarding'],
    ['suspend', 'deactivate'],
    ['resume', 'activate'],
  ])('%s orders %s', async (command, route) => {
    accept({ message: 'initiated' });

    const { code, stdout } = await shell.saas('tenant', command, 'acme');

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'initiated: acme\n' });
    expect(sent()).toBe(`POST /tenant-registrations/acme-registration/${route}`);
  });

  test('suspend --watch shows its own execution to the end, though the tenant is still Created when it is ordered', async () => {
    accept({ message: 'initiated' });
    const before = execution('SUCCEEDED');
    const own = { ...before[0], name: 'acme-deactivation-2', operation: 'deactivation' };
    deployment.executions.set('acme-registration', [before, [own, ...before]]);
    const row = { tenantRegistrationId: 'acme-registration', tenantId: 'acme-id', sbtaws_active: true };
    deployment.registrations.set('acme-registration', [
      { ...row, registrationStatus: 'Created' },
      { ...row, registrationStatus: 'Suspended' },
    ]);

    const { code, events } = await shell.saas(
      ...['tenant', 'suspend', 'acme', '--watch', '--interval', '1ms', '--json'],
    );

    expect(code).toBe(0);
    expect(events()).toEqual([
      expect.objectContaining({ event: 'accepted', tenantName: 'acme' }),
      expect.objectContaining({ event: 'result', outcome: 'suspended', execution: 'acme-deactivation-2' }),
    ]);
  });

  test('receipt is a table of what was deleted; a tenant without one ends with 5', async () => {
    const none = await shell.saas('tenant', 'receipt', 'acme');
    const receipt = {
      executionArn: 'arn:2',
      completedAt: '2026-01-31T12:00:00.000Z',
      resources: [
        { type: 'Items', name: 'orders', deletedAt: '2026-01-31T12:00:00.000Z', count: 12 },
        {
          type: 'Role',
          name: 'r',
          plannedAt: '2026-01-30T12:00:00.000Z',
          deletedAt: '2026-01-31T12:00:00.000Z',
        },
      ],
    };
    registered('Deleted', { receipt });

    const { code, stdout } = await shell.saas('tenant', 'receipt', 'acme');

    expect([none.code, code]).toEqual([5, 0]);
    expect(stdout).toMatch(/Items +orders +2026-01-31 .* 12$/m);
    expect(stdout).toMatch(/Role +r +planned 2026-01-30 \S+ +2026-01-31 /m);
  });
});
