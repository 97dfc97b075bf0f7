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
 * @returns the row after the change, or undefined when there is no such registration
 */
export const updateRegistration = (context: RegistryContext, id: string, changes: JsonObject) =>
  update<Registration>(
    context,
    keys.registration(id),
    rowUpdate('registration', changes, { updatedAt: context.now().toISOString() }),
  );

/** Applies changes to a tenant row; undefined when there is no such tenant. */
export const updateTenant = (context: RegistryContext, tenantId: string, changes: JsonObject) =>
  update<Tenant>(context, keys.tenant(tenantId), rowUpdate('tenant', changes));

async function update<T>(
  context: RegistryContext,
  key: { pk: string; sk: string },
  change: RowUpdate | undefined,
): Promise<T | undefined> {
  if (!change) return get<T>(context, key);
  try {
    const { Attributes } = await context.documents.send(
      new UpdateCommand({
        TableName: context.tableName,
        Key: key,
        ...change,
        ConditionExpression: 'attribute_exists(pk)',
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes && stripKeys<T>(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
