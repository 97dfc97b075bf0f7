import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Registration, Tenant, TenantAccess } from '../contracts/registry-items';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';
import { getTenant } from './registrations';

export interface TenantRows {
  registration?: Registration;
  tenant?: Tenant;
  access?: TenantAccess;
}

/**
 * What the registry knows of a tenant, in one call (`dynamodb:BatchGetItem`). Each row is as it was last written, but
 * a writer can come between two of them: for a workflow that decides again under the tenant's lock.
 */
export async function readTenantRows(
  context: RegistryContext,
  { tenantId, tenantRegistrationId }: { tenantId: string; tenantRegistrationId: string },
): Promise<TenantRows> {
  const wanted = {
    registration: keys.registration(tenantRegistrationId),
    tenant: keys.tenant(tenantId),
    access: keys.access(tenantId),
  };
  const found = new Map<unknown, Record<string, unknown>>();
  let open: Record<string, unknown>[] = Object.values(wanted);
  while (open.length > 0) {
    const { Responses, UnprocessedKeys } = await context.documents.send(
      new BatchGetCommand({ RequestItems: { [context.tableName]: { Keys: open, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[context.tableName] ?? []) found.set(item.pk, item);
    // A batch that meets a throttle names the keys that it left out.
    open = UnprocessedKeys?.[context.tableName]?.Keys ?? [];
  }
  const row = <T>({ pk }: { pk: string }) => {
    const item = found.get(pk);
    return item && stripKeys<T>(item);
  };
  return {
    registration: row<Registration>(wanted.registration),
    tenant: row<Tenant>(wanted.tenant),
    access: row<TenantAccess>(wanted.access),
  };
}

/** A read that meets a write of the same rows is cancelled; writes on one tenant are few. */
const SNAPSHOT_TRIES = 5;

/**
 * A tenant with its registration, both of the same instant (`dynamodb:GetItem`). Which registration is a tenant's
 * never changes, so the row that tells may be older.
 * @returns undefined for an id that no tenant ever had
 */
export async function snapshotTenant(
  context: RegistryContext,
  tenantId: string,
): Promise<{ tenant: Tenant; registration: Registration } | undefined> {
  const known = await getTenant(context, tenantId);
  if (!known) return undefined;
  const command = new TransactGetCommand({
    TransactItems: [keys.tenant(tenantId), keys.registration(known.tenantRegistrationId)].map((Key) => ({
      Get: { TableName: context.tableName, Key },
    })),
  });
  for (let attempt = 1; ; attempt++) {
    try {
      const { Responses = [] } = await context.documents.send(command);
      const [tenant, registration] = Responses.map(({ Item }) => Item);
      if (!tenant || !registration) return undefined;
      return { tenant: stripKeys<Tenant>(tenant), registration: stripKeys<Registration>(registration) };
    } catch (error) {
      const conflict =
        error instanceof TransactionCanceledException &&
        error.CancellationReasons?.some(({ Code }) => Code === 'TransactionConflict');
      if (!conflict || attempt === SNAPSHOT_TRIES) throw error;
    }
  }
}
