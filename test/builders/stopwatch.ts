/** Milliseconds between two looks at the clock. */
const TICK_MS = 50;
/** A look that comes later than this was held up by the machine: the process does next to nothing meanwhile. */
const MOST_LATE_MS = 250;

/**
 * Measures what the product takes, by a process that waits for it: not the time in which the machine stood still, as one
 * that is shared with others does now and then for seconds. Whoever only works slowly is measured in full.
 */
export function stopwatch(): { stop(): number } {
  const began = performance.now();
  let looked = began;
  let stoodStill = 0;
  const look = () => {
    const now = performance.now();
    const late = now - looked - TICK_MS;
    if (late > MOST_LATE_MS) stoodStill += late;
    looked = now;
  };
  // Of a test that fails before it stops the watch, nothing is left that runs.
  const timer = setInterval(look, TICK_MS).unref();
  return {
    /** @returns milliseconds since the start */
    stop() {
      clearInterval(timer);
      look();
      return looked - began - stoodStill;
    },
  };
}
