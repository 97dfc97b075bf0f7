import type { TenantClient } from './product';
import { stopwatch } from './stopwatch';
import { until } from './until';

/** Milliseconds between two requests: asking at each moment would slow down what is measured. */
const ASKED_EVERY_MS = 100;

/**
 * Asks with a token that was admitted before until it is refused.
 * @param statuses what counts as refused
 * @param order what leads to it: its own time counts
 * @returns how long that took, in milliseconds
 */
export async function refusalOf(
  client: TenantClient,
  { statuses = [401, 403], order }: { statuses?: number[]; order?: () => Promise<void> } = {},
): Promise<number> {
  const watch = stopwatch();
  await order?.();
  const isRefused = async () => statuses.includes((await client.once('GET', '/products')).status);
  await until('the first refusal', 20_000, isRefused, ASKED_EVERY_MS);
  return watch.stop();
}
