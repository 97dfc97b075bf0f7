import { nameOfExecution } from '../../shared/contracts/identifiers';
import {
  type OffboardingChoice,
  REGISTRATION_STATUS,
  type Registration,
  type Tenant,
} from '../../shared/contracts/registry-items';
import { ISOLATION, SERVICES } from '../../shared/contracts/tiers';
import type { Cell, Leaving, NamedTenant, OffboardingPlan } from '../../shared/contracts/workflow';
import { RegistrationMismatchError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { acquireLock } from '../../shared/registry/lock';
import { beginRemoval } from '../../shared/registry/offboarding';
import { getRegistration, getTenant } from '../../shared/registry/registrations';

export interface BeginDependencies {
  registry: RegistryContext;
  /** Reads a cell's description. */
  readCell: (cellId: string) => Promise<Cell>;
  /** Whether Step Functions still runs an execution. */
  isRunning: (executionArn: string) => Promise<boolean>;
  advancedClusterArn: string;
  /** What counts where the deletion says nothing. */
  defaults: { retainDays: number; exportFirst: boolean };
}

const DAY_MS = 86_400_000;

/**
 * Takes the tenant's operation lock, waiting for an onboarding that runs, and decides once how the tenant leaves:
 * until when its data is kept and whether it is exported. A decision that stands on the registration is kept, so
 * that a replay does not begin a new period.
 *
 * AWS calls: `ssm:GetParameter` (kept a minute), `states:DescribeExecution` only where another execution holds the
 * lock. Registry: GetItem (registration, tenant, lock), PutItem (lock), UpdateItem (registration).
 *
 * @throws TenantBusyError while another operation of the tenant runs
 * @throws RegistrationMismatchError when the registry does not know this tenant so
 */
export const beginOffboarding =
  ({ registry, readCell, isRunning, advancedClusterArn, defaults }: BeginDependencies) =>
  async (input: {
    tenant: NamedTenant;
    executionArn: string;
    /** What the request says; absent: what stands on the registration, else what is configured. */
    offboarding?: Leaving;
    /** When it was asked for; absent: after all that the registration tells. */
    requestedAt?: string;
  }): Promise<OffboardingPlan> => {
    const { tenant, executionArn } = input;
    // Before the lock, which nobody would give back to a tenant that there is not; of its row nothing changes.
    const { placement } = requireKnown(tenant, await getTenant(registry, tenant.tenantId));
    const [cell] = await Promise.all([
      readCell(placement.cellId),
      acquireLock(registry, tenant.tenantId, { operation: 'offboarding', executionArn }, isRunning),
    ]);
    // Read below the lock: what the former holder wrote counts.
    const registration = await getRegistration(registry, tenant.tenantRegistrationId);
    if (registration?.tenantId !== tenant.tenantId) throw mismatch(tenant);
    const choice = decide(registration, input.offboarding, defaults, registry.now());
    // A replay may find less than there was: it keeps to the export that was begun first.
    if (choice.exportFirst) {
      choice.exportName = registration.offboarding?.exportName ?? nameOfExecution(executionArn);
    }
    const goesOn =
      registration.sbtaws_active &&
      !wasCancelled(registration, input.requestedAt) &&
      (await beginRemoval(registry, tenant.tenantRegistrationId, choice));
    const { silo, ownCluster } = ISOLATION[tenant.tier];
    return {
      tenant,
      executionArn,
      nothingToRemove: !goesOn,
      silo,
      ownCluster,
      advancedClusterArn,
      listenerArn: cell.listenerArn,
      services: silo ? [...SERVICES] : [],
      exportFirst: choice.exportFirst ?? defaults.exportFirst,
      ...(choice.exportName ? { exportName: choice.exportName } : {}),
      ...(choice.state === 'waiting' ? { retainUntil: choice.retainUntil } : {}),
    };
  };

/**
 * Whether the request is one that was cancelled: the event comes late, from a dead-letter queue for instance, or its
 * execution was redriven. EventBridge tells time in whole seconds; of one second the registration tells which is the later.
 */
function wasCancelled({ cancelledAt, registrationStatus }: Registration, requestedAt?: string): boolean {
  if (!cancelledAt || !requestedAt) return false;
  const [asked, cancelled] = [requestedAt, cancelledAt].map((time) => Math.floor(Date.parse(time) / 1000));
  if (asked === undefined || cancelled === undefined || Number.isNaN(asked)) return false;
  return asked < cancelled || (asked === cancelled && registrationStatus !== REGISTRATION_STATUS.deleting);
}

function requireKnown(tenant: NamedTenant, row?: Tenant): Tenant {
  const { tenantRegistrationId, tenantName, tier } = tenant;
  const known =
    row?.tenantRegistrationId === tenantRegistrationId && row.tenantName === tenantName && row.tier === tier;
  if (!known) throw mismatch(tenant);
  return row;
}

const mismatch = ({ tenantId, tenantRegistrationId }: NamedTenant) =>
  new RegistrationMismatchError(
    `tenantId: "${tenantId}" is not registered as "${tenantRegistrationId}" with this name and tier`,
  );

/** What the client chose, else what is configured. A period that has ended is none. */
function decide(
  { offboarding: known }: Registration,
  asked: Leaving | undefined,
  { retainDays, exportFirst }: BeginDependencies['defaults'],
  now: Date,
): OffboardingChoice {
  const chosen = { ...known, ...asked };
  const retainUntil = chosen.retainUntil ?? new Date(now.getTime() + retainDays * DAY_MS).toISOString();
  // As times, not as texts: a request may tell its instant without milliseconds.
  const waits = Date.parse(retainUntil) > now.getTime() && chosen.state !== 'removing';
  return {
    state: waits ? 'waiting' : 'removing',
    exportFirst: chosen.exportFirst ?? exportFirst,
    ...(waits || chosen.retainUntil ? { retainUntil } : {}),
  };
}
