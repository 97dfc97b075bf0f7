import {
  APIGatewayClient,
  GetUsagePlansCommand,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import { clientConfig } from '../../scripts/local/engine';

/**
 * Raises every tier's plan above what the load asks for, since 200 requests a second are more than any tier but
 * Premium may ask: a refusal by the plan would hide what the services do. Returns how to put the plans back.
 */
export async function raisePlans(port: number): Promise<() => Promise<void>> {
  const gateway = new APIGatewayClient(clientConfig(port));
  const { items = [] } = await gateway.send(new GetUsagePlansCommand({ limit: 100 }));
  const set = async ({ id }: UsagePlan, rate: number, burst: number, quota: number) => {
    const values = { '/throttle/rateLimit': rate, '/throttle/burstLimit': burst, '/quota/limit': quota };
    await gateway.send(
      new UpdateUsagePlanCommand({
        usagePlanId: id,
        patchOperations: Object.entries(values).map(([path, value]) => ({
          op: 'replace',
          path,
          value: String(value),
        })),
      }),
    );
  };
  for (const plan of items) await set(plan, 5_000, 5_000, 10_000_000);
  return async () => {
    for (const plan of items) {
      const { rateLimit = 0, burstLimit = 0 } = plan.throttle ?? {};
      await set(plan, rateLimit, burstLimit, plan.quota?.limit ?? 0);
    }
  };
}
