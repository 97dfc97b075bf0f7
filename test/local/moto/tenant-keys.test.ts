import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { removeData } from '../../../lambdas/offboarding/remove-data/remove-data';
import { lookAtKeys } from '../../../lambdas/offboarding/verify-gone/look-at-data';
import { subjectOf } from '../../../lambdas/offboarding/verify-gone/remaining';
import { systemClock } from '../../../lambdas/shared/aws/wait-until';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import type { OnboardingPlan, RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { tenantItemsClient } from '../../../lambdas/shared/footprint/tenant-session';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { useMoto } from '../../builders/moto';
import { planOfRemoval } from '../../builders/offboarding';
import {
  type Clients,
  clientsFor,
  type SharedInfrastructure,
  stepsOf,
} from '../../builders/onboarding-steps';
import { losingEachOnce, untilItEnds } from './losing-replies';
import { admitTo } from './run-steps';
import { makeSharedInfrastructure } from './shared-infrastructure';

const PORT = 15142;
const { config } = useMoto(PORT);
const clients = clientsFor(config);

/** The calls that `encryption.keys=customer` adds, which no other run of the steps makes. */
describe("the steps that make and remove a tenant's own key, against moto", () => {
  let shared: SharedInfrastructure;
  beforeAll(async () => {
    shared = { ...(await makeSharedInfrastructure(clients)), tenantKeys: true };
  }, 180_000);

  const planOf = async (tier: Tier): Promise<{ tenant: RequestedTenant; plan: OnboardingPlan }> => {
    const steps = stepsOf(clients, shared);
    const tenant = await admitTo(steps, tier);
    const executionArn = `arn:aws:states:us-east-1:123456789012:execution:tenant-onboarding:${tier}`;
    return { tenant, plan: await steps.begin({ tenant, executionArn }) };
  };
  const create = (plan: OnboardingPlan, with_: Clients = clients) =>
    stepsOf(with_, shared).createStorage({ plan });
  const remove = (plan: OnboardingPlan, with_: Clients = clients) =>
    removeData({
      ...with_,
      registry: stepsOf(with_, shared).registry,
      itemsOf: tenantItemsClient(new STSClient(config), shared.surroundings.tenantDataRoleArn, config),
      pooledTables: shared.pooledTables,
      clock: systemClock,
    })({ plan: planOfRemoval(plan) });
  const ledgerOf = ({ tenantId }: RequestedTenant) => readLedger(stepsOf(clients, shared).registry, tenantId);
  /** ARNs of keys that nobody has deleted. */
  const usableKeys = async () => {
    const { Keys = [] } = await clients.kms.send(new ListKeysCommand({}));
    const all = await Promise.all(
      Keys.map(({ KeyId }) => clients.kms.send(new DescribeKeyCommand({ KeyId }))),
    );
    return all.flatMap(({ KeyMetadata }) => (KeyMetadata?.Enabled ? [KeyMetadata.Arn ?? ''] : []));
  };
  const aliases = async () =>
    ((await clients.kms.send(new ListAliasesCommand({}))).Aliases ?? [])
      .map(({ AliasName = '' }) => AliasName)
      .filter((alias) => alias.startsWith('alias/tenant-'));

  it('give Premium one key that has its tags and rotates, and encrypt its tables and logs by it', async () => {
    const { tenant, plan } = await planOf('PREMIUM');
    const name = footprintName(tenant);

    const made = await create(plan);
    const again = await create(plan);

    const KeyId = made.encryptionKeyArn ?? '';
    expect(again).toEqual(made);
    expect([await usableKeys(), await aliases()]).toEqual([[KeyId], [`alias/${name}`]]);
    expect((await clients.kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(
      true,
    );
    expect((await clients.kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual(
      expect.arrayContaining([
        { TagKey: 'tenantId', TagValue: tenant.tenantId },
        { TagKey: 'tenantName', TagValue: tenant.tenantName },
        { TagKey: 'tier', TagValue: 'PREMIUM' },
      ]),
    );
    expect(
      (await clients.kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy,
    ).toContain(`log-group:/tenants/${name}`);
    for (const TableName of Object.values(made.tables)) {
      const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table?.SSEDescription).toMatchObject({ SSEType: 'KMS', KMSMasterKeyArn: KeyId });
    }
    await remove(plan);
  }, 60_000);

  it('give Advanced none', async () => {
    const { plan } = await planOf('ADVANCED');

    expect(await create(plan)).not.toHaveProperty('encryptionKeyArn');
    expect(await usableKeys()).toEqual([]);
  }, 60_000);

  it('converge though each kind of call loses its first reply, and leave no key that can be used', async () => {
    const { tenant, plan } = await planOf('PREMIUM');
    const [making, removing] = [clientsFor(config), clientsFor(config)];
    const lost = [losingEachOnce(making).lost, losingEachOnce(removing).lost];

    await untilItEnds(() => create(plan, making));
    const keys = await usableKeys();
    await untilItEnds(() => remove(plan, removing));
    const ledger = await ledgerOf(tenant);
    await remove(plan);

    expect([...(lost[0] ?? [])]).toEqual(
      expect.arrayContaining(['CreateKeyCommand', 'CreateAliasCommand', 'EnableKeyRotationCommand']),
    );
    expect([...(lost[1] ?? [])]).toEqual(
      expect.arrayContaining(['ScheduleKeyDeletionCommand', 'DeleteAliasCommand']),
    );
    expect(keys).toHaveLength(1);
    expect([await usableKeys(), await aliases()]).toEqual([[], []]);
    expect(await ledgerOf(tenant)).toEqual(ledger);
    expect(ledger.filter(({ state }) => state !== 'deleted')).toEqual([]);
    expect(ledger).toContainEqual(expect.objectContaining({ type: 'EncryptionKey', arn: keys[0] }));
    expect(await lookAtKeys(clients.kms, subjectOf(planOfRemoval(plan)), ledger)).toEqual({
      remaining: [],
      pending: [{ type: 'EncryptionKey', name: keys[0], arn: keys[0] }],
    });
  }, 60_000);
});
