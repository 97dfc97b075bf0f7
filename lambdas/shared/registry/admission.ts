import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { normalizeEmail } from '../contracts/identifiers';
import type { Announcement, JsonObject, Placement, Registration, Tenant } from '../contracts/registry-items';
import { ISOLATION, type Tier } from '../contracts/tiers';
import {
  AdminEmailTakenError,
  NoCellHasRoomError,
  RegistrationMismatchError,
  TenantNameTakenError,
} from '../errors';
import type { RegistryContext } from './client';
import { keys, listKeys } from './keys';
import { getRegistration, getTenant, getTenantByName } from './registrations';

/**
 * The places that tenants can be given. Empty where a foreign application plane provisions: names are then
 * the only thing that our registry keeps unique.
 */
export const placesSchema = z.strictObject({
  /** Cell of the pooled services. */
  poolCellId: z.string(),
  cells: z.array(z.strictObject({ id: z.string(), siloSlots: z.number().int().nonnegative() })),
});
export type Places = z.infer<typeof placesSchema>;

export interface AdmissionRequest {
  tenantId: string;
  tenantRegistrationId: string;
  tenantName: string;
  email: string;
  tier: Tier;
  registrationStatus: string;
  /** Extra keys of tenantData and tenantRegistrationData. */
  tenantData: JsonObject;
  registrationData: JsonObject;
  /** Set by the Admin API, which has to tell the application plane of the tenant; see announcements.ts. */
  announcement?: Announcement;
}

export interface Admission {
  tenant: Tenant;
  registration: Registration;
  /** False when the registration was there already: a duplicate event, or our own API's. */
  created: boolean;
  /** Share of all silo slots in use after this admission, 0 to 100; absent for pooled tenants. */
  siloSlotsUsedPercent?: number;
}

/**
 * Admits a tenant in one transaction: its registration and tenant rows, its name, its administrator's mailbox
 * in the shared pool (Basic) or its slot in a cell (silo). All or nothing, so a refusal leaves no trace.
 * Repeated for the same registration it returns what is there.
 *
 * @throws TenantNameTakenError, AdminEmailTakenError, NoCellHasRoomError
 * @throws RegistrationMismatchError when an id is in use with other facts
 */
