import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { ExportFailedError, NothingToExportError } from '../../../lambdas/admin-api/exports/errors';
import { findExport } from '../../../lambdas/admin-api/exports/find-export';
import { orderExport } from '../../../lambdas/admin-api/exports/order-export';
import { type ExportManifest, manifestKey } from '../../../lambdas/shared/contracts/export';
import { shortId } from '../../../lambdas/shared/contracts/identifiers';
import { NotFoundError } from '../../../lambdas/shared/errors';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { claimDeletion } from '../../../lambdas/shared/registry/announcements';
import { listExecutions, recordExecution } from '../../../lambdas/shared/registry/executions';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { buildAdmission, buildPlaces } from '../../builders/admission';
import { useLocalAws } from '../../builders/local-aws';
import { awsError, jumpingClock } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14686));
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-export';
const arnOf = (name: string) => `${MACHINE.replace(':stateMachine:', ':execution:')}:${name}`;

/**
 * A tenant, Step Functions and a bucket in memory. An execution that is started runs until `ends` polls have passed;
 * then it has the status that `end` names, and its manifest is complete if that is SUCCEEDED.
 */
async function stage({ ends = 1, end = 'SUCCEEDED' as 'SUCCEEDED' | 'FAILED' } = {}) {
  const { registration, tenant } = await admitTenant(registry.context, buildPlaces(), buildAdmission());
  const { tenantId, tenantName } = tenant;
  const executions = new Map<string, { polls: number; input: string }>();
  const manifests = new Map<string, ExportManifest>();
  const workflows = new SFNClient({ region: 'eu-west-1' });
  const sfn = mockClient(workflows);
  sfn.on(StartExecutionCommand).callsFake(({ name, input }) => {
    if (executions.has(name)) throw awsError('ExecutionAlreadyExists');
    executions.set(name, { polls: 0, input });
    return { executionArn: arnOf(name), startDate: registry.context.now() };
  });
  sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const name = executionArn.split(':').at(-1);
    const execution = executions.get(name);
    if (!execution) throw awsError('ExecutionDoesNotExist');
    const over = ++execution.polls > ends;
    if (over && end === 'SUCCEEDED') manifests.set(manifestKey(tenantId, name), manifestOf());
    return { status: over ? end : 'RUNNING', startDate: registry.context.now() };
  });
  const manifestOf = (complete = true): ExportManifest => ({
    ...{ tenantId, tenantName, tier: tenant.tier, complete, items: 2 },
    exportedAt: '2026-03-01T10:00:00.000Z',
    files: [{ key: 'exports/a/orders-00000.jsonl', table: 'orders', items: 2, bytes: 99, sha256: 'ab' }],
  });
  const bucket = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  const s3 = mockClient(bucket);
  s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const manifest = manifests.get(Key);
    if (!manifest) throw awsError('NoSuchKey');
    return { Body: { transformToString: async () => JSON.stringify(manifest) } };
  });
  const clock = jumpingClock();
  const deps = {
    ...{ registry: registry.context, clock, sfn: workflows, s3: bucket },
    ...{ bucket: 'exports', stateMachineArn: MACHINE },
  };
  const id = registration.tenantRegistrationId;
  return {
    ...{ id, tenant, executions, manifests, manifestOf, sfn, clock },
    name: (number: number) => `${tenantName}-export-${shortId(tenantId)}-${number}`,
    order: (of = id) => orderExport(deps, of),
    find: (name: string) => findExport(deps, id, name),
    record: (name: string, operation: 'export' | 'onboarding' | 'offboarding') =>
      recordExecution(registry.context, tenantId, {
        ...{ name, operation, executionArn: arnOf(name) },
        startedAt: registry.context.now().toISOString(),
      }),
  };
}

