/** What an open-loop run asked for and what came of it. Milliseconds. */
export interface Pace {
  wanted: number;
  sent: number;
  /** From the first request's time to the last one's. */
  lastedMs: number;
  /** How far behind its time the latest request was sent: large means that the sender, not the product, was slow. */
  worstLagMs: number;
}

/** How often the sender looks at the clock. */
const TICK_MS = 5;

/**
 * Calls `send` for request 0, 1, 2 … each at its own time, `1000 / rate` ms apart, whatever became of the ones before:
 * a product that slows down gets no fewer requests (a closed loop of N connections would wait for it, and count the
 * pause as one slow request). `send` gets the time at which its request was due, from which latency counts.
 *
 * @param rate requests a second
 * @param over ends it; requests that were sent are not waited for
 */
export async function openLoop(
  rate: number,
  send: (index: number, dueMs: number) => void,
  over: AbortSignal,
): Promise<Pace> {
  const began = performance.now();
  let sent = 0;
  let worstLagMs = 0;
  const due = () => Math.floor(((performance.now() - began) * rate) / 1_000) + 1;
  const catchUp = () => {
    for (const until = due(); sent < until; sent += 1) {
      const dueMs = began + (sent * 1_000) / rate;
      worstLagMs = Math.max(worstLagMs, performance.now() - dueMs);
      send(sent, dueMs);
    }
  };
  await new Promise<void>((resolve) => {
    const timer = setInterval(catchUp, TICK_MS);
    over.addEventListener('abort', () => {
      clearInterval(timer);
      resolve();
    });
  });
  return { wanted: due(), sent, lastedMs: performance.now() - began, worstLagMs };
}
