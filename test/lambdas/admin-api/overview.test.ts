import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListExecutionsCommand, SFNClient, StateMachineDoesNotExist } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { overview } from '../../../lambdas/admin-api/overview/overview';
import { overviewSchema } from '../../../lambdas/shared/contracts/overview';
import type { DirectoryEntry } from '../../../lambdas/shared/registry/directory';
import { remember } from '../../../lambdas/shared/remember';
import { buildEntry, rowsOf } from '../../builders/directory';
import { fakeRegistry } from '../../builders/fake-registry';

const aws = mockClient(SFNClient);
const alarms = mockClient(CloudWatchClient);
const sfn = new SFNClient({ region: 'us-east-1' });
const cloudwatch = new CloudWatchClient({ region: 'us-east-1' });
beforeEach(() => {
  aws.reset().on(ListExecutionsCommand).resolves({ executions: [] });
  alarms.reset().on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
});

async function look(entries: DirectoryEntry[], throttled: Record<string, number> = {}) {
  const rows: Record<string, unknown>[] = entries.flatMap((entry) => {
    const [tenant = {}, registration = {}] = rowsOf(entry);
    return [tenant, { ...registration, ...(entry.failure ? { failure: entry.failure } : {}) }];
  });
  const { context, sent } = fakeRegistry({
    query: ({ ExpressionAttributeValues: values }) => {
      const { ':list': list, ':pk': pk } = values as Record<string, string>;
      if (pk === 'THROTTLED#2026-03-10') {
        return { Items: Object.entries(throttled).map(([sk, requests]) => ({ pk, sk, requests })) };
      }
      return { Items: rows.filter((row) => String(row.pk).startsWith(`${list}#`)) };
    },
  });
  const result = await overview({
    ...{ registry: context, sfn, cloudwatch },
    places: {
      poolCellId: 'cell-0',
      cells: [
        { id: 'cell-0', siloSlots: 32 },
        { id: 'cell-1', siloSlots: 33 },
      ],
    },
    stateMachineArns: { onboarding: 'arn:onboarding', offboarding: 'arn:offboarding' },
  })();
  return { result: overviewSchema.parse(result), sent };
}

