import { getFootprint } from '../../../../lambdas/admin-api/tenants/get-footprint';
import { admitTenant } from '../../../../lambdas/shared/registry/admission';
import { readDirectory } from '../../../../lambdas/shared/registry/directory';
import { planResources, recordCreated } from '../../../../lambdas/shared/registry/ledger';
import { beginRun, endRun, readRun } from '../../../../lambdas/shared/registry/reconciliations';
import { addThrottled, throttledOf, throttledOn } from '../../../../lambdas/shared/registry/throttled';
import { buildAdmission, buildPlaces } from '../../../builders/admission';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const aws = useLocalAws(15061);
const registry = useRegistry(aws);
const ARN = 'arn:aws:states:eu-west-1:000000000000:execution:tenant-onboarding:acme-onboarding-1';

it('the directory has every tenant with the state of its registration, and nothing of its own data', async () => {
  const admitted = [];
  for (let tenant = 0; tenant < 3; tenant++) {
    admitted.push(
      await admitTenant(registry.context, buildPlaces(), buildAdmission({ tenantData: { note: 'x' } })),
    );
  }

  const entries = await readDirectory(registry.context);

  expect(entries.map(({ tenantId }) => tenantId).sort()).toEqual(
    admitted.map(({ tenant }) => tenant.tenantId).sort(),
  );
  expect(entries[0]).toMatchObject({
    tenantName: expect.any(String),
    registrationStatus: 'In progress',
    sbtaws_active: true,
    placement: { cellId: 'cell-0' },
  });
  expect(JSON.stringify(entries)).not.toContain('note');
});

it("a tenant's footprint tells what, where and since when", async () => {
  const { tenant } = await admitTenant(registry.context, buildPlaces(), buildAdmission({ tier: 'PREMIUM' }));
  await planResources(registry.context, tenant.tenantId, ARN, [
    { type: 'Cluster', name: 'tenant-a' },
    { type: 'ApiKey', name: 'tenant-a' },
  ]);
  registry.passTime(1_000);
  await recordCreated(registry.context, tenant.tenantId, [
    { type: 'Cluster', name: 'tenant-a', arn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/tenant-a' },
  ]);

  const footprint = await getFootprint(registry.context, tenant.tenantRegistrationId);

  expect(footprint).toMatchObject({
    tenantName: tenant.tenantName,
    tier: 'PREMIUM',
    cellId: 'cell-0',
    slot: expect.any(Number),
  });
  expect(footprint.resources).toEqual([
    {
      ...{ type: 'ApiKey', name: 'tenant-a', state: 'planned', details: {} },
      plannedAt: '2026-03-01T10:00:00.000Z',
      executionName: 'acme-onboarding-1',
    },
    {
      ...{ type: 'Cluster', name: 'tenant-a', state: 'created', details: {} },
      arn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/tenant-a',
      consoleUrl:
        'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/tenant-a/services?region=eu-west-1',
      plannedAt: '2026-03-01T10:00:00.000Z',
      createdAt: '2026-03-01T10:00:01.000Z',
      executionName: 'acme-onboarding-1',
    },
  ]);
  await expect(getFootprint(registry.context, 'nobody')).rejects.toMatchObject({ name: 'NotFoundError' });
});

it('refused requests add up by tenant and day', async () => {
  const add = (date: string, tenantId: string, requests: number) =>
    addThrottled(registry.context, { date, tenantId, requests });
  await add('2026-03-01', 'a', 2);
  await add('2026-03-01', 'a', 3);
  await add('2026-03-01', 'b', 1);
  await add('2026-02-28', 'a', 7);

  expect(await throttledOn(registry.context, '2026-03-01')).toEqual(
    new Map([
      ['a', 5],
      ['b', 1],
    ]),
  );
  expect(await throttledOf(registry.context, 'a', ['2026-02-27', '2026-02-28', '2026-03-01'])).toEqual(
    new Map([
      ['2026-02-28', 7],
      ['2026-03-01', 5],
    ]),
  );
  const [kept] = await registry.everything();
  expect(kept?.expiresAt).toBe(Date.UTC(2026, 1, 28) / 1000 + 100 * 86_400);
});

describe('a comparison of registry, ledger and AWS', () => {
  const finding = (name: string) =>
    ({
      kind: 'drift',
      tenantId: 't',
      tenantName: 'n',
      type: 'Service',
      name,
      detail: '',
      advice: '',
    }) as const;

  it('is unknown until there was one, then runs, then tells what it found', async () => {
    expect(await readRun(registry.context)).toEqual({ state: 'never', findings: [] });

    const startedAt = await beginRun(registry.context, { fix: true, orderedBy: 'admin' });
    const running = await readRun(registry.context);
    registry.passTime(5_000);
    const findings = Array.from({ length: 250 }, (_, index) => finding(`finding-${index}`));
    await endRun(registry.context, startedAt, { state: 'done', tenants: 40, findings });

    expect(running).toMatchObject({ state: 'running', fix: true, orderedBy: 'admin', findings: [] });
    expect(await readRun(registry.context)).toEqual({
      ...{ state: 'done', fix: true, orderedBy: 'admin', tenants: 40, findings },
      startedAt: '2026-03-01T10:00:00.000Z',
      finishedAt: '2026-03-01T10:00:05.000Z',
    });
  });

  it('shows nothing of a former one that found more', async () => {
    const former = await beginRun(registry.context, { fix: false });
    const many = Array.from({ length: 150 }, (_, index) => finding(`former-${index}`));
    await endRun(registry.context, former, { state: 'done', tenants: 1, findings: many });
    registry.passTime(1_000);
    const latter = await beginRun(registry.context, { fix: false });
    await endRun(registry.context, latter, { state: 'done', tenants: 1, findings: [finding('latter')] });

    expect((await readRun(registry.context)).findings.map(({ name }) => name)).toEqual(['latter']);
  });

  it('is one at a time, until one has died', async () => {
    await beginRun(registry.context, { fix: false });

    await expect(beginRun(registry.context, { fix: false })).rejects.toMatchObject({ name: 'ConflictError' });
    registry.passTime(17 * 60_000);

    expect(await readRun(registry.context)).toMatchObject({ state: 'failed', error: expect.any(String) });
    expect(await beginRun(registry.context, { fix: false })).toBe('2026-03-01T10:17:00.000Z');
  });
});