export async function admitTenant(
  context: RegistryContext,
  places: Places,
  request: AdmissionRequest,
): Promise<Admission> {
  const pooledHere = places.cells.length > 0;
  const needsSlot = pooledHere && ISOLATION[request.tier].silo;
  // A concurrent admission can take the slot that was seen free: look again. Slots only ever run out, so the
  // loop ends by NoCellHasRoom at the latest; 20 rounds bound it against a fault in that reasoning.
  for (let round = 0; round < 20; round++) {
    const choice = needsSlot ? await chooseSlot(context, places) : undefined;
    if (needsSlot && !choice) return findOrRefuse(context, places, request);
    const placement: Placement = choice?.placement ?? { cellId: places.poolCellId };
    const { tenant, registration } = rows(request, placement, context.now().toISOString());
    const owner = { tenantId: request.tenantId, tenantRegistrationId: request.tenantRegistrationId };
    const reservations = [
      { refusal: 'name', key: keys.name(request.tenantName) },
      ...(pooledHere && !ISOLATION[request.tier].silo
        ? [{ refusal: 'email', key: keys.email(normalizeEmail(request.email)) }]
        : []),
      ...(placement.slot === undefined
        ? []
        : [{ refusal: 'slot', key: keys.slot(placement.cellId, placement.slot) }]),
    ] as const;
    const writes = [
      {
        refusal: 'exists',
        item: {
          ...keys.registration(registration.tenantRegistrationId),
          ...registration,
          ...listKeys('REGISTRATION', registration.createdAt, registration.tenantRegistrationId),
        },
      },
      {
        refusal: 'exists',
        item: {
          ...keys.tenant(tenant.tenantId),
          ...tenant,
          ...listKeys('TENANT', tenant.createdAt, tenant.tenantId),
        },
      },
      ...reservations.map(({ refusal, key }) => ({ refusal, item: { ...key, ...owner } })),
    ];
    try {
      await context.documents.send(
        new TransactWriteCommand({
          TransactItems: writes.map(({ item }) => ({
            Put: {
              TableName: context.tableName,
              Item: item,
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          })),
        }),
      );
      return { tenant, registration, created: true, siloSlotsUsedPercent: choice?.usedPercent };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = error.CancellationReasons?.map((reason) => reason.Code) ?? [];
      const refused = new Set(
        writes.filter((_, index) => codes[index] === 'ConditionalCheckFailed').map((write) => write.refusal),
      );
      if (refused.has('exists')) {
        const admitted = await findAdmission(context, request);
        // Deleted between the two calls: look again.
        if (!admitted) continue;
        return admitted;
      }
      if (refused.has('name')) throw new TenantNameTakenError(request.tenantName);
      if (refused.has('email')) throw new AdminEmailTakenError();
      // Left are a slot taken meanwhile, or a conflict with another transaction on the same items.
      if (!refused.has('slot') && !codes.includes('TransactionConflict')) throw error;
    }
  }
  throw new Error('the cells changed twenty times while one tenant was being placed; try again');
}

function rows(request: AdmissionRequest, placement: Placement, at: string) {
  const { tenantId, tenantRegistrationId } = request;
  const tenant: Tenant = {
    tenantId,
    tenantRegistrationId,
    tenantName: request.tenantName,
    email: request.email,
    tier: request.tier,
    placement,
    createdAt: at,
    data: request.tenantData,
  };
  const registration: Registration = {
    tenantRegistrationId,
    tenantId,
    sbtaws_active: true,
    registrationStatus: request.registrationStatus,
    ...(request.announcement ? { announcement: request.announcement } : {}),
    createdAt: at,
    updatedAt: at,
    data: request.registrationData,
  };
  return { tenant, registration };
}

/**
 * The tenant that was admitted already, when it is the same one.
 * @returns undefined when neither id is known
 * @throws RegistrationMismatchError when an id is in use with other facts
 */
export async function findAdmission(
  context: RegistryContext,
  request: Omit<AdmissionRequest, 'registrationStatus' | 'tenantData' | 'registrationData'>,
): Promise<Admission | undefined> {
  const [registration, tenant] = await Promise.all([
    getRegistration(context, request.tenantRegistrationId),
    getTenant(context, request.tenantId),
  ]);
  if (!registration && !tenant) return undefined;
  const same =
    registration?.tenantId === request.tenantId &&
    tenant?.tenantRegistrationId === request.tenantRegistrationId &&
    tenant.tenantName === request.tenantName &&
    tenant.tier === request.tier &&
    tenant.email !== undefined &&
    normalizeEmail(tenant.email) === normalizeEmail(request.email);
  if (!same) {
    throw new RegistrationMismatchError(
      `tenantId: "${request.tenantId}" or tenantRegistrationId "${request.tenantRegistrationId}" exists with another name, tier or e-mail; use new ids`,
    );
  }
  return { registration, tenant, created: false };
}

/**
 * A free slot, at random among the free ones of the first cell with room: concurrent admissions seldom meet. Undefined
 * when no cell has room.
 */
async function chooseSlot(
  context: RegistryContext,
  places: Places,
): Promise<{ placement: Placement; usedPercent: number } | undefined> {
  const total = slotsOf(places);
  let usedInEarlierCells = 0;
  for (const cell of places.cells) {
    const taken = await takenSlots(context, cell.id);
    const free = Array.from({ length: cell.siloSlots }, (_, slot) => slot).filter((slot) => !taken.has(slot));
    const slot = free[Math.floor(Math.random() * free.length)];
    if (slot !== undefined) {
      const used = usedInEarlierCells + taken.size + 1;
      return { placement: { cellId: cell.id, slot }, usedPercent: Math.round((100 * used) / total) };
    }
    usedInEarlierCells += taken.size;
  }
  return undefined;
}

const slotsOf = ({ cells }: Places): number => cells.reduce((sum, cell) => sum + cell.siloSlots, 0);

/**
 * What a request gets when every slot is taken, the most telling first: the tenant may be there already, and hold the
 * last slot itself; a name that is taken would stay so when a slot comes free.
 */
async function findOrRefuse(
  context: RegistryContext,
  places: Places,
  request: AdmissionRequest,
): Promise<Admission> {
  const admitted = await findAdmission(context, request);
  if (admitted) return admitted;
  if (await getTenantByName(context, request.tenantName)) throw new TenantNameTakenError(request.tenantName);
  throw new NoCellHasRoomError(slotsOf(places));
}

/** Slots of a cell that tenants have. */
export async function takenSlots(context: RegistryContext, cellId: string): Promise<Set<number>> {
  const { Items = [] } = await context.documents.send(
    new QueryCommand({
      TableName: context.tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :slot)',
      ExpressionAttributeValues: { ':pk': `CELL#${cellId}`, ':slot': 'SLOT#' },
      ProjectionExpression: 'sk',
      ConsistentRead: true,
    }),
  );
  return new Set(Items.map((item) => Number(String(item.sk).slice('SLOT#'.length))));
}
