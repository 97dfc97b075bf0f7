import { isAwsFailure } from '../../shared/aws/errors';
import { emailSchema, normalizeEmail, tenantNameSchema } from '../../shared/contracts/identifiers';
import type { Check, PreflightRequest } from '../../shared/contracts/preflight';
import { ISOLATION } from '../../shared/contracts/tiers';
import { type Places, takenSlots } from '../../shared/registry/admission';
import type { RegistryContext } from '../../shared/registry/client';
import { isReserved } from '../../shared/registry/reservations';

/** Whether the shared user pool has a user with that address. */
export type MailboxInUse = (email: string) => Promise<boolean>;

/** What an admission is decided by, asked without taking anything: the registry and, for a Basic tenant, the shared pool. */
export async function checkPlaces(
  registry: RegistryContext,
  mailboxInUse: MailboxInUse,
  places: Places,
  request: PreflightRequest,
): Promise<Check[]> {
  return Promise.all([
    checkName(registry, request),
    checkEmail(registry, mailboxInUse, request),
    ...(ISOLATION[request.tier].silo && places.cells.length > 0 ? [checkCells(registry, places)] : []),
  ]);
}

async function checkName(registry: RegistryContext, { tenantName }: PreflightRequest): Promise<Check> {
  const check = 'tenantName';
  const parsed = tenantNameSchema.safeParse(tenantName);
  if (!parsed.success)
    return { check, ok: false, message: parsed.error.issues[0]?.message ?? 'is not valid' };
  return (await isReserved(registry, { name: tenantName }))
    ? { check, ok: false, message: `"${tenantName}" belongs to another tenant; choose another name` }
    : { check, ok: true, message: 'the name is free' };
}

async function checkEmail(
  registry: RegistryContext,
  mailboxInUse: MailboxInUse,
  { email, tier }: PreflightRequest,
): Promise<Check> {
  const check = 'email';
  const parsed = emailSchema.safeParse(email);
  if (!parsed.success)
    return { check, ok: false, message: parsed.error.issues[0]?.message ?? 'is not valid' };
  if (ISOLATION[tier].silo) {
    return { check, ok: true, message: 'the administrator gets a user pool of the tenant’s own' };
  }
  const address = normalizeEmail(email);
  const taken: Check = {
    check,
    ok: false,
    message: 'this address is taken in the shared user pool; use another address or another tier',
  };
  if (await isReserved(registry, { email: address })) return taken;
  try {
    // Users that tenants have made themselves are not in the registry.
    return (await mailboxInUse(address))
      ? taken
      : { check, ok: true, message: 'nobody in the shared user pool has this address' };
  } catch (error) {
    if (!isAwsFailure(error)) throw error;
    const message = `no tenant’s administrator has this address; AWS did not tell whether another user has: ${error.name}`;
    return { check, ok: true, unknown: true, message };
  }
}

async function checkCells(registry: RegistryContext, { cells }: Places): Promise<Check> {
  const taken = await Promise.all(cells.map(({ id }) => takenSlots(registry, id)));
  const used = taken.reduce((sum, slots) => sum + slots.size, 0);
  const limit = cells.reduce((sum, { siloSlots }) => sum + siloSlots, 0);
  const free = cells.some(({ siloSlots }, index) => (taken[index]?.size ?? 0) < siloSlots);
  return {
    check: 'cell',
    ok: free,
    message: free
      ? `${limit - used} of ${limit} places for Advanced and Premium tenants are free`
      : 'no cell has room: raise cells.count in cdk/config.ts and deploy, or offboard a tenant',
    used,
    limit,
  };
}
