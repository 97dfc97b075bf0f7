import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { JsonObject, Registration, Tenant } from '../contracts/registry-items';
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

/** Attributes of the rows themselves; every other key of a change goes into the row's `data`. */
const REGISTRATION_ATTRIBUTES = new Set(['registrationStatus', 'failure', 'sbtaws_active']);
const TENANT_ATTRIBUTES = new Set(['tenantConfig', 'email', 'tenantName']);
/** Facts that identify and place a tenant: no plane changes them afterwards, they are silently kept. */
const FIXED = new Set([
  'tenantId',
  'tenantRegistrationId',
  'tier',
  'placement',
  'createdAt',
  'updatedAt',
  'data',
]);

/**
 * Applies changes to a registration row. `null` for `failure` removes it.
 * @returns the row after the change, or undefined when there is no such registration
 */
export const updateRegistration = (context: RegistryContext, id: string, changes: JsonObject) =>
  update<Registration>(context, keys.registration(id), changes, REGISTRATION_ATTRIBUTES, {
    updatedAt: context.now().toISOString(),
  });

/** Applies changes to a tenant row; undefined when there is no such tenant. */
export const updateTenant = (context: RegistryContext, tenantId: string, changes: JsonObject) =>
  update<Tenant>(context, keys.tenant(tenantId), changes, TENANT_ATTRIBUTES, {});

async function update<T>(
  context: RegistryContext,
  key: { pk: string; sk: string },
  changes: JsonObject,
  attributes: ReadonlySet<string>,
  always: JsonObject,
): Promise<T | undefined> {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const sets: string[] = [];
  const removes: string[] = [];
  const entries = Object.entries({ ...changes, ...always }).filter(
    ([name]) => !FIXED.has(name) || name in always,
  );
  entries.forEach(([name, value], index) => {
    names[`#n${index}`] = name;
    const own = attributes.has(name) || name in always;
    if (!own) names['#data'] = 'data';
    const path = own ? `#n${index}` : `#data.#n${index}`;
    if (own && value === null) {
      removes.push(path);
    } else {
      values[`:v${index}`] = value;
      sets.push(`${path} = :v${index}`);
    }
  });
  if (entries.length === 0) return get<T>(context, key);
  try {
    const { Attributes } = await context.documents.send(
      new UpdateCommand({
        TableName: context.tableName,
        Key: key,
        UpdateExpression: [
          sets.length > 0 ? `SET ${sets.join(', ')}` : '',
          removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
        ].join(' '),
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: Object.keys(values).length > 0 ? values : undefined,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes && stripKeys<T>(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
