import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Operation, OperationLock } from '../contracts/registry-items';
import { TenantBusyError } from '../errors';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';

/**
 * Takes a tenant's operation lock for an execution; it has it already when it is a retry or a redrive.
 * A lock whose execution no longer runs is dead (it was stopped or failed) and is taken over.
 *
 * @param isRunning asks Step Functions whether an execution runs
 * @throws TenantBusyError while another operation of the tenant runs: the state machine's Retry waits its turn
 */
export async function acquireLock(
  context: RegistryContext,
  tenantId: string,
  wanted: { operation: Operation; executionArn: string },
  isRunning: (executionArn: string) => Promise<boolean>,
): Promise<void> {
  const holder = await tryLock(context, tenantId, wanted, wanted.executionArn);
  if (!holder) return;
  if (await isRunning(holder.executionArn)) {
    throw new TenantBusyError(
      `tenant ${tenantId} is busy: its ${holder.operation} ${holder.executionArn} runs`,
    );
  }
  const next = await tryLock(context, tenantId, wanted, holder.executionArn);
  if (next) throw new TenantBusyError(`tenant ${tenantId} is busy: ${next.executionArn} was faster`);
}

/** The lock as it stands; its execution may have ended. */
export async function readLock(
  context: RegistryContext,
  tenantId: string,
): Promise<OperationLock | undefined> {
  const { Item } = await context.documents.send(
    new GetCommand({ TableName: context.tableName, Key: keys.lock(tenantId), ConsistentRead: true }),
  );
  return Item && stripKeys<OperationLock>(Item);
}

/** @returns the holder when the lock is another's */
async function tryLock(
  context: RegistryContext,
  tenantId: string,
  wanted: { operation: Operation; executionArn: string },
  mayReplace: string,
): Promise<OperationLock | undefined> {
  const lock: OperationLock = { ...wanted, since: context.now().toISOString() };
  try {
    await context.documents.send(
      new PutCommand({
        TableName: context.tableName,
        Item: { ...keys.lock(tenantId), ...lock },
        ConditionExpression: 'attribute_not_exists(pk) OR executionArn = :mayReplace',
        ExpressionAttributeValues: { ':mayReplace': mayReplace },
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const holder = await readLock(context, tenantId);
    // Given back between the two calls: the next try gets it.
    if (!holder) throw new TenantBusyError(`tenant ${tenantId} was busy a moment ago`);
    return holder;
  }
}

/** Gives the lock back, if this execution holds it; otherwise leaves it alone. */
export async function releaseLock(
  context: RegistryContext,
  tenantId: string,
  executionArn: string,
): Promise<void> {
  try {
    await context.documents.send(
      new DeleteCommand({
        TableName: context.tableName,
        Key: keys.lock(tenantId),
        ConditionExpression: 'executionArn = :execution',
        ExpressionAttributeValues: { ':execution': executionArn },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
