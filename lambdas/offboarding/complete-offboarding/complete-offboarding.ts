import { manifestKey } from '../../shared/contracts/export';
import {
  type DeletionReceipt,
  type JsonObject,
  type LedgerEntry,
  REGISTRATION_STATUS,
  type ReceiptLine,
} from '../../shared/contracts/registry-items';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger } from '../../shared/registry/ledger';
import { closeLedger } from '../../shared/registry/offboarding';

/** Details of the two events that tell of a tenant that is gone, in the shape of SBT's events. */
export interface GoneEvents {
  deprovisionSuccess: JsonObject;
  offboardingSuccess: JsonObject;
}

/**
 * Writes the deletion receipt in the place of the ledger, and says what the state machine is to publish. Run again,
 * it finds no ledger and leaves the receipt as it is.
 *
 * AWS calls: none. Registry: Query (ledger), UpdateItem (registration), DeleteItem (ledger).
 */
export const completeOffboarding =
  ({ registry, exportBucket }: { registry: RegistryContext; exportBucket: string }) =>
  async ({ plan: { tenant, executionArn, exportName } }: { plan: OffboardingPlan }): Promise<GoneEvents> => {
    const { tenantId, tenantRegistrationId, tier } = tenant;
    const ledger = await readLedger(registry, tenantId);
    const completedAt = registry.now().toISOString();
    const resources = ledger.map((entry) => receiptLine(entry, completedAt));
    const receipt: DeletionReceipt = {
      ...{ executionArn, completedAt, resources },
      ...(exportName
        ? { export: { bucket: exportBucket, manifestKey: manifestKey(tenantId, exportName) } }
        : {}),
    };
    await closeLedger(registry, tenant, receipt, ledger);
    return {
      deprovisionSuccess: {
        tenantRegistrationId,
        jobOutput: {
          tenantData: {},
          tenantRegistrationData: { registrationStatus: REGISTRATION_STATUS.deleted },
        },
      },
      offboardingSuccess: { tenantId, tenantRegistrationId, tier, executionArn },
    };
  };

/** An entry that was planned and never made has no time of deletion: that it is gone was just verified. */
function receiptLine(entry: LedgerEntry, verifiedAt: string): ReceiptLine {
  const { type, name, arn, createdAt, plannedAt, deletedAt = verifiedAt, count } = entry;
  const made = createdAt ? { createdAt } : { plannedAt };
  // What is counted was planned by nobody: it enters the ledger as it is deleted.
  const known = count === undefined ? made : { count };
  // A user is named by its e-mail: the receipt keeps the id, and nothing of one that was never made.
  if (type === 'User') return { type, name: arn ?? 'never made', deletedAt, ...known };
  return { type, name, ...(arn ? { arn } : {}), deletedAt, ...known };
}
