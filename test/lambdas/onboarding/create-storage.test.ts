import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import {
  createStorage,
  type StorageDependencies,
} from '../../../lambdas/onboarding/create-storage/create-storage';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { fakeKms } from '../../builders/fake-kms';
import { useLocalAws } from '../../builders/local-aws';
import { awsError, buildPlan, buildWorkflowTenant, jumpingClock } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15124));
// The registry is a real table, so the tables that the step makes get a client of their own.
const tables = new DynamoDBClient({ region: 'eu-west-1' });
const dynamodb = mockClient(tables);
const logs = mockClient(CloudWatchLogsClient);
const create = (tier: Tier, clock = jumpingClock(), keys?: StorageDependencies['keys']) => {
  const tenant = buildWorkflowTenant({ tier });
  const work = createStorage({
    dynamodb: tables,
    logs: new CloudWatchLogsClient({ region: 'eu-west-1' }),
    registry: registry.context,
    pooledTables: { orders: 'pooled-orders', products: 'pooled-products' },
    logRetentionDays: 30,
    clock,
    ...(keys && { keys }),
  });
  return { tenant, name: footprintName(tenant), run: () => work({ plan: buildPlan(tenant) }) };
};

beforeEach(() => {
  dynamodb.reset();
  logs.reset();
  dynamodb.on(CreateTableCommand).resolves({ TableDescription: { TableStatus: 'CREATING' } });
  dynamodb.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'ACTIVE' } });
  dynamodb.on(UpdateContinuousBackupsCommand).resolves({});
});

describe('create-storage', () => {
  it('gives Premium both tables, with the keys that the services use', async () => {
    const { name, tenant, run } = create('PREMIUM');

    const storage = await run();

    expect(storage).toEqual({
      tables: { orders: `${name}-orders`, products: `${name}-products` },
      logGroupName: `/tenants/${name}`,
    });
    const made = dynamodb.commandCalls(CreateTableCommand).map((call) => call.args[0].input);
    expect(
      made.map(({ TableName, KeySchema }) => [TableName, KeySchema?.map((key) => key.AttributeName)]),
    ).toEqual([
      [`${name}-orders`, ['tenantId', 'orderId']],
      [`${name}-products`, ['tenantId', 'productId']],
    ]);
    for (const table of made) {
      expect(table).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        Tags: expect.arrayContaining([{ Key: 'tenantId', Value: tenant.tenantId }]),
      });
    }
    expect(dynamodb.commandCalls(UpdateContinuousBackupsCommand)).toHaveLength(2);
    const types = (await readLedger(registry.context, tenant.tenantId)).map(
      ({ type, state }) => `${type} ${state}`,
    );
    expect(types).toEqual(['LogGroup created', 'Table created', 'Table created']);
  });

  it("gives Advanced its orders, beside the pool's products", async () => {
    const { name, run } = create('ADVANCED');

    const { tables: given } = await run();

    expect(given).toEqual({ orders: `${name}-orders`, products: 'pooled-products' });
    expect(dynamodb.commandCalls(CreateTableCommand)).toHaveLength(1);
  });

  it('turns on point-in-time recovery only once the table is active and lets it', async () => {
    dynamodb
      .on(DescribeTableCommand)
      .resolvesOnce({ Table: { TableStatus: 'CREATING' } })
      .resolves({ Table: { TableStatus: 'ACTIVE' } });
    dynamodb
      .on(UpdateContinuousBackupsCommand)
      .rejectsOnce(awsError('ContinuousBackupsUnavailableException'))
      .resolves({});
    const { run } = create('ADVANCED');

    await run();

    const names = dynamodb.calls().map((call) => call.args[0].constructor.name);
    expect(names).toEqual([
      'CreateTableCommand',
      'DescribeTableCommand',
      'DescribeTableCommand',
      'UpdateContinuousBackupsCommand',
      'UpdateContinuousBackupsCommand',
    ]);
  });

  it('keeps a log for the days that were configured', async () => {
    const { name, run } = create('ADVANCED');

    await run();

    expect(logs.commandCalls(PutRetentionPolicyCommand)[0]?.args[0].input).toEqual({
      logGroupName: `/tenants/${name}`,
      retentionInDays: 30,
    });
  });

  it('accepts what is there', async () => {
    dynamodb.on(CreateTableCommand).rejects(awsError('ResourceInUseException'));
    logs.on(CreateLogGroupCommand).rejects(awsError('ResourceAlreadyExistsException'));
    const { name, run } = create('ADVANCED');

    expect(await run()).toMatchObject({ tables: { orders: `${name}-orders` } });
    expect(logs.commandCalls(PutRetentionPolicyCommand)).toHaveLength(1);
  });

  it('leaves a long wait to the state machine, within one invocation', async () => {
    dynamodb.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'CREATING' } });
    const clock = jumpingClock();

    await expect(create('ADVANCED', clock).run()).rejects.toThrow(NotReadyError);
    expect(clock.now()).toBeLessThanOrEqual(12_000);
  });

  it('passes a refusal on', async () => {
    dynamodb.on(CreateTableCommand).rejects(awsError('AccessDeniedException'));

    await expect(create('ADVANCED').run()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('where tenants have keys of their own', () => {
  const withKeys = (tier: Tier) => {
    const { client, ...kms } = fakeKms();
    return { ...kms, ...create(tier, jumpingClock(), { kms: client, creatingKeys: client }) };
  };

  it("a Premium tenant's encrypts its tables and its log, and is in its ledger", async () => {
    const { name, tenant, run, keys } = withKeys('PREMIUM');

    const storage = await run();

    const [{ Arn } = { Arn: '' }] = keys;
    expect(storage).toMatchObject({ encryptionKeyArn: Arn });
    expect(
      dynamodb.commandCalls(CreateTableCommand).map((call) => call.args[0].input.SSESpecification),
    ).toEqual(Array(2).fill({ Enabled: true, SSEType: 'KMS', KMSMasterKeyId: Arn }));
    expect(logs.commandCalls(CreateLogGroupCommand)[0]?.args[0].input.kmsKeyId).toBe(Arn);
    expect(await readLedger(registry.context, tenant.tenantId)).toContainEqual(
      expect.objectContaining({ type: 'EncryptionKey', name: `alias/${name}`, state: 'created', arn: Arn }),
    );
  });

  it('it is planned before it is made, and one whose creation was not answered is used by the next try', async () => {
    const { tenant, run, mock, add, keys, calls } = withKeys('PREMIUM');
    mock.on(CreateKeyCommand).callsFakeOnce(({ Description }) => {
      add({ Description });
      throw awsError('TimeoutError');
    });

    await expect(run()).rejects.toThrow();
    const planned = (await readLedger(registry.context, tenant.tenantId)).map(({ state }) => state);
    await run();

    expect(planned).toEqual(Array(4).fill('planned'));
    expect([keys.length, calls().filter((call) => call === 'CreateKey').length]).toEqual([1, 1]);
  });

  it('an Advanced tenant has none', async () => {
    const { run, calls } = withKeys('ADVANCED');

    expect(await run()).not.toHaveProperty('encryptionKeyArn');
    expect(calls()).toEqual([]);
    expect(dynamodb.commandCalls(CreateTableCommand)[0]?.args[0].input).not.toHaveProperty(
      'SSESpecification',
    );
  });
});
