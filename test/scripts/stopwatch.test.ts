import { setTimeout as pause } from 'node:timers/promises';
import { stopwatch } from '../builders/stopwatch';

/** As a machine does that gives its processors to others. */
const standStill = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

it('a stopwatch measures all that is waited for', () => {
  jest.useFakeTimers();
  try {
    const watch = stopwatch();
    jest.advanceTimersByTime(4_990);

    expect(watch.stop()).toBe(4_990);
  } finally {
    jest.useRealTimers();
  }
});

it('a stopwatch leaves out that the machine stood still', async () => {
  const began = performance.now();
  const watch = stopwatch();
  await pause(100);
  standStill(2_000);
  await pause(100);

  const measured = watch.stop();

  expect(performance.now() - began - measured).toBeGreaterThan(1_700);
});
