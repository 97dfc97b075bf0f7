import { ISOLATION, SERVICES } from '../../lambdas/shared/contracts/tiers';
import type {
  OffboardingPlan,
  OnboardingPlan,
  RequestedTenant,
} from '../../lambdas/shared/contracts/workflow';
import { buildPlan } from './onboarding';

export const OFFBOARDING_EXECUTION =
  'arn:aws:states:eu-west-1:123456789012:execution:tenant-offboarding:acme-offboarding-1';

/** The plan by which what an onboarding's plan made is removed. */
export function planOfRemoval(
  { tenant, advancedClusterArn, cell }: OnboardingPlan,
  executionArn: string = OFFBOARDING_EXECUTION,
): OffboardingPlan {
  const { silo, ownCluster } = ISOLATION[tenant.tier];
  return {
    tenant,
    executionArn,
    nothingToRemove: false,
    silo,
    ownCluster,
    advancedClusterArn,
    listenerArn: cell.listenerArn,
    services: silo ? [...SERVICES] : [],
    exportFirst: false,
  };
}

/** A plan as BeginOffboarding makes it for the tenant's tier. */
export const buildRemovalPlan = (tenant: RequestedTenant): OffboardingPlan =>
  planOfRemoval(buildPlan(tenant));
