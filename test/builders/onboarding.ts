import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lambdas/shared/aws/wait-until';
import { ISOLATION, SERVICES } from '../../lambdas/shared/contracts/tiers';
import type {
  Footprint,
  NamedTenant,
  OnboardingPlan,
  RequestedTenant,
} from '../../lambdas/shared/contracts/workflow';
import { admitTenant } from '../../lambdas/shared/registry/admission';
import type { RegistryContext } from '../../lambdas/shared/registry/client';

export const buildWorkflowTenant = (changes: Partial<RequestedTenant> = {}): RequestedTenant => ({
  tenantId: randomUUID(),
  tenantRegistrationId: randomUUID(),
  tenantName: `acme-${randomUUID().slice(0, 8)}`,
  email: `Admin-${randomUUID().slice(0, 8)}@Acme.example`,
  tier: 'PREMIUM',
  ...changes,
});

/** What of a tenant its executions know. */
export const namedOnly = ({ email: _email, ...named }: RequestedTenant): NamedTenant => named;

export const EXECUTION =
  'arn:aws:states:eu-west-1:123456789012:execution:tenant-onboarding:acme-onboarding-1';

/** A plan as BeginOnboarding makes it for the tenant's tier. */
export function buildPlan(requested: RequestedTenant = buildWorkflowTenant()): OnboardingPlan {
  const tenant = namedOnly(requested);
  const { silo, ownCluster } = ISOLATION[tenant.tier];
  return {
    tenant,
    executionArn: EXECUTION,
    alreadyInService: false,
    silo,
    ownCluster,
    advancedClusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/advanced',
    cell: {
      id: 'cell-0',
      apiUrl: 'https://api.example/prod',
      loadBalancerUrl: 'http://balancer.example',
      listenerArn: 'arn:listener',
      loadBalancerSecurityGroupId: 'sg-balancer',
    },
    tenantPath: silo ? tenant.tenantId : 'basic',
    services: silo ? SERVICES.map((name, index) => ({ name, priority: 10 + index })) : [],
  };
}

export const buildFootprint = (changes: Partial<Footprint> = {}): Footprint => ({
  clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/own',
  securityGroupId: 'sg-tenant',
  namespaceArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1',
  logGroupName: '/tenants/x',
  tables: { orders: 'tenant-orders', products: 'tenant-products' },
  ...changes,
});

/** Admits the tenant, as the starter or the Admin API does before the workflow runs. */
export const admitted = (registry: RegistryContext, tenant: RequestedTenant, tenantData = {}) =>
  admitTenant(
    registry,
    { poolCellId: 'cell-0', cells: [{ id: 'cell-0', siloSlots: 32 }] },
    { ...tenant, registrationStatus: 'In progress', tenantData, registrationData: {} },
  );

/** A clock whose pauses take no time and are remembered. */
export function jumpingClock(): Clock & { pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  };
}

/** An error as the AWS SDK throws it. */
export const awsError = (name: string, message = name, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });
