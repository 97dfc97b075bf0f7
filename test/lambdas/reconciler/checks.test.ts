import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { driftOf } from '../../../lambdas/reconciler/reconcile/drift';
import { type Found, settle } from '../../../lambdas/reconciler/reconcile/finding';
import { ghostsOf } from '../../../lambdas/reconciler/reconcile/ghosts';
import { stuckOf } from '../../../lambdas/reconciler/reconcile/stuck';
import type {
  LedgerEntry,
  OperationLock,
  Registration,
  Tenant,
} from '../../../lambdas/shared/contracts/registry-items';
import { planResources, readLedger, recordCreated } from '../../../lambdas/shared/registry/ledger';
import { acquireLock, readLock } from '../../../lambdas/shared/registry/lock';
import { useLocalAws } from '../../builders/local-aws';
import { awsError, EXECUTION } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14650));
const tenant = { tenantId: 't1', tenantName: 'acme', tenantRegistrationId: 'r1' } as Tenant;
const NAME = 'tenant-acme-1-orders';
const OLD = '2026-02-01T10:00:00.000Z';
const entry = (changes: Partial<LedgerEntry>): LedgerEntry => ({
  ...{ type: 'Table', name: NAME, state: 'created', arn: 'arn:x', executionArn: EXECUTION },
  ...{ plannedAt: OLD, createdAt: OLD },
  ...changes,
});
const mendAll = (found: Found[]) => Promise.all(found.map((each) => settle(each, true)));

describe('drift', () => {
  const ecs = mockClient(ECSClient);
  const ledger = [
    entry({ type: 'Service', details: { clusterArn: 'arn:cluster' } }),
    entry({ type: 'TaskDefinition', arn: 'arn:definition:1' }),
  ];
  const runs = (changes: object) =>
    ecs.on(DescribeServicesCommand).resolves({
      services: [
        {
          ...{ serviceName: NAME, status: 'ACTIVE', desiredCount: 1, taskDefinition: 'arn:definition:1' },
          ...changes,
        },
      ],
    });
  const look = (status: 'active' | 'suspended' | 'revoked' = 'active', busy = false) =>
    driftOf(
      { ecs: new ECSClient({ region: 'eu-west-1' }), desiredCount: 1, isBusy: async () => busy },
      { tenant, access: { status }, ledger },
    );
  const updates = () => ecs.commandCalls(UpdateServiceCommand).map(({ args }) => args[0].input);
  beforeEach(() => {
    ecs.reset();
    ecs.on(UpdateServiceCommand).resolves({});
  });

  it('is none while a service runs as recorded', async () => {
    runs({});

    expect(await look()).toEqual([]);
  });

  it.each([
    ['active', 3, 1],
    ['suspended', 1, 0],
  ] as const)('of the count of a tenant that is %s is mended when asked', async (status, has, wanted) => {
    runs({ desiredCount: has });

    const found = await look(status);
    const looked = await Promise.all(found.map((each) => settle(each, false)));
    const before = updates();
    const mended = await mendAll(found);

    expect(looked).toMatchObject([{ kind: 'drift', name: NAME }]);
    expect(before).toEqual([]);
    expect(mended).toMatchObject([{ mended: true }]);
    expect(updates()).toEqual([{ cluster: 'arn:cluster', service: NAME, desiredCount: wanted }]);
  });

  it('is left alone when an operation has begun meanwhile', async () => {
    runs({ desiredCount: 3 });

    expect(await mendAll(await look('active', true))).toMatchObject([{ mended: false }]);
    expect(updates()).toEqual([]);
  });

  it.each([
    ['another task definition', { taskDefinition: 'arn:definition:2' }],
    ['a service that is deleted', { status: 'INACTIVE' }],
  ])('of %s is told and not mended', async (_what, changes) => {
    runs(changes);

    const mended = await mendAll(await look());

    expect(mended).toMatchObject([{ kind: 'drift', type: 'Service' }]);
    expect(mended[0]).not.toHaveProperty('mended');
  });

  it('of a cluster that is gone is that of its services', async () => {
    ecs.on(DescribeServicesCommand).rejects(awsError('ClusterNotFoundException'));

    expect(await look()).toMatchObject([{ kind: 'drift', name: NAME }]);
  });

  it('of a tenant that leaves is nobody’s to judge', async () => {
    runs({ desiredCount: 0 });

    expect(await look('revoked')).toEqual([]);
  });

  it('that AWS refuses to mend stays a finding', async () => {
    runs({ desiredCount: 3 });
    ecs.on(UpdateServiceCommand).rejects(awsError('AccessDeniedException', 'no', { $metadata: {} }));

    expect(await mendAll(await look())).toMatchObject([
      { mended: false, detail: expect.stringContaining('AccessDeniedException') },
    ]);
  });
});

