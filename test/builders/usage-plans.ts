import {
  APIGatewayClient,
  paginateGetUsagePlans,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import { clientConfig } from '../../scripts/local/engine';

/** More than a run sends in all: a plan that is used up would refuse attempts for the wrong reason. */
const ROOM = '1000000';

/**
 * Raises the throttle and quota of every usage plan, as an operator may.
 * @returns what puts them back as they were
 */
export async function raisePlans(port: number): Promise<() => Promise<void>> {
  const client = new APIGatewayClient(clientConfig(port));
  const set = async (usagePlanId: string | undefined, rate: string, burst: string, quota: string) => {
    const values = { '/throttle/rateLimit': rate, '/throttle/burstLimit': burst, '/quota/limit': quota };
    await client.send(
      new UpdateUsagePlanCommand({
        usagePlanId,
        patchOperations: Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value })),
      }),
    );
  };
  const plans: UsagePlan[] = [];
  for await (const { items = [] } of paginateGetUsagePlans({ client }, {})) plans.push(...items);
  for (const { id } of plans) await set(id, ROOM, ROOM, ROOM);
  return async () => {
    for (const { id, throttle, quota } of plans) {
      await set(id, String(throttle?.rateLimit), String(throttle?.burstLimit), String(quota?.limit));
    }
  };
}