describe('alarms', () => {
  const alarm = (AlarmName: string, StateValue: 'OK' | 'ALARM', AlarmDescription?: string) => ({
    ...{ AlarmName, StateValue, AlarmDescription },
    AlarmArn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${AlarmName}`,
    StateTransitionedTimestamp: new Date('2026-03-10T09:00:00Z'),
  });

  it('are those of ours, of every page, those that alarm first, each with what to do', async () => {
    const ours = 'An onboarding failed. What to do: replay it.';
    alarms
      .on(DescribeAlarmsCommand)
      .resolves({ MetricAlarms: [alarm('a', 'OK', ours), alarm('other', 'ALARM', 'CPU')], NextToken: 'n' })
      .on(DescribeAlarmsCommand, { NextToken: 'n' })
      .resolves({ MetricAlarms: [alarm('b', 'ALARM', ours)] });

    const { result } = await look([]);

    expect(result.alarms?.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(result.alarms?.[0]).toEqual({
      ...{ name: 'b', state: 'ALARM', since: '2026-03-10T09:00:00.000Z' },
      ...{ problem: 'An onboarding failed.', action: 'replay it.' },
      consoleUrl:
        'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/b',
    });
  });

  it('are not known when CloudWatch cannot be asked; all else is shown', async () => {
    alarms.on(DescribeAlarmsCommand).rejects(new Error('away'));

    const { result } = await look([buildEntry(0)]);

    expect(result.alarms).toBeUndefined();
    expect(result.tenants.total).toBe(1);
  });
});

describe('the overview', () => {
  it('counts tenants by tier and state; who is gone is a state, and no tenant', async () => {
    const { result } = await look([
      buildEntry(0),
      buildEntry(1),
      buildEntry(3, { registrationStatus: 'Suspended' }),
      buildEntry(4, { registrationStatus: 'Deleted', sbtaws_active: false }),
    ]);

    expect(result.tenants).toEqual({
      total: 3,
      byTier: [
        { tier: 'BASIC', count: 2 },
        { tier: 'ADVANCED', count: 1 },
        { tier: 'PREMIUM', count: 0 },
      ],
      byStatus: [
        { registrationStatus: 'Created', count: 2 },
        { registrationStatus: 'Suspended', count: 1 },
        { registrationStatus: 'Deleted', count: 1 },
      ],
    });
  });

  it('shows what Step Functions runs, newest first, with the tenant of each', async () => {
    const named = (name: string, minute: number) => ({
      name,
      startDate: new Date(Date.UTC(2026, 2, 10, 9, minute)),
    });
    aws.on(ListExecutionsCommand, { stateMachineArn: 'arn:onboarding', statusFilter: 'RUNNING' }).resolves({
      executions: [named('tenant-0001-onboarding-1', 1), named('somebody-else-onboarding-2', 3)] as never,
    });
    aws.on(ListExecutionsCommand, { stateMachineArn: 'arn:offboarding' }).resolves({
      executions: [named('x-onboarding-y-offboarding-9-replay-1', 2)] as never,
    });

    const { operations } = (await look([buildEntry(1), buildEntry(2, { tenantName: 'x-onboarding-y' })]))
      .result;

    expect(operations.running).toBe(3);
    expect(operations.runningNow).toMatchObject([
      { tenantId: 't-2', operation: 'offboarding', executionName: 'x-onboarding-y-offboarding-9-replay-1' },
      { tenantId: 't-1', operation: 'onboarding', startedAt: '2026-03-10T09:01:00.000Z' },
    ]);
  });

  it('is there without an application plane', async () => {
    aws.on(ListExecutionsCommand).rejects(new StateMachineDoesNotExist({ message: '', $metadata: {} }));

    expect((await look([])).result.operations.running).toBe(0);
  });

  it('shows whose last operation failed, and where', async () => {
    const failure = {
      state: 'Deploy',
      error: 'Broken',
      cause: 'why',
      executionArn: 'arn:x:acme-onboarding-1',
    };
    const { operations } = (
      await look([
        buildEntry(1, { failure, registrationStatus: 'Failed to provision' }),
        // Its suspension failed.
        buildEntry(2, { failure }),
        // A foreign plane told of it in its own words.
        buildEntry(3, { registrationStatus: 'Failed to deprovision', failure: { code: 5 } as never }),
        buildEntry(4, { failure, sbtaws_active: false }),
        buildEntry(5),
      ])
    ).result;

    expect(operations.failed).toBe(3);
    expect(operations.failedLast.map(({ tenantId, executionName }) => [tenantId, executionName])).toEqual([
      ['t-3', undefined],
      ['t-2', 'acme-onboarding-1'],
      ['t-1', 'acme-onboarding-1'],
    ]);
    expect(operations.failedLast[2]?.failure).toEqual(failure);
  });

  it('tells how full each cell is', async () => {
    const { result } = await look([
      buildEntry(0),
      buildEntry(1, { placement: { cellId: 'cell-0', slot: 0 } }),
      buildEntry(2, { placement: { cellId: 'cell-1', slot: 5 } }),
      buildEntry(4, { placement: { cellId: 'cell-1', slot: 6 }, sbtaws_active: false }),
    ]);

    expect(result.cells).toEqual([
      { cellId: 'cell-0', pool: true, slots: 32, used: 1, pooledTenants: 1 },
      { cellId: 'cell-1', pool: false, slots: 33, used: 1, pooledTenants: 0 },
    ]);
  });

  it('tells whose requests were refused today, most first', async () => {
    const { result } = await look([buildEntry(1), buildEntry(2)], { 't-1': 4, 't-2': 9, gone: 1 });

    expect(result.throttled.total).toBe(14);
    expect(result.throttled.tenants.map(({ tenantId, requests }) => [tenantId, requests])).toEqual([
      ['t-2', 9],
      ['t-1', 4],
    ]);
  });

  it('takes three queries and a list an operation, however many tenants there are', async () => {
    const { sent, result } = await look(Array.from({ length: 1_000 }, (_, number) => buildEntry(number)));

    expect(result.tenants.total).toBe(1_000);
    expect(sent.map(({ command }) => command)).toEqual(Array(3).fill('query'));
    expect(aws.calls()).toHaveLength(2);
  });
});

describe('an answer that is remembered', () => {
  it('is shared by who asks meanwhile and shortly after, and then asked for anew', async () => {
    let now = 0;
    let asked = 0;
    const look = remember(
      5_000,
      async () => ++asked,
      () => now,
    );

    const first = await Promise.all([look(), look()]);
    now = 4_999;
    const shortly = await look();
    now = 5_000;

    expect([...first, shortly, await look()]).toEqual([1, 1, 1, 2]);
  });
});
