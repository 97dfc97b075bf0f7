import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Registration, Tenant } from '../contracts/registry-items';
import { ValidationError } from '../errors';
import { type RegistryContext, stripKeys } from './client';
import { keys, LIST_INDEX } from './keys';

export interface Listed<T> {
  items: T[];
  /** Position to continue after; absent at the end. */
  next?: string;
}

/** A page of all registrations, oldest first, deleted ones included. Reads the index: newest ones may lag. */
export const listRegistrations = (context: RegistryContext, limit: number, from?: string) =>
  list<Registration>(context, 'REGISTRATION', limit, from);

/** A page of all tenants, each with its registration. At most 100 a page, the most that one batch read takes. */
export async function listTenants(
  context: RegistryContext,
  limit: number,
  from?: string,
): Promise<Listed<{ tenant: Tenant; registration: Registration }>> {
  const { items, next } = await list<Tenant>(context, 'TENANT', limit, from);
  const registrations = await rowsByKey<Registration>(
    context,
    items.map((tenant) => keys.registration(tenant.tenantRegistrationId)),
  );
  return {
    items: items.flatMap((tenant) => {
      const registration = registrations.get(keys.registration(tenant.tenantRegistrationId).pk);
      return registration ? [{ tenant, registration }] : [];
    }),
    next,
  };
}

async function list<T>(
  context: RegistryContext,
  type: 'REGISTRATION' | 'TENANT',
  limit: number,
  from: string | undefined,
): Promise<Listed<T>> {
  const { Items = [], LastEvaluatedKey } = await context.documents.send(
    new QueryCommand({
      TableName: context.tableName,
      IndexName: LIST_INDEX,
      KeyConditionExpression: 'listPk = :list',
      ExpressionAttributeValues: { ':list': type },
      Limit: limit,
      ExclusiveStartKey: from === undefined ? undefined : startKey(type, from),
    }),
  );
  return {
    items: Items.map((item) => stripKeys<T>(item)),
    next: LastEvaluatedKey && String(LastEvaluatedKey.listSk),
  };
}

/** What `listKeys` makes of an instant and an id. */
const POSITION = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z#[A-Za-z0-9_-]{1,64}$/;

/**
 * A position is a `listSk`, `<created at>#<id>`: it holds all of the index's key and of the table's.
 * @throws ValidationError for one that no list can have given: DynamoDB would refuse the query
 */
function startKey(type: 'REGISTRATION' | 'TENANT', position: string): Record<string, string> {
  if (!POSITION.test(position)) {
    throw new ValidationError('next_token', 'is not a token of this list; leave it out to begin anew');
  }
  const id = position.slice(position.indexOf('#') + 1);
  const key = type === 'REGISTRATION' ? keys.registration(id) : keys.tenant(id);
  return { listPk: type, listSk: position, ...key };
}

/** Tenants with their registrations, in the order of their ids. At most 100: what one batch read takes. */
export async function tenantsOf(
  context: RegistryContext,
  ids: readonly { tenantId: string; tenantRegistrationId: string }[],
): Promise<{ tenant: Tenant; registration: Registration }[]> {
  const [tenants, registrations] = await Promise.all([
    rowsByKey<Tenant>(
      context,
      ids.map(({ tenantId }) => keys.tenant(tenantId)),
    ),
    rowsByKey<Registration>(
      context,
      ids.map((each) => keys.registration(each.tenantRegistrationId)),
    ),
  ]);
  return ids.flatMap((each) => {
    const tenant = tenants.get(keys.tenant(each.tenantId).pk);
    const registration = registrations.get(keys.registration(each.tenantRegistrationId).pk);
    return tenant && registration ? [{ tenant, registration }] : [];
  });
}

/** Rows that there are, by their partition key. */
async function rowsByKey<T>(
  context: RegistryContext,
  wanted: Record<string, unknown>[],
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  let open = wanted;
  while (open.length > 0) {
    const { Responses, UnprocessedKeys } = await context.documents.send(
      new BatchGetCommand({ RequestItems: { [context.tableName]: { Keys: open } } }),
    );
    for (const item of Responses?.[context.tableName] ?? []) found.set(String(item.pk), stripKeys<T>(item));
    // A batch answers at most 16 MB and names the keys that it left out.
    open = UnprocessedKeys?.[context.tableName]?.Keys ?? [];
  }
  return found;
}
