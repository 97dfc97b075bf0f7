import {
  APIGatewayClient,
  GetUsageCommand,
  GetUsagePlanCommand,
  UpdateUsageCommand,
} from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { extendUsage } from '../../../lambdas/admin-api/usage/extend-usage';
import { getUsage } from '../../../lambdas/admin-api/usage/get-usage';
import { extendUsageSchema, usageQuerySchema } from '../../../lambdas/shared/contracts/usage';
import { showPlan } from '../../../lambdas/tenant-access/show-plan/show-plan';
import { buildEntry, rowsOf } from '../../builders/directory';
import { batchOf, fakeRegistry } from '../../builders/fake-registry';

const aws = mockClient(APIGatewayClient);
const apiGateway = new APIGatewayClient({ region: 'us-east-1' });
const entry = buildEntry(1, { tier: 'ADVANCED' });
const KEY = { type: 'UsagePlanKey', state: 'created', arn: 'key-1', details: { usagePlanId: 'plan-1' } };

function on(ledger: object[] = [KEY], throttled: Record<string, number> = {}) {
  const rows: Record<string, unknown>[] = rowsOf(entry);
  const { context } = fakeRegistry({
    get: ({ Key }) => {
      const { pk } = Key as { pk: string };
      if (pk === 'ACCESS#t-1') return { Item: { pk, tenantId: 't-1', tier: 'ADVANCED' } };
      return { Item: rows.find((row) => row.pk === pk) };
    },
    query: () => ({ Items: ledger }),
    batchGet: batchOf(
      Object.entries(throttled).map(([date, requests]) => ({ pk: `THROTTLED#${date}`, sk: 't-1', requests })),
    ),
  });
  return { apiGateway, registry: context };
}

beforeEach(() => {
  aws.reset();
  aws.on(GetUsagePlanCommand).resolves({
    throttle: { rateLimit: 15, burstLimit: 20 },
    quota: { limit: 2_000, period: 'DAY' },
  });
  aws.on(GetUsageCommand).resolves({
    items: {
      'key-1': [
        [7, 1_993],
        [0, 2_000],
        [12, 1_988],
      ],
    },
  });
});

describe("a tenant's usage", () => {
  it('is counted by day against its plan, with what was refused', async () => {
    const usage = await getUsage(on([KEY], { '2026-03-08': 3, '2026-03-10': 5 }), 'r-1', 3);

    expect(usage).toEqual({
      plan: { tier: 'ADVANCED', rateLimit: 15, burstLimit: 20, quotaPerDay: 2_000 },
      today: { date: '2026-03-10', used: 12, throttled: 5, remaining: 1_988 },
      resetsAt: '2026-03-11T00:00:00.000Z',
      days: [
        { date: '2026-03-08', used: 7, throttled: 3 },
        { date: '2026-03-09', used: 0, throttled: 0 },
        { date: '2026-03-10', used: 12, throttled: 5 },
      ],
    });
    expect(aws.commandCalls(GetUsageCommand)[0]?.args[0].input).toEqual({
      ...{ usagePlanId: 'plan-1', keyId: 'key-1' },
      ...{ startDate: '2026-03-08', endDate: '2026-03-10' },
    });
  });

  it('is none of a key that was never used', async () => {
    aws.on(GetUsageCommand).resolves({ items: {} });

    const { today, days } = await getUsage(on(), 'r-1', 30);

    expect(today).toEqual({ date: '2026-03-10', used: 0, throttled: 0, remaining: 2_000 });
    expect(days).toHaveLength(30);
  });

  it.each([
    ['none was made yet', []],
    ['it is only planned', [{ ...KEY, state: 'planned', arn: undefined }]],
    ['it is gone', [{ ...KEY, state: 'deleted' }]],
  ])('is a conflict while the tenant has no key: %s', async (_why, ledger) => {
    await expect(getUsage(on(ledger), 'r-1', 30)).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('is not found of an unknown registration', async () => {
    await expect(getUsage(on(), 'r-2', 30)).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('is extended for today by what is asked for', async () => {
    aws.on(GetUsageCommand).resolves({ items: { 'key-1': [[1_995, 5]] } });
    aws.on(UpdateUsageCommand).resolves({});

    const extended = await extendUsage(on(), 'r-1', { requests: 500 });

    expect(extended).toMatchObject({ date: '2026-03-10', remaining: 505 });
    expect(aws.commandCalls(UpdateUsageCommand)[0]?.args[0].input).toEqual({
      ...{ usagePlanId: 'plan-1', keyId: 'key-1' },
      patchOperations: [{ op: 'replace', path: '/remaining', value: '505' }],
    });
  });

  it.each([0, -1, 1.5, 1_000_001, '5', null])('is not extended by %p', (requests) => {
    expect(extendUsageSchema.safeParse({ requests }).error?.issues[0]?.path).toEqual(['requests']);
  });

  it.each(['0', '91', '1.5', 'ten', ''])('is not told for "%s" days', (days) => {
    expect(usageQuerySchema.safeParse({ days }).error?.issues[0]?.path).toEqual(['days']);
  });
});

describe('the plan that a tenant is shown', () => {
  it('is its own, of 30 days, and asked for once by all who look', async () => {
    const show = showPlan(on());

    const [first, second] = await Promise.all([show('t-1'), show('t-1')]);
    await show('t-1');

    expect(first).toBe(second);
    expect(first.plan.tier).toBe('ADVANCED');
    expect(first.days).toHaveLength(30);
    expect(aws.commandCalls(GetUsageCommand)).toHaveLength(1);
  });

  it('is asked for again after a failure', async () => {
    const show = showPlan(on());
    aws.on(GetUsageCommand).rejectsOnce(new Error('away')).resolves({ items: {} });

    await expect(show('t-1')).rejects.toThrow('away');

    expect((await show('t-1')).plan.quotaPerDay).toBe(2_000);
  });

  it('is not ready while there is no key', async () => {
    await expect(showPlan(on([]))('t-1')).rejects.toMatchObject({ name: 'NotReadyError' });
  });
});
