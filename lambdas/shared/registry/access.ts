import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
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

/**
 * Whether a former onboarding has activated the tenant. The registration's status does not tell: clients and other
 * planes write it too.
 */
export const isInService = (access: Pick<TenantAccess, 'status'> | undefined): boolean =>
  access?.status === 'active' || access?.status === 'suspended';

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

/**
 * Makes a tenant's access item ahead of its API key, closed to requests until activation. An item that is there
 * keeps its key and its status: a step that runs again must neither change the key nor close an active tenant.
 *
 * @param proposedKey value for the tenant's API key, taken when it has none yet
 * @returns the value of the tenant's API key
 */
export async function provisionAccess(
  context: RegistryContext,
  tenant: Pick<TenantAccess, 'tenantId' | 'tier'>,
  proposedKey: string,
): Promise<string> {
  const { Attributes } = await context.documents.send(
    new UpdateCommand({
      TableName: context.tableName,
      Key: keys.access(tenant.tenantId),
      UpdateExpression:
        'SET tenantId = :tenantId, tier = :tier, apiKey = if_not_exists(apiKey, :proposed), #status = if_not_exists(#status, :provisioning)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':tenantId': tenant.tenantId,
        ':tier': tenant.tier,
        ':proposed': proposedKey,
        ':provisioning': 'provisioning',
      },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return String(Attributes?.apiKey);
}

/**
 * Whether the tenant has been in service at any time, whatever became of it since: only activation writes whose tokens
 * are good.
 */
export const wasInService = (access: Pick<TenantAccess, 'userPoolId'> | undefined): boolean =>
  access?.userPoolId !== undefined;

/** Whether the tenant is suspended, or was when its access was revoked. */
export const wasSuspended = (access: Pick<TenantAccess, 'status' | 'statusBefore'> | undefined): boolean =>
  (access?.status === 'revoked' ? access.statusBefore : access?.status) === 'suspended';

/**
 * Closes a tenant's access for good, and notes what it was. One that never was in service is left as it is: the
 * authorizer refuses it anyway, and should its offboarding be cancelled, its onboarding goes on with the key that it has.
 *
 * @returns whether there was anything to close, by this try or a former one
 */
export async function revokeAccess(context: RegistryContext, tenantId: string): Promise<boolean> {
  try {
    await context.documents.send(
      new UpdateCommand({
        TableName: context.tableName,
        Key: keys.access(tenantId),
        UpdateExpression: 'SET statusBefore = #status, #status = :revoked',
        // A further try must not take the first one's work for what was before.
        ConditionExpression: 'attribute_exists(userPoolId) AND #status <> :revoked',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':revoked': 'revoked' },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item?.userPoolId !== undefined;
  }
}
