import type { Order } from '../../../lambdas/reconciler/reconcile/reconcile';
import { scheduledRun } from '../../../lambdas/reconciler/reconcile/scheduled';

const finding = {
  kind: 'drift',
  tenantId: 't',
  tenantName: 'n',
  type: 'x',
  name: 'y',
  detail: '',
  advice: '',
} as const;

describe('the run of the schedule', () => {
  const orders: Order[] = [];
  const counts: number[] = [];
  let now = 0;
  const runWith = (pages: number, duration: number) =>
    scheduledRun({
      run: async (order) => {
        orders.push(order);
        now += duration;
        const more = orders.length < pages ? { next: `page-${orders.length}` } : {};
        return { checkedAt: 'then', tenants: 25, skipped: 1, findings: [finding], ...more };
      },
      onFindings: (count) => counts.push(count),
      onFinding: () => {},
      now: () => now,
    });
  beforeEach(() => {
    orders.length = 0;
    counts.length = 0;
    now = 0;
  });

  it('goes through every page, mends nothing, and counts what it found', async () => {
    expect(await runWith(3, 1)()).toEqual({ checkedAt: 'then', tenants: 75, skipped: 3, findings: 3 });
    expect(orders).toEqual([
      { fix: false },
      { fix: false, cursor: 'page-1' },
      { fix: false, cursor: 'page-2' },
    ]);
    expect(counts).toEqual([3]);
  });

  it('fails when its time is not enough, and tells what it found so far', async () => {
    await expect(runWith(3, 14 * 60_000)()).rejects.toMatchObject({ name: 'ReconciliationIncompleteError' });
    expect(counts).toEqual([1]);
  });
});
