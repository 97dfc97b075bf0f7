import { CrashThrottle, reconcile } from '../../../../scripts/local/task-runner/reconcile';

const task = (taskArn: string, serviceKey = 'orders') => ({ taskArn, serviceKey });
const present = (taskArn: string, stopping = false) => ({ ...task(taskArn), stopping });
const always = () => true;

describe('reconcile', () => {
  it('starts what is wanted and not there, and stops what is there and not wanted', () => {
    const actions = reconcile({
      wanted: [task('kept'), task('new')],
      present: [present('kept'), present('old')],
      mayStart: always,
    });

    expect(actions).toEqual({ start: [task('new')], stop: ['old'] });
  });

  it('neither stops a task twice nor starts one again that is still stopping', () => {
    const actions = reconcile({
      wanted: [task('again')],
      present: [present('again', true), present('old', true)],
      mayStart: always,
    });

    expect(actions).toEqual({ start: [], stop: [] });
  });

  it('starts nothing of a service that is held off, and stops what it must', () => {
    const actions = reconcile({
      wanted: [task('one', 'looping'), task('two', 'sound')],
      present: [present('old')],
      mayStart: (key) => key !== 'looping',
    });

    expect(actions).toEqual({ start: [task('two', 'sound')], stop: ['old'] });
  });
});

describe('the throttle of crash loops', () => {
  it('lets the first replacement start at once and doubles the wait from then on, to 30 s', () => {
    const throttle = new CrashThrottle(() => 0);

    const waits = Array.from({ length: 10 }, () => throttle.crashed('orders', 0));

    expect(waits).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('holds a service off until its time, and no other', () => {
    let now = 0;
    const throttle = new CrashThrottle(() => now);
    throttle.crashed('orders', 0);
    throttle.crashed('orders', 0);

    const before = [throttle.mayStart('orders'), throttle.mayStart('products')];
    now = 500;
    const after = throttle.mayStart('orders');

    expect(before).toEqual([false, true]);
    expect(after).toBe(true);
  });

  it('starts anew after a task that was healthy for 10 s', () => {
    const throttle = new CrashThrottle(() => 0);
    const crashesOf = (...healthyForMs: number[]) => healthyForMs.map((ms) => throttle.crashed('orders', ms));

    expect(crashesOf(0, 9_999, 10_000, 0, 0)).toEqual([0, 500, 0, 0, 500]);
  });

  it('forgets a service that has had no task for 30 s, and not one between two of its tasks', () => {
    let now = 0;
    const throttle = new CrashThrottle(() => now);
    throttle.crashed('orders', 0);

    throttle.keepOnly(new Set());
    const between = throttle.crashed('orders', 0);
    now = 500 + 30_001;
    throttle.keepOnly(new Set());
    const later = throttle.crashed('orders', 0);

    expect([between, later]).toEqual([500, 0]);
  });
});
