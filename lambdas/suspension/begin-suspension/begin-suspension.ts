import { footprintName } from '../../shared/contracts/identifiers';
import type { Registration, TenantAccess } from '../../shared/contracts/registry-items';
import { ISOLATION, POOL_PATH } from '../../shared/contracts/tiers';
import type { Cell, NamedTenant, SuspensionPlan } from '../../shared/contracts/workflow';
import { RegistrationMismatchError } from '../../shared/errors';
import { getAccess, isInService, wasInService } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';
import { acquireLock } from '../../shared/registry/lock';
import { getRegistration, getTenant } from '../../shared/registry/registrations';

export interface BeginDependencies {
  registry: RegistryContext;
  /** Reads a cell's description. */
  readCell: (cellId: string) => Promise<Cell>;
  /** Whether Step Functions still runs an execution. */
  isRunning: (executionArn: string) => Promise<boolean>;
  advancedClusterArn: string;
}

/**
 * Takes the tenant's operation lock, and sees to it that the tenant is one that can be suspended or resumed: it was
 * in service before. One whose offboarding was cancelled can be resumed, though its access is revoked.
 *
 * AWS calls: `ssm:GetParameter` (kept a minute), `states:DescribeExecution` only where another execution holds the
 * lock. Registry: GetItem (registration, tenant, access, lock), PutItem (lock).
 *
 * @throws TenantBusyError while another operation of the tenant runs
 * @throws RegistrationMismatchError for a tenant that never was in service, or leaves
 */
export const beginSuspension =
  ({ registry, readCell, isRunning, advancedClusterArn }: BeginDependencies) =>
  async (input: {
    tenant: NamedTenant;
    executionArn: string;
    operation: 'activation' | 'deactivation';
  }): Promise<SuspensionPlan> => {
    const { tenant, executionArn, operation } = input;
    // Before the lock, which nobody would give back to a tenant that there is not; whose a registration is stays.
    const row = await getTenant(registry, tenant.tenantId);
    if (row?.tenantRegistrationId !== tenant.tenantRegistrationId) throw refusal(tenant);
    // So that a tenant that leaves keeps the lock of its offboarding, failed or waiting, which is to go on.
    await requireStays(registry, tenant);
    await acquireLock(registry, tenant.tenantId, { operation, executionArn }, isRunning);
    // Read below the lock: what the former holder wrote counts.
    await requireStays(registry, tenant);
    const { silo, ownCluster } = ISOLATION[tenant.tier];
    return {
      tenant,
      executionArn,
      silo,
      cluster: ownCluster ? footprintName(tenant) : advancedClusterArn,
      cell: await readCell(row.placement.cellId),
      tenantPath: silo ? tenant.tenantId : POOL_PATH,
    };
  };

async function requireStays(registry: RegistryContext, tenant: NamedTenant): Promise<void> {
  const [registration, access] = await Promise.all([
    getRegistration(registry, tenant.tenantRegistrationId),
    getAccess(registry, tenant.tenantId),
  ]);
  if (!staysIn(registration, access)) throw refusal(tenant, registration);
}

const refusal = ({ tenantId }: NamedTenant, registration?: Registration) =>
  new RegistrationMismatchError(
    `tenantId: "${tenantId}" is ${registration?.registrationStatus.toLowerCase() ?? 'unknown'}; only a tenant that was in service can be suspended or resumed`,
  );

function staysIn(registration: Registration | undefined, access: TenantAccess | undefined): boolean {
  if (!registration?.sbtaws_active) return false;
  return isInService(access) || (registration.offboarding?.state === 'cancelled' && wasInService(access));
}