describe('an order of an export', () => {
  it('starts an execution, waits for its manifest, and gives links that end after 15 minutes', async () => {
    const { order, name, tenant, executions } = await stage({ ends: 3 });

    const links = await order();

    expect(links).toMatchObject({
      executionName: name(1),
      items: 2,
      files: [{ table: 'orders', sha256: 'ab' }],
    });
    const [url] = 'files' in links ? links.files.map((file) => new URL(file.url)) : [];
    expect(url?.pathname).toBe('/exports/a/orders-00000.jsonl');
    expect(url?.searchParams.get('X-Amz-Expires')).toBe('900');
    const started = JSON.parse(executions.get(name(1))?.input ?? '');
    expect(started.tenant).toEqual({
      ...{ tenantId: tenant.tenantId, tenantRegistrationId: tenant.tenantRegistrationId },
      ...{ tenantName: tenant.tenantName, tier: tenant.tier },
    });
    const { executions: recorded } = await listExecutions(registry.context, tenant.tenantId, 10);
    expect(recorded.map((each) => [each.name, each.operation])).toEqual([[name(1), 'export']]);
  });

  it('tells its name while it runs on after 15 s, and a second order joins it', async () => {
    const { order, name, executions, clock } = await stage({ ends: 1_000 });

    const first = await order();
    const waited = clock.now();
    const second = await order();

    expect(first).toEqual({ executionName: name(1), message: expect.stringContaining(`exports/${name(1)}`) });
    expect(waited).toBeGreaterThan(13_000);
    expect(waited).toBeLessThanOrEqual(15_000);
    expect(second).toEqual(first);
    expect([...executions.keys()]).toEqual([name(1)]);
  });

  it('is a new one once the last has ended', async () => {
    const { order, name, executions } = await stage();

    await order();
    const again = await order();

    expect(again).toMatchObject({ executionName: name(2) });
    expect([...executions.keys()]).toEqual([name(1), name(2)]);
  });

  it('takes the execution that somebody started under the same name at this moment', async () => {
    const { order, name, executions } = await stage();
    executions.set(name(1), { polls: 0, input: '' });

    expect(await order()).toMatchObject({ executionName: name(1), items: 2 });
  });

  it('says that it failed', async () => {
    const { order, name } = await stage({ end: 'FAILED' });

    await expect(order()).rejects.toThrow(new ExportFailedError(name(1)));
  });

  it('says that there is nothing left to export once the data that it was reading is being deleted', async () => {
    const { order, find, id, name, sfn } = await stage();
    sfn.on(DescribeExecutionCommand).callsFake(async () => {
      await claimDeletion(registry.context, id, { state: 'removing' });
      return { status: 'FAILED' };
    });

    for (const attempt of [order, () => find(name(1))]) {
      const outcome = attempt();
      await expect(outcome).rejects.toThrow(NothingToExportError);
      await expect(outcome).rejects.toThrow("the tenant's data is being deleted");
    }
  });

  it('tells of a failure both where the API and where the command line says why', () => {
    const { message } = new ExportFailedError('acme-export-1');

    expect(message).toContain('saas execution show <tenant> acme-export-1');
    expect(message).toContain('GET /tenant-registrations/{id}/executions/acme-export-1');
  });

  it('is refused for an unknown tenant, and for one whose data is gone or being deleted', async () => {
    const { order, id, executions } = await stage();
    await claimDeletion(registry.context, id, { state: 'removing', exportName: 'kept-1' });
    const removing = order();
    await expect(removing).rejects.toThrow(NothingToExportError);
    await expect(removing).rejects.toThrow('being deleted; its last export is GET');
    await applyResult(registry.context, {
      ...{ tenantRegistrationId: id, result: 'deprovisionSuccess', eventId: 'e' },
      ...{ at: registry.context.now().toISOString(), tenantData: {} },
      tenantRegistrationData: { registrationStatus: 'Deleted' },
    });

    await expect(order()).rejects.toThrow('the tenant is deleted; its last export is GET');
    await expect(order('00000000-0000-4000-8000-000000000000')).rejects.toThrow(NotFoundError);
    expect([...executions.keys()]).toEqual([]);
  });
});

describe('a look at an export', () => {
  it('finds one that an offboarding made before it ends, but not while files are being added', async () => {
    const { find, id, tenant, record, executions, manifests, manifestOf } = await stage({ ends: 1_000 });
    await claimDeletion(registry.context, id, { state: 'removing', exportName: 'leaving-1' });
    await record('leaving-1', 'offboarding');
    executions.set('leaving-1', { polls: 0, input: '' });
    const key = manifestKey(tenant.tenantId, 'leaving-1');

    const none = await find('leaving-1');
    manifests.set(key, manifestOf(false));
    const half = await find('leaving-1');
    manifests.set(key, manifestOf());
    const whole = await find('leaving-1');

    expect([none, half, whole]).toEqual([undefined, undefined, expect.objectContaining({ items: 2 })]);
  });

  it.each([
    ['of nobody', undefined],
    ['that exports nothing', 'onboarding'],
    ['of an offboarding that exported nothing', 'offboarding'],
    ['that Step Functions and the bucket have forgotten', 'export'],
  ] as const)('finds no execution %s', async (_what, operation) => {
    const { find, record } = await stage();
    if (operation) await record('some-1', operation);

    await expect(find('some-1')).rejects.toThrow(NotFoundError);
  });
});
