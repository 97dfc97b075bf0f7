import type { ResourceType } from '../contracts/registry-items';
import { ISOLATION, SERVICES, type Tier } from '../contracts/tiers';

/** Stands for the characters of a tenant's id in names: a tenant that there is not has none. */
export const UNKNOWN_ID = '????????';

/**
 * What onboarding makes for a tenant alone, as its ledger will name it. A test holds it against ledgers of onboarded
 * tenants.
 *
 * @param tenantKeys whether tenants get keys of their own where their tier has one
 */
export function plannedResources(
  tier: Tier,
  { tenantName, email }: { tenantName: string; email: string },
  tenantKeys: boolean,
): { type: ResourceType; name: string }[] {
  const { silo, ownCluster, ownTables, ownKey } = ISOLATION[tier];
  const name = `tenant-${tenantName}-${UNKNOWN_ID}`;
  const user = { type: 'User' as const, name: email };
  const key = [
    { type: 'ApiKey' as const, name },
    { type: 'UsagePlanKey' as const, name },
  ];
  if (!silo) return [user, ...key];
  return [
    { type: 'UserPool', name },
    { type: 'UserPoolClient', name },
    user,
    ...key,
    ...(ownCluster ? [{ type: 'Cluster' as const, name }] : []),
    { type: 'SecurityGroup', name },
    { type: 'Namespace', name },
    ...(ownKey && tenantKeys ? [{ type: 'EncryptionKey' as const, name: `alias/${name}` }] : []),
    ...ownTables.map((table) => ({ type: 'Table' as const, name: `${name}-${table}` })),
    { type: 'LogGroup', name: `/tenants/${name}` },
    ...SERVICES.flatMap((service) => [
      { type: 'Role' as const, name: `${name}-${service}` },
      { type: 'TaskDefinition' as const, name: `${name}-${service}` },
      { type: 'TargetGroup' as const, name: `tenant-${UNKNOWN_ID}-${service}` },
      { type: 'ListenerRule' as const, name: `${name}-${service}` },
      { type: 'Service' as const, name: `${name}-${service}` },
    ]),
  ];
}
