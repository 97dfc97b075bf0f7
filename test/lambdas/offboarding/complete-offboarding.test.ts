import { completeOffboarding } from '../../../lambdas/offboarding/complete-offboarding/complete-offboarding';
import {
  countDeleted,
  planResources,
  readLedger,
  recordCreated,
  recordDeleted,
} from '../../../lambdas/shared/registry/ledger';
import { getRegistration } from '../../../lambdas/shared/registry/registrations';
import { useLocalAws } from '../../builders/local-aws';
import { buildRemovalPlan, OFFBOARDING_EXECUTION } from '../../builders/offboarding';
import { admitted, buildWorkflowTenant, EXECUTION } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14673));
const tenant = buildWorkflowTenant();
const email = tenant.email.toLowerCase();
const plan = buildRemovalPlan(tenant);
const complete = () => completeOffboarding({ registry: registry.context, exportBucket: 'exports' })({ plan });
const receipt = async () => (await getRegistration(registry.context, tenant.tenantRegistrationId))?.receipt;

const CREATED = '2026-03-01T10:00:00.000Z';
const DELETED = '2026-03-01T10:00:05.000Z';
const COMPLETED = '2026-03-01T10:00:10.000Z';

beforeEach(async () => {
  const { context, passTime } = registry;
  const { tenantId } = tenant;
  const made = [
    { type: 'Cluster' as const, name: 'c', arn: 'arn:cluster' },
    { type: 'User' as const, name: email, arn: 'sub-1' },
  ];
  await admitted(context, tenant);
  await planResources(context, tenantId, EXECUTION, [...made, { type: 'Table', name: 'never-made' }]);
  await recordCreated(context, tenantId, made);
  passTime(5_000);
  await recordDeleted(context, tenantId, made);
  await countDeleted(context, tenantId, OFFBOARDING_EXECUTION, { type: 'Items', name: 'pool', count: 40 });
  await countDeleted(context, tenantId, OFFBOARDING_EXECUTION, { type: 'Items', name: 'pool', count: 2 });
  passTime(5_000);
});

describe('complete-offboarding', () => {
  it('lists each resource, when it was made and deleted, and the execution that deleted it', async () => {
    await complete();

    expect(await receipt()).toEqual({
      executionArn: OFFBOARDING_EXECUTION,
      completedAt: COMPLETED,
      resources: [
        { type: 'Cluster', name: 'c', arn: 'arn:cluster', createdAt: CREATED, deletedAt: DELETED },
        { type: 'Items', name: 'pool', deletedAt: DELETED, count: 42 },
        // Planned only: it was looked for and is not there.
        { type: 'Table', name: 'never-made', plannedAt: CREATED, deletedAt: COMPLETED },
        { type: 'User', name: 'sub-1', createdAt: CREATED, deletedAt: DELETED },
      ],
    });
  });

  it('tells when one was planned that was deleted, though its creation was never recorded', async () => {
    const { context, passTime } = registry;
    const lost = { type: 'Role' as const, name: 'answer lost' };
    await planResources(context, tenant.tenantId, EXECUTION, [lost]);
    passTime(1_000);
    await recordDeleted(context, tenant.tenantId, [lost]);

    await complete();

    expect((await receipt())?.resources).toContainEqual({
      ...{ ...lost, plannedAt: '2026-03-01T10:00:10.000Z', deletedAt: '2026-03-01T10:00:11.000Z' },
    });
  });

  it('clears the ledger, and leaves no e-mail in the receipt', async () => {
    await complete();

    expect(await readLedger(registry.context, tenant.tenantId)).toEqual([]);
    expect(JSON.stringify(await receipt()).toLowerCase()).not.toContain(email);
  });

  it('names no user that was never made', async () => {
    const other = 'second@acme.example';
    await planResources(registry.context, tenant.tenantId, EXECUTION, [{ type: 'User', name: other }]);

    await complete();

    const users = (await receipt())?.resources.filter(({ type }) => type === 'User');
    expect(users?.map(({ name }) => name).sort()).toEqual(['never made', 'sub-1']);
  });

  it('says the same when it runs again, and keeps the first receipt', async () => {
    const first = await complete();
    const written = await receipt();
    registry.passTime(60_000);

    expect(await complete()).toEqual(first);
    expect(await receipt()).toEqual(written);
  });

  it('tells both planes, as the contract says, and nothing personal', async () => {
    const { tenantId, tenantRegistrationId, tier } = tenant;

    expect(await complete()).toEqual({
      deprovisionSuccess: {
        tenantRegistrationId,
        jobOutput: { tenantData: {}, tenantRegistrationData: { registrationStatus: 'Deleted' } },
      },
      offboardingSuccess: { tenantId, tenantRegistrationId, tier, executionArn: OFFBOARDING_EXECUTION },
    });
  });
});
