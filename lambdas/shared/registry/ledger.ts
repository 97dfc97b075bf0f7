import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { LedgerEntry, ResourceType } from '../contracts/registry-items';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';

export interface PlannedResource {
  type: ResourceType;
  name: string;
  details?: { [key: string]: string };
}

export interface CreatedResource {
  type: ResourceType;
  name: string;
  arn: string;
  details?: { [key: string]: string };
}

/**
 * Writes resources ahead, before AWS is asked to make them: one transaction however many. What a former try
 * wrote stays as it is.
 */
export async function planResources(
  context: RegistryContext,
  tenantId: string,
  executionArn: string,
  resources: readonly PlannedResource[],
): Promise<void> {
  await transact(context, resources, ({ type, name, details }) => ({
    Key: keys.resource(tenantId, type, name),
    // Plans only what is not already made: a repeated step must not turn `created` back into `planned`.
    UpdateExpression:
      'SET #type = :type, #name = :name, executionArn = :execution, plannedAt = if_not_exists(plannedAt, :now), #state = if_not_exists(#state, :planned), details = if_not_exists(details, :details)',
    ExpressionAttributeNames: { '#type': 'type', '#name': 'name', '#state': 'state' },
    ExpressionAttributeValues: {
      ':type': type,
      ':name': name,
      ':execution': executionArn,
      ':now': context.now().toISOString(),
      ':planned': 'planned',
      ':details': details ?? {},
    },
  }));
}

/** Records that resources exist, with the ARN or id that AWS gave them. One transaction however many. */
export async function recordCreated(
  context: RegistryContext,
  tenantId: string,
  resources: readonly CreatedResource[],
): Promise<void> {
  await transact(context, resources, ({ type, name, arn, details }) => ({
    Key: keys.resource(tenantId, type, name),
    UpdateExpression: `SET #state = :created, arn = :arn, createdAt = if_not_exists(createdAt, :now)${details ? ', details = :details' : ''} REMOVE deletedAt`,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':created': 'created',
      ':arn': arn,
      ':now': context.now().toISOString(),
      ...(details ? { ':details': details } : {}),
    },
  }));
}

/** Records that resources are gone; the entries stay, for the deletion receipt. */
export async function recordDeleted(
  context: RegistryContext,
  tenantId: string,
  resources: readonly { type: ResourceType; name: string }[],
): Promise<void> {
  await transact(context, resources, ({ type, name }) => ({
    Key: keys.resource(tenantId, type, name),
    UpdateExpression: 'SET #state = :deleted, deletedAt = if_not_exists(deletedAt, :now)',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':deleted': 'deleted', ':now': context.now().toISOString() },
  }));
}

/** A tenant's whole ledger, in key order (by type, then name). */
export async function readLedger(context: RegistryContext, tenantId: string): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await context.documents.send(
      new QueryCommand({
        TableName: context.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :resource)',
        ExpressionAttributeValues: { ':pk': keys.tenant(tenantId).pk, ':resource': 'RESOURCE#' },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    entries.push(...(page.Items ?? []).map((item) => stripKeys<LedgerEntry>(item)));
    start = page.LastEvaluatedKey;
  } while (start);
  return entries;
}

type UpdateOf = Omit<
  NonNullable<
    NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>[number]['Update']
  >,
  'TableName'
>;

async function transact<R>(
  context: RegistryContext,
  resources: readonly R[],
  toUpdate: (resource: R) => UpdateOf,
): Promise<void> {
  if (resources.length === 0) return;
  const TransactItems = resources.map((resource) => ({
    Update: { TableName: context.tableName, ...toUpdate(resource) },
  }));
  // Steps of one tenant run side by side (a Map over its services), but on entries of their own: a conflict
  // can only be a try of the same step whose reply was lost, and passes at once.
  for (let attempt = 1; ; attempt++) {
    try {
      await context.documents.send(new TransactWriteCommand({ TransactItems }));
      return;
    } catch (error) {
      const passes =
        error instanceof TransactionCanceledException &&
        error.CancellationReasons?.some((reason) => reason.Code === 'TransactionConflict');
      if (!passes || attempt === 3) throw error;
    }
  }
}
