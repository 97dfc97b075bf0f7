import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Operation, OperationLock } from '../contracts/registry-items';
import { OperationSupersededError, TenantBusyError } from '../errors';
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
  // Redriven between the question and the answer, it may have passed requireLock: it goes on, and this one waits.
  if (await isRunning(holder.executionArn)) {
    await tryLock(context, tenantId, holder, wanted.executionArn);
    throw new TenantBusyError(`tenant ${tenantId} is busy: its ${holder.operation} was redriven`);
  }
}

/**
 * Sees to it that an execution still has its tenant's lock. A redrive, which anybody can order in the console, goes on
 * at the state that failed without asking for the lock again; meanwhile another operation may have taken it over.
 *
 * @throws OperationSupersededError when the lock is another's, or nobody's
 */
export async function requireLock(
  context: RegistryContext,
  tenantId: string,
  executionArn: string,
): Promise<void> {
  const lock = await readLock(context, tenantId);
  if (lock?.executionArn !== executionArn) throw new OperationSupersededError(tenantId, lock);
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
  wanted: Pick<OperationLock, 'operation' | 'executionArn'>,
  mayReplace: string,
): Promise<OperationLock | undefined> {
  const lock: OperationLock = { since: context.now().toISOString(), ...wanted };
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
