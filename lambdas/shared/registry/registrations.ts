import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { JsonObject, Registration, Tenant } from '../contracts/registry-items';
import { type RowUpdate, rowUpdate } from './changes';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';

export async function getRegistration(
  context: RegistryContext,
  id: string,
): Promise<Registration | undefined> {
  return get<Registration>(context, keys.registration(id));
}

export async function getTenant(context: RegistryContext, tenantId: string): Promise<Tenant | undefined> {
  return get<Tenant>(context, keys.tenant(tenantId));
}

/** The live tenant of that name, by its reservation; undefined when no tenant has it. */
export async function getTenantByName(
  context: RegistryContext,
  tenantName: string,
): Promise<Tenant | undefined> {
  const owner = await get<{ tenantId: string }>(context, keys.name(tenantName));
  return owner && getTenant(context, owner.tenantId);
}

async function get<T>(context: RegistryContext, key: { pk: string; sk: string }): Promise<T | undefined> {
  const { Item } = await context.documents.send(
    new GetCommand({ TableName: context.tableName, Key: key, ConsistentRead: true }),
  );
  return Item && stripKeys<T>(Item);
}

/**
 * Applies changes to a registration row, see {@link rowUpdate}.
 * @param seen the row that the changes were decided on; absent: as the row stands
 * @returns the row after the change; undefined when there is no such registration, or it is not as it was seen
 */
export const updateRegistration = (
  context: RegistryContext,
  id: string,
  changes: JsonObject,
  seen?: Pick<Registration, 'sbtaws_active' | 'registrationStatus' | 'data'>,
) =>
  update<Registration>(
    context,
    keys.registration(id),
    rowUpdate('registration', changes, { updatedAt: context.now().toISOString() }),
    seen && {
      sbtaws_active: seen.sbtaws_active,
      registrationStatus: seen.registrationStatus,
      data: seen.data,
    },
  );

/** The same of a tenant's row. Without data before and after, a tenant's release shows by its e-mail alone. */
export const updateTenant = (
  context: RegistryContext,
  tenantId: string,
  changes: JsonObject,
  seen?: Pick<Tenant, 'data' | 'email'>,
) =>
  update<Tenant>(
    context,
    keys.tenant(tenantId),
    rowUpdate('tenant', changes),
    seen && { data: seen.data, ...(seen.email === undefined ? {} : { email: seen.email }) },
  );

async function update<T>(
  context: RegistryContext,
  key: { pk: string; sk: string },
  change: RowUpdate | undefined,
  seen: Record<string, unknown> = {},
): Promise<T | undefined> {
  if (!change) return get<T>(context, key);
  const expected = Object.entries(seen);
  try {
    const { Attributes } = await context.documents.send(
      new UpdateCommand({
        TableName: context.tableName,
        Key: key,
        ...change,
        ConditionExpression: [
          'attribute_exists(pk)',
          ...expected.map((_, index) => `#seen${index} = :seen${index}`),
        ].join(' AND '),
        ExpressionAttributeNames: {
          ...change.ExpressionAttributeNames,
          ...Object.fromEntries(expected.map(([name], index) => [`#seen${index}`, name])),
        },
        ExpressionAttributeValues: {
          ...change.ExpressionAttributeValues,
          ...Object.fromEntries(expected.map(([, value], index) => [`:seen${index}`, value])),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes && stripKeys<T>(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
