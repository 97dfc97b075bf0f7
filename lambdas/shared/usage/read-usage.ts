import { type APIGatewayClient, GetUsageCommand, GetUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import type { Tier } from '../contracts/tiers';
import type { Usage } from '../contracts/usage';
import type { RegistryContext } from '../registry/client';
import { throttledOf } from '../registry/throttled';
import { lastDays, midnightAfter } from './days';
import type { MeteredKey } from './metered-key';

export interface UsageDependencies {
  apiGateway: APIGatewayClient;
  registry: RegistryContext;
}

/**
 * A tenant's requests a day against its plan, as API Gateway counts them; it counts no refused ones, which come from
 * the gateway's access log (count-throttled). Each of the calls is one of the ten a second that an account has.
 *
 * AWS calls: `apigateway:GET` on `/usageplans/<plan>` and `/usageplans/<plan>/usage`; `dynamodb:BatchGetItem`.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html
 */
export async function readUsage(
  { apiGateway, registry }: UsageDependencies,
  { tenantId, tier }: { tenantId: string; tier: Tier },
  { usagePlanId, keyId }: MeteredKey,
  dayCount: number,
): Promise<Usage> {
  const now = registry.now();
  const dates = lastDays(now, dayCount);
  const today = dates.at(-1) ?? '';
  const [plan, { items = {} }, throttled] = await Promise.all([
    apiGateway.send(new GetUsagePlanCommand({ usagePlanId })),
    apiGateway.send(new GetUsageCommand({ usagePlanId, keyId, startDate: dates[0], endDate: today })),
    throttledOf(registry, tenantId, dates),
  ]);
  // One pair a day from the first on: used, remaining. Of a key that was never used there is none.
  const counts = items[keyId] ?? [];
  const days = dates.map((date, index) => ({
    date,
    used: counts[index]?.[0] ?? 0,
    throttled: throttled.get(date) ?? 0,
  }));
  const quotaPerDay = plan.quota?.limit ?? 0;
  const last = days.at(-1) ?? { date: today, used: 0, throttled: 0 };
  return {
    plan: {
      tier,
      rateLimit: plan.throttle?.rateLimit ?? 0,
      burstLimit: plan.throttle?.burstLimit ?? 0,
      quotaPerDay,
    },
    today: { ...last, remaining: Math.max(0, counts[dates.length - 1]?.[1] ?? quotaPerDay - last.used) },
    resetsAt: midnightAfter(now),
    days,
  };
}
