import type { Tier } from '../contracts/tiers';

/** Tags of every resource of a tenant, in the three spellings that AWS services want. */
export interface TenantTags {
  /** Cognito, API Gateway, CloudWatch Logs. */
  asMap: Record<string, string>;
  /** IAM, DynamoDB, EC2, Elastic Load Balancing, Cloud Map. */
  asKeyValue: { Key: string; Value: string }[];
  /** ECS. */
  asEcs: { key: string; value: string }[];
}

export function tenantTags(tenant: { tenantId: string; tenantName: string; tier: Tier }): TenantTags {
  const asMap = { tenantId: tenant.tenantId, tenantName: tenant.tenantName, tier: tenant.tier };
  const pairs = Object.entries(asMap);
  return {
    asMap,
    asKeyValue: pairs.map(([Key, Value]) => ({ Key, Value })),
    asEcs: pairs.map(([key, value]) => ({ key, value })),
  };
}
