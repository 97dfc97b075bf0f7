import { footprintName } from '../../shared/contracts/identifiers';
import { REGISTRATION_STATUS, type Registration, type Tenant } from '../../shared/contracts/registry-items';
import { ISOLATION, POOL_PATH, SERVICES } from '../../shared/contracts/tiers';
import type { Cell, NamedTenant, OnboardingPlan } from '../../shared/contracts/workflow';
import { RegistrationMismatchError } from '../../shared/errors';
import { isInService } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';
import { acquireLock } from '../../shared/registry/lock';
import { getRegistration, updateRegistration } from '../../shared/registry/registrations';
import { readTenantRows, type TenantRows } from '../../shared/registry/tenant-rows';

export interface BeginDependencies {
  registry: RegistryContext;
  /** Reads a cell's description. */
  readCell: (cellId: string) => Promise<Cell>;
  /** Whether Step Functions still runs an execution. */
  isRunning: (executionArn: string) => Promise<boolean>;
  advancedClusterArn: string;
}

/**
 * Takes the tenant's operation lock and decides, once, what every later step needs: the tenant's cell, which tier's
 * isolation it gets and its listener rules' priorities.
 *
 * AWS calls: `ssm:GetParameter` (kept a minute), `states:DescribeExecution` only where another execution holds the
 * lock. Registry: BatchGetItem (registration, tenant, access), PutItem (lock; GetItem where another holds it), GetItem and
 * UpdateItem (registration).
 *
 * @throws TenantBusyError while another operation of the tenant runs
 * @throws RegistrationMismatchError when the registry does not know this tenant so, or is about to delete it
 */
export const beginOnboarding =
  (deps: BeginDependencies) =>
  async (input: { tenant: NamedTenant; executionArn: string }): Promise<OnboardingPlan> => {
    const { registry, readCell, isRunning, advancedClusterArn } = deps;
    const { tenant, executionArn } = input;
    const rows = await readTenantRows(registry, tenant);
    const { registration, access } = rows;
    const { placement } = requireAdmitted(tenant, rows);
    const [cell] = await Promise.all([
      readCell(placement.cellId),
      acquireLock(registry, tenant.tenantId, { operation: 'onboarding', executionArn }, isRunning),
    ]);
    // Under the lock once more: an offboarding may have come and gone since, and there is nothing to build for.
    requireStays(tenant, await getRegistration(registry, tenant.tenantRegistrationId));
    if (registration?.failure) {
      // A new try of a failed onboarding: the registration shows that it runs again.
      await updateRegistration(registry, tenant.tenantRegistrationId, {
        registrationStatus: REGISTRATION_STATUS.inProgress,
        failure: null,
      });
    }
    const { silo, ownCluster } = ISOLATION[tenant.tier];
    return {
      tenant,
      executionArn,
      alreadyInService: isInService(access) && (access?.status === 'suspended' || wasTold(registration)),
      silo,
      ownCluster,
      advancedClusterArn,
      cell,
      tenantPath: silo ? tenant.tenantId : POOL_PATH,
      services: silo
        ? SERVICES.map((name, index) => ({ name, priority: rulePriority(placement.slot, index, tenant) }))
        : [],
    };
  };

function requireAdmitted(tenant: NamedTenant, { registration, tenant: row, access }: TenantRows): Tenant {
  const { tenantId, tenantRegistrationId, tenantName, tier } = tenant;
  const known =
    registration?.tenantId === tenantId &&
    row?.tenantRegistrationId === tenantRegistrationId &&
    row.tenantName === tenantName &&
    row.tier === tier;
  if (!known) {
    throw new RegistrationMismatchError(
      `tenantId: "${tenantId}" is not registered as "${tenantRegistrationId}" with this name and tier`,
    );
  }
  requireStays(tenant, registration);
  if (access?.status === 'revoked') {
    throw new RegistrationMismatchError(
      `tenantRegistrationId: "${tenantRegistrationId}" is being offboarded; register the tenant anew`,
    );
  }
  return row;
}

const LEAVING: readonly string[] = [
  REGISTRATION_STATUS.deleting,
  REGISTRATION_STATUS.deleted,
  REGISTRATION_STATUS.failedToDeprovision,
];

function requireStays({ tenantRegistrationId }: NamedTenant, registration?: Registration): void {
  if (registration?.sbtaws_active && !LEAVING.includes(registration.registrationStatus)) return;
  throw new RegistrationMismatchError(
    `tenantRegistrationId: "${tenantRegistrationId}" is ${registration?.registrationStatus.toLowerCase() ?? 'unknown'}; register the tenant anew`,
  );
}

/**
 * Whether the control plane knows that the tenant is in service: of an onboarding that was stopped between activating it
 * and telling so it does not, and only another run tells. Reports of the application plane count, no client's word.
 */
const wasTold = (registration: TenantRows['registration']): boolean =>
  registration?.lastResult !== undefined && registration.lastResult.result !== 'provisionFailure';

/** First priority of silo tenants on a cell's listener; the pool's three rules come before. */
const FIRST_SILO_PRIORITY = 10;

function rulePriority(slot: number | undefined, index: number, tenant: NamedTenant): number {
  if (slot === undefined)
    throw new RegistrationMismatchError(`${footprintName(tenant)} has no slot in a cell`);
  return FIRST_SILO_PRIORITY + SERVICES.length * slot + index;
}