describe('ghosts', () => {
  const inventory = { has: async ({ name }: { name: string }) => !name.includes('gone') };
  const look = (ledger: LedgerEntry[], deleted = false) =>
    ghostsOf(inventory, registry.context, { tenant, ledger, deleted });

  it('are entries that say created where AWS has none', async () => {
    const found = await look([entry({}), entry({ name: 'gone' })]);

    expect(found).toMatchObject([{ kind: 'ghost', type: 'Table', name: 'gone' }]);
    expect(found[0]?.mend).toBeUndefined();
  });

  it("say how a key's deletion is cancelled before it takes the data with it", async () => {
    const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const [found] = await look([entry({ type: 'EncryptionKey', name: 'alias/gone', arn })]);

    expect(found).toMatchObject({ kind: 'ghost', type: 'EncryptionKey' });
    expect(found?.advice).toContain(`aws kms cancel-key-deletion --key-id ${arn}`);
  });

  it('are no entries that are planned, deleted, or younger than five minutes', async () => {
    const young = new Date(registry.context.now().getTime() - 60_000).toISOString();

    expect(
      await look([
        entry({ name: 'gone-1', state: 'planned' }),
        entry({ name: 'gone-2', state: 'deleted' }),
        entry({ name: 'gone-3', createdAt: young }),
      ]),
    ).toEqual([]);
  });

  it('of a deleted tenant are told the truth when asked', async () => {
    const gone = { type: 'Table', name: 'gone' } as const;
    await planResources(registry.context, 't1', EXECUTION, [gone]);
    await recordCreated(registry.context, 't1', [{ ...gone, arn: 'arn:x' }]);
    registry.passTime(600_000);

    await mendAll(await look(await readLedger(registry.context, 't1'), true));

    expect(await readLedger(registry.context, 't1')).toMatchObject([{ name: 'gone', state: 'deleted' }]);
  });
});

describe('stuck operations', () => {
  const registration = (changes: Partial<Registration> = {}): Registration =>
    ({
      ...{ tenantRegistrationId: 'r1', tenantId: 't1', sbtaws_active: true, registrationStatus: 'Created' },
      ...{ createdAt: OLD, updatedAt: OLD, data: {}, ...changes },
    }) as Registration;
  const lock: OperationLock = { operation: 'onboarding', executionArn: EXECUTION, since: OLD };
  const failure = { at: OLD } as unknown as Registration['failure'];
  const newestExecution = {
    ...{ name: 'acme-onboarding-1', executionArn: EXECUTION },
    ...{ operation: 'onboarding' as const, startedAt: OLD },
  };
  const look = (status: string | undefined, subject: Partial<Parameters<typeof stuckOf>[1]>) =>
    stuckOf(
      { registry: registry.context, threshold: 3_600_000, statusOf: async () => status },
      { tenant, registration: registration(), ...subject },
    );

  it.each([undefined, 'SUCCEEDED'])('whose execution is %s give the lock back when asked', async (status) => {
    await acquireLock(registry.context, 't1', lock, async () => false);

    const mended = await mendAll(await look(status, { lock }));

    expect(mended).toMatchObject([{ kind: 'stuck', type: 'Lock', mended: true }]);
    expect(await readLock(registry.context, 't1')).toBeUndefined();
  });

  it('that failed unseen are pointed to the replay, and keep the lock', async () => {
    const [found, ...others] = await look('FAILED', {
      ...{ lock, newestExecution, registration: registration({ registrationStatus: 'In progress' }) },
    });

    expect(others).toEqual([]);
    expect(found).toMatchObject({ type: 'Lock', advice: expect.stringContaining('saas tenant replay acme') });
    expect(found?.mend).toBeUndefined();
  });

  it.each([
    ['run', 'RUNNING', { lock }],
    ['wait for their redrive', 'PENDING_REDRIVE', { lock }],
    ['began lately', 'SUCCEEDED', { lock: { ...lock, since: '2026-03-01T09:30:00.000Z' } }],
    [
      'failed visibly, and run again',
      'RUNNING',
      { lock, registration: registration({ registrationStatus: 'Failed to provision' }) },
    ],
    ['failed visibly and hold nothing', 'FAILED', { registration: registration({ failure }) }],
  ])('are none that %s', async (_what, status, subject) => {
    expect(await look(status, subject)).toEqual([]);
  });

  it.each([
    ['activation', { failure }, true],
    ['onboarding', { registrationStatus: 'Failed to provision' }, true],
    ['offboarding', { registrationStatus: 'Failed to deprovision' }, false],
  ] as const)(
    'that failed visibly say that the tenant was not compared: %s',
    async (operation, changes, leaves) => {
      const since = registry.context.now().toISOString();

      const [found, ...others] = await look('FAILED', {
        ...{ lock: { ...lock, operation, since }, registration: registration(changes) },
      });

      expect(others).toEqual([]);
      expect(found).toMatchObject({ kind: 'stuck', type: 'Lock', name: EXECUTION });
      expect(found?.detail).toMatch(new RegExp(`^not compared: the ${operation} .* is FAILED$`));
      expect(found?.advice).toContain('saas tenant replay acme');
      expect(found?.advice.includes('saas tenant offboard acme')).toBe(leaves);
      expect(found?.mend).toBeUndefined();
    },
  );

  it.each([
    ['In progress', undefined, 'saas dlq redrive requests'],
    ['Deleting', newestExecution, 'saas dlq redrive requests'],
    ['In progress', newestExecution, 'saas dlq redrive results'],
  ])('are a status "%s" that nobody carries on', async (registrationStatus, newest, advice) => {
    expect(
      await look('SUCCEEDED', {
        newestExecution: newest,
        registration: registration({ registrationStatus }),
      }),
    ).toMatchObject([{ type: 'Registration', advice: expect.stringContaining(advice) }]);
  });
});
