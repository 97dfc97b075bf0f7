import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** One health check: whether `GET path` answers 200 within the time. Never throws. */
export function isHealthy(port: number, path: string, timeoutMs = 2_000): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/** Checks every 25 ms until the first success. False once the time is over or the signal says to stop. */
export async function becomesHealthy(
  check: () => Promise<boolean>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!signal.aborted && Date.now() < deadline) {
    if (await check()) return true;
    await pause(25);
  }
  return false;
}

/** Checks at every interval; resolves true after so many failures in a row, false when the signal says to stop. */
export async function becomesUnhealthy(
  check: () => Promise<boolean>,
  { intervalMs, unhealthyAfter }: { intervalMs: number; unhealthyAfter: number },
  signal: AbortSignal,
): Promise<boolean> {
  let failures = 0;
  while (failures < unhealthyAfter) {
    await pause(intervalMs, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return false;
    failures = (await check()) ? 0 : failures + 1;
  }
  return !signal.aborted;
}
