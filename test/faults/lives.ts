import { inventory, linesOf, ofAnyTenant } from '../builders/inventory';
import type { buildTenant, Ids, Product } from '../builders/product';
import { fill } from '../builders/tenant-data';
import { until } from '../builders/until';

export const TIERS = ['basic', 'advanced', 'premium'] as const;
export type Tier = (typeof TIERS)[number];

/** An operation has ended by then, with the engine's retries of up to 30 s each. */
const WITHIN_MS = 120_000;
/** Milliseconds between two looks at a registration: each is work for the machine that is waited for. */
const LOOK_EVERY_MS = 100;

/** What of a tenant's life a run goes through, beside coming and leaving; abandoned: its onboarding fails, it leaves. */
export type Extra = 'suspension' | 'export' | 'abandoned';

/** One tenant that comes, perhaps is suspended and exported, and leaves. */
export interface Life {
  tenantName: string;
  tenantId: string;
  /** Sorted lines of what AWS had of it in service, its name and id taken out; undefined if it never was. */
  footprint: string[] | undefined;
  /** Operations that were replayed; each at most once. */
  replays: string[];
}

/** An operation did not end as it should, with the one replay that it may have. */
export class NotConverged extends Error {
  override name = 'NotConverged';
}

/**
 * Leads a tenant through its life, whatever happens to the calls behind it.
 * @param extras what happens between onboarding and offboarding
 * @throws NotConverged
 */
export async function live(
  product: Product,
  tenant: ReturnType<typeof buildTenant>,
  extras: readonly Extra[] = [],
): Promise<Life> {
  const replays: string[] = [];
  const ids = await product.register(tenant);
  const footprint = extras.includes('abandoned')
    ? await abandon(product, ids)
    : await serve(product, tenant, ids, extras, replays);
  await product.offboard(ids.tenantRegistrationId);
  await converge(product, ids, 'offboarding', 'Deleted', replays);
  const left = await footprintOf(product.port, tenant.tenantName, ids.tenantId);
  if (left.length > 0) throw new NotConverged(`left after the offboarding: ${left.join(', ')}`);
  return { tenantName: tenant.tenantName, tenantId: ids.tenantId, footprint, replays };
}

async function abandon(product: Product, ids: Ids): Promise<undefined> {
  const { failure } = await ended(product, ids, 'onboarding', 'Created');
  if (!failure) throw new NotConverged('the onboarding was to fail, and did not');
}

/** @returns the footprint in service */
async function serve(
  product: Product,
  tenant: ReturnType<typeof buildTenant>,
  ids: Ids,
  extras: readonly Extra[],
  replays: string[],
): Promise<string[]> {
  const reach = (operation: string, status: string) => converge(product, ids, operation, status, replays);
  const order = async (what: 'activate' | 'deactivate') => {
    const { status, text } = await product.admin(
      'POST',
      `/tenant-registrations/${ids.tenantRegistrationId}/${what}`,
    );
    if (status !== 202) throw new NotConverged(`${what}: ${status} ${text}`);
  };
  await reach('onboarding', 'Created');
  const footprint = await footprintOf(product.port, tenant.tenantName, ids.tenantId);
  await fill(await product.signIn(await product.asAdmin(ids, tenant)));
  if (extras.includes('export')) await exported(product, ids, replays);
  if (extras.includes('suspension')) {
    await order('deactivate');
    await reach('deactivation', 'Suspended');
    await order('activate');
    await reach('activation', 'Created');
  }
  return footprint;
}

/**
 * The inventory while other tenants leave: what is gone between two of its questions is asked anew, and so is a list that
 * the local engine changed while it read it.
 */
const inventoryBeside = (port: number): Promise<string[]> =>
  until('the inventory', 60_000, () =>
    inventory(port).catch((error: Error) => {
      if (!/NotFound|NoSuchEntity|changed size during iteration/.test(`${error.name} ${error.message}`))
        throw error;
      return undefined;
    }),
  );

/** What AWS has of a tenant, made comparable with what it has of another one of the same tier. */
async function footprintOf(port: number, tenantName: string, tenantId: string): Promise<string[]> {
  const tenant = { tenantName, tenantId };
  return ofAnyTenant(linesOf(await inventoryBeside(port), tenant), tenant);
}

/**
 * Waits until an operation has ended.
 * @param known the failure that it had before it was replayed
 * @returns its failure; undefined when it has ended well
 */
function ended(product: Product, ids: Ids, operation: string, status: string, known?: string) {
  const look = async () => {
    const row = await product.registration(ids.tenantRegistrationId);
    if (row.registrationStatus === status) return { failure: undefined };
    const failure =
      row.failure?.executionArn.includes(`:tenant-${operation}:`) && JSON.stringify(row.failure);
    return failure && failure !== known ? { failure } : undefined;
  };
  return until(`${operation} of ${ids.tenantRegistrationId} ends`, WITHIN_MS, look, LOOK_EVERY_MS);
}

/** Waits until an operation has ended well; replays it once when it failed. */
async function converge(
  product: Product,
  ids: Ids,
  operation: string,
  status: string,
  replays: string[],
): Promise<void> {
  const { failure } = await ended(product, ids, operation, status);
  if (!failure) return;
  replays.push(operation);
  const answer = await product.admin('POST', `/tenant-registrations/${ids.tenantRegistrationId}/replay`);
  if (answer.status !== 202) throw new NotConverged(`replay of ${failure}: ${answer.status} ${answer.text}`);
  const again = await ended(product, ids, operation, status, failure);
  if (again.failure)
    throw new NotConverged(`the ${operation} failed again after its replay: ${again.failure}`);
}

/** Orders an export until its links are there; a failed one is ordered once more, which is its replay. */
async function exported(product: Product, ids: Ids, replays: string[]): Promise<void> {
  const path = `/tenant-registrations/${ids.tenantRegistrationId}`;
  const ordered = async () => {
    const { status, body } = await product.admin<{ data?: { executionName: string } }>(
      'POST',
      `${path}/export`,
    );
    if (status !== 202) return status;
    return until(`export of ${ids.tenantRegistrationId} ends`, WITHIN_MS, async () => {
      const asked = await product.admin('GET', `${path}/exports/${body.data?.executionName}`);
      return asked.status === 202 ? undefined : asked.status;
    });
  };
  if ((await ordered()) === 200) return;
  replays.push('export');
  const status = await ordered();
  if (status !== 200) throw new NotConverged(`the export failed again: ${status}`);
}
