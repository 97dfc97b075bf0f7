import { Period, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { TIERS, type Tier } from '../../lambdas/shared/contracts/tiers';
import type { Config } from '../config';
import type { Cell } from './cell';

/**
 * One plan a tier over the stages of all cells. Limits are per key, and each tenant has a key of its own; plans
 * themselves change too slowly (one update in 20 s) to have one a tenant.
 */
export class UsagePlans extends Construct {
  readonly idByTier: Record<Tier, string>;

  constructor(scope: Construct, id: string, { config, cells }: { config: Config; cells: Cell[] }) {
    super(scope, id);
    const plan = (tier: Tier) => {
      const { rateLimit, burstLimit, quotaPerDay } = config.tiers[tier];
      return new UsagePlan(this, tier, {
        name: `${config.prefix}-${tier.toLowerCase()}`,
        description: `What each ${tier} tenant may ask for`,
        throttle: { rateLimit, burstLimit },
        quota: { limit: quotaPerDay, period: Period.DAY },
        apiStages: cells.map(({ api }) => ({ api: api.restApi, stage: api.restApi.deploymentStage })),
      });
    };
    this.idByTier = Object.fromEntries(TIERS.map((tier) => [tier, plan(tier).usagePlanId])) as Record<
      Tier,
      string
    >;
  }
}
