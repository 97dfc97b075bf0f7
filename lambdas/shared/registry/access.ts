import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantAccess } from '../contracts/registry-items';
import type { RegistryContext } from './client';
import { stripKeys } from './client';
import { keys } from './keys';

/** What the authorizer knows of a tenant. */
export async function getAccess(
  context: RegistryContext,
  tenantId: string,
): Promise<TenantAccess | undefined> {
  const { Item } = await context.documents.send(
    new GetCommand({ TableName: context.tableName, Key: keys.access(tenantId), ConsistentRead: true }),
  );
  return Item && stripKeys<TenantAccess>(Item);
}

/** Sets attributes of a tenant's access item, which it makes when there is none. */
export async function setAccess(
  context: RegistryContext,
  tenantId: string,
  changes: Partial<Omit<TenantAccess, 'tenantId'>>,
): Promise<void> {
  const entries = Object.entries({ ...changes, tenantId }).filter(([, value]) => value !== undefined);
  await context.documents.send(
    new UpdateCommand({
      TableName: context.tableName,
      Key: keys.access(tenantId),
      UpdateExpression: `SET ${entries.map((_, index) => `#n${index} = :v${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#n${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], index) => [`:v${index}`, value])),
    }),
  );
}
