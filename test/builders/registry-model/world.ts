import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beginOnboarding } from '../../../lambdas/onboarding/begin-onboarding/begin-onboarding';
import type {
  DeletionReceipt,
  LedgerEntry,
  Placement,
} from '../../../lambdas/shared/contracts/registry-items';
import { ISOLATION, SERVICES } from '../../../lambdas/shared/contracts/tiers';
import type { RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import type { Places } from '../../../lambdas/shared/registry/admission';
import type { RegistryContext } from '../../../lambdas/shared/registry/client';
import { buildPlan } from '../onboarding';

/** Few, so that tenants meet. */
export const PLACES: Places = {
  poolCellId: 'cell-0',
  cells: [
    { id: 'cell-0', siloSlots: 2 },
    { id: 'cell-1', siloSlots: 1 },
  ],
};
export const CAPACITY = 3;

/** A tenant as the model knows it. */
export interface Known {
  tenant: RequestedTenant;
  /** From its admission until all that it took was given back. */
  live: boolean;
  placement: Placement;
  ledger: Map<string, 'planned' | 'created' | 'deleted'>;
  /** Names of all that was ever made for it. */
  made: Set<string>;
  /** Execution that has its lock. */
  holder?: string;
}

/** What the registry should hold. */
export interface Model {
  tenants: Known[];
  /** Executions that run. */
  running: Set<string>;
  executions: number;
}

/** The registry itself, with what its functions ask of AWS. */
export interface Real {
  context: RegistryContext;
  begin: ReturnType<typeof beginOnboarding>;
}

export const newModel = (): Model => ({ tenants: [], running: new Set(), executions: 0 });

export const realOf = (context: RegistryContext, model: Model): Real => ({
  context,
  begin: beginOnboarding({
    registry: context,
    readCell: async (id) => ({ ...buildPlan().cell, id }),
    isRunning: async (arn) => model.running.has(arn),
    advancedClusterArn: 'arn:cluster',
  }),
});

export const liveOf = ({ tenants }: Model): Known[] => tenants.filter(({ live }) => live);
export const silosOf = (model: Model): Known[] =>
  liveOf(model).filter(({ tenant }) => ISOLATION[tenant.tier].silo);

type Row = Record<string, unknown> & { pk: string; sk: string };

/** Holds the whole table against the model. */
export async function requireInvariants(model: Model, { context }: Real): Promise<void> {
  const { Items = [] } = await context.documents.send(
    new ScanCommand({ TableName: context.tableName, ConsistentRead: true }),
  );
  const rows = Items as Row[];
  const owners = (prefix: string) =>
    Object.fromEntries(
      rows.filter(({ pk }) => pk.startsWith(prefix)).map((row) => [`${row.pk} ${row.sk}`, row.tenantId]),
    );
  const live = liveOf(model);
  const silos = silosOf(model);

  // A slot has one owner, who has it for as long as it lives; and with the slot go the priorities of its rules.
  expect(silos.length).toBeLessThanOrEqual(CAPACITY);
  expect(owners('CELL#')).toEqual(
    Object.fromEntries(
      silos.map(({ tenant, placement: { cellId, slot } }) => [
        `CELL#${cellId} SLOT#${String(slot).padStart(3, '0')}`,
        tenant.tenantId,
      ]),
    ),
  );
  expect(new Set(silos.map(({ placement }) => `${placement.cellId}/${placement.slot}`)).size).toBe(
    silos.length,
  );
  // A name is one live tenant's, a mailbox in the pool one live Basic tenant's.
  expect(owners('NAME#')).toEqual(
    Object.fromEntries(live.map(({ tenant }) => [`NAME#${tenant.tenantName} NAME`, tenant.tenantId])),
  );
  expect(owners('EMAIL#')).toEqual(
    Object.fromEntries(
      live
        .filter(({ tenant }) => !ISOLATION[tenant.tier].silo)
        .map(({ tenant }) => [`EMAIL#${tenant.email} EMAIL`, tenant.tenantId]),
    ),
  );
  for (const known of model.tenants) requireTenant(known, rows);
}

function requireTenant({ tenant, holder, ledger, made, live }: Known, rows: Row[]): void {
  const own = rows.filter(({ pk }) => pk === `TENANT#${tenant.tenantId}`);
  const lock = own.find(({ sk }) => sk === 'LOCK');
  const entries = own.filter(({ sk }) => sk.startsWith('RESOURCE#')) as unknown as LedgerEntry[];
  const registration = rows.find(({ pk }) => pk === `REGISTRATION#${tenant.tenantRegistrationId}`);
  const receipt = registration?.receipt as DeletionReceipt | undefined;

  expect(lock?.executionArn).toBe(holder);
  expect(Object.fromEntries(entries.map(({ name, state }) => [name, state]))).toEqual(
    Object.fromEntries(ledger),
  );
  // What was made stands in the ledger, or on the receipt.
  const known = [...entries, ...(receipt?.resources ?? [])].map(({ name }) => name);
  expect(known).toEqual(expect.arrayContaining([...made]));
  expect(registration).toMatchObject({ sbtaws_active: live });
}

/** Priorities that no other tenant of the cell has. */
export function requireOwnPriorities(model: Model, of: Known, priorities: number[]): void {
  const { cellId, slot = Number.NaN } = of.placement;
  expect(new Set(priorities).size).toBe(SERVICES.length);
  const slotOf = (priority: number) => Math.floor((priority - 10) / SERVICES.length);
  expect(priorities.map(slotOf)).toEqual(SERVICES.map(() => slot));
  const others = silosOf(model).filter((one) => one !== of && one.placement.cellId === cellId);
  expect(others.map(({ placement }) => placement.slot)).not.toContain(slot);
}
