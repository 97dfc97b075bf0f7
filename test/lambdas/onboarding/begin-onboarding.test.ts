import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beginOnboarding } from '../../../lambdas/onboarding/begin-onboarding/begin-onboarding';
import { RegistrationMismatchError, TenantBusyError } from '../../../lambdas/shared/errors';
import { cellReader } from '../../../lambdas/shared/footprint/read-cell';
import { setAccess } from '../../../lambdas/shared/registry/access';
import { acquireLock } from '../../../lambdas/shared/registry/lock';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { getRegistration, updateRegistration } from '../../../lambdas/shared/registry/registrations';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, buildPlan, buildWorkflowTenant, EXECUTION } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15120));
const cell = buildPlan().cell;
const begin = (isRunning = async () => false) =>
  beginOnboarding({
    registry: registry.context,
    readCell: async (id) => ({ ...cell, id }),
    isRunning,
    advancedClusterArn: 'arn:advanced',
  });

describe('begin-onboarding', () => {
  it('plans a pooled tenant: no services, the path of the pool', async () => {
    const tenant = buildWorkflowTenant({ tier: 'BASIC' });
    await admitted(registry.context, tenant);

    const plan = await begin()({ tenant, executionArn: EXECUTION });

    expect(plan).toEqual({
      tenant,
      executionArn: EXECUTION,
      alreadyInService: false,
      silo: false,
      ownCluster: false,
      advancedClusterArn: 'arn:advanced',
      cell,
      tenantPath: 'basic',
      services: [],
    });
  });

  it.each([
    ['ADVANCED', false],
    ['PREMIUM', true],
  ] as const)('plans a tenant of %s with the three priorities of its slot', async (tier, ownCluster) => {
    const tenant = buildWorkflowTenant({ tier });
    const { tenant: row } = await admitted(registry.context, tenant);

    const plan = await begin()({ tenant, executionArn: EXECUTION });

    const first = 10 + 3 * (row.placement.slot ?? Number.NaN);
    expect(plan).toMatchObject({ silo: true, ownCluster, tenantPath: tenant.tenantId });
    expect(plan.services).toEqual([
      { name: 'orders', priority: first },
      { name: 'products', priority: first + 1 },
      { name: 'users', priority: first + 2 },
    ]);
  });

  it('waits its turn while another operation of the tenant runs, and takes over from a dead one', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await begin()({ tenant, executionArn: `${EXECUTION}-first` });

    const whileItRuns = begin(async () => true)({ tenant, executionArn: EXECUTION });
    await expect(whileItRuns).rejects.toThrow(TenantBusyError);

    await expect(begin()({ tenant, executionArn: EXECUTION })).resolves.toMatchObject({ silo: true });
  });

  const tell = (id: string, result: 'provisionSuccess' | 'provisionFailure') =>
    applyResult(registry.context, {
      ...{ result, eventId: result, at: '2026-03-01T10:00:05.000Z', tenantRegistrationId: id },
      ...{ tenantData: {}, tenantRegistrationData: {} },
    });

  it.each([
    ['active', true],
    ['suspended', true],
    ['provisioning', false],
  ] as const)('asks the access item, here %s, whether there is anything to do', async (status, inService) => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await tell(tenant.tenantRegistrationId, 'provisionSuccess');
    await setAccess(registry.context, tenant.tenantId, { status });

    const plan = await begin()({ tenant, executionArn: EXECUTION });

    expect(plan.alreadyInService).toBe(inService);
  });

  it.each([
    ['heard nothing', undefined],
    ['heard of a failure', 'provisionFailure'],
  ] as const)(
    'runs again for a tenant in service of which the control plane has %s',
    async (_what, result) => {
      const tenant = buildWorkflowTenant();
      await admitted(registry.context, tenant);
      await setAccess(registry.context, tenant.tenantId, { status: 'active' });
      if (result) await tell(tenant.tenantRegistrationId, result);

      const plan = await begin()({ tenant, executionArn: EXECUTION });

      expect(plan.alreadyInService).toBe(false);
    },
  );

  it('does not take the word of a registration, which clients write, that a tenant is in service', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await updateRegistration(registry.context, tenant.tenantRegistrationId, {
      registrationStatus: 'Created',
    });

    const plan = await begin()({ tenant, executionArn: EXECUTION });

    expect(plan.alreadyInService).toBe(false);
  });

  it('refuses a tenant whose access is revoked, whatever its registration says', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await setAccess(registry.context, tenant.tenantId, { status: 'revoked' });

    await expect(begin()({ tenant, executionArn: EXECUTION })).rejects.toThrow(RegistrationMismatchError);
  });

  it('refuses a tenant that was deleted while the lock was asked for', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    const other = { operation: 'offboarding' as const, executionArn: 'arn:other' };
    await acquireLock(registry.context, tenant.tenantId, other, async () => false);
    const { tenantRegistrationId } = tenant;
    const goneMeanwhile = async () => {
      await applyResult(registry.context, {
        result: 'deprovisionSuccess',
        eventId: 'e-gone',
        at: '2026-03-01T10:00:01.000Z',
        tenantRegistrationId,
        tenantData: {},
        tenantRegistrationData: {},
      });
      return false;
    };

    await expect(begin(goneMeanwhile)({ tenant, executionArn: EXECUTION })).rejects.toThrow(
      RegistrationMismatchError,
    );
  });

  it('shows a failed registration as in progress again', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await updateRegistration(registry.context, tenant.tenantRegistrationId, {
      registrationStatus: 'Failed to provision',
      failure: { state: 's', error: 'e', cause: 'c', executionArn: 'a' },
    });

    await begin()({ tenant, executionArn: EXECUTION });

    const row = await getRegistration(registry.context, tenant.tenantRegistrationId);
    expect(row?.registrationStatus).toBe('In progress');
    expect(row).not.toHaveProperty('failure');
  });

  it.each([
    ['nobody admitted', undefined, {}],
    ['has another tier', {}, { tier: 'BASIC' as const }],
    ['has another name', {}, { tenantName: 'other' }],
  ])('refuses a tenant that %s, and locks nothing', async (_what, admission, changes) => {
    const tenant = buildWorkflowTenant();
    if (admission) await admitted(registry.context, tenant);
    const before = await registry.everything();

    const refused = begin()({ tenant: { ...tenant, ...changes }, executionArn: EXECUTION });

    await expect(refused).rejects.toThrow(RegistrationMismatchError);
    expect(await registry.everything()).toEqual(before);
  });

  it.each(['Deleting', 'Deleted', 'Failed to deprovision'])('refuses a tenant that is %s', async (status) => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await updateRegistration(registry.context, tenant.tenantRegistrationId, { registrationStatus: status });

    const refused = begin()({ tenant, executionArn: EXECUTION });

    await expect(refused).rejects.toThrow(RegistrationMismatchError);
  });
});

describe('the cell reader', () => {
  it('asks for a cell once a minute', async () => {
    const ssm = mockClient(SSMClient);
    ssm
      .on(GetParameterCommand, { Name: '/cells/cell-0' })
      .resolves({ Parameter: { Value: JSON.stringify(cell) } });
    let now = 0;
    const read = cellReader(new SSMClient({ region: 'eu-west-1' }), '/cells', () => now);

    const cells = [await read('cell-0'), await read('cell-0')];
    now = 60_001;
    cells.push(await read('cell-0'));

    expect(cells).toEqual([cell, cell, cell]);
    expect(ssm.calls()).toHaveLength(2);
  });

  it('refuses a parameter that does not describe a cell', async () => {
    mockClient(SSMClient)
      .on(GetParameterCommand)
      .resolves({ Parameter: { Value: '{"id":"cell-0"}' } });

    await expect(cellReader(new SSMClient({ region: 'eu-west-1' }), '/cells')('cell-0')).rejects.toThrow(
      /apiUrl/,
    );
  });
});
