import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
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

/** What the ledger knew of a resource before it was planned this time; undefined for one that is planned first. */
export type FormerEntry = (type: ResourceType, name: string) => LedgerEntry | undefined;

/**
 * Writes resources ahead, before AWS is asked to make them: one transaction however many. What a former try
 * wrote stays as it is and is given back: such a resource may exist, although nobody recorded that it does, so
 * one whose name AWS does not keep unique must be looked for before it is made again.
 */
export async function planResources(
  context: RegistryContext,
  tenantId: string,
  executionArn: string,
  resources: readonly PlannedResource[],
): Promise<FormerEntry> {
  const former = new Map<string, LedgerEntry>();
  const keyOf = (type: string, name: string) => keys.resource(tenantId, type, name).sk;
  let missing = [...resources];
  // The second round leaves out what the first found there already; more can only be a try of the same step that
  // runs beside this one, which ends by finding all of them.
  while (missing.length > 0) {
    const found = await planMissing(context, tenantId, executionArn, missing);
    for (const entry of found) former.set(keyOf(entry.type, entry.name), entry);
    if (found.length === 0) break;
    missing = missing.filter(({ type, name }) => !former.has(keyOf(type, name)));
  }
  return (type, name) => former.get(keyOf(type, name));
}

/** @returns the entries that are there already, in which case nothing was written; none when all were planned */
async function planMissing(
  context: RegistryContext,
  tenantId: string,
  executionArn: string,
  resources: readonly PlannedResource[],
): Promise<LedgerEntry[]> {
  const entries = resources.map(({ type, name, details }) => ({
    ...keys.resource(tenantId, type, name),
    type,
    name,
    state: 'planned',
    details: details ?? {},
    plannedAt: context.now().toISOString(),
    executionArn,
  }));
  try {
    await transact(
      context,
      entries.map((Item) => ({
        Put: {
          TableName: context.tableName,
          Item,
          // What was deleted is planned anew; what is planned or made stays.
          ConditionExpression: 'attribute_not_exists(pk) OR #state = :deleted',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':deleted': 'deleted' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      })),
    );
    return [];
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const found = reasons.flatMap(({ Code, Item }) =>
      Code === 'ConditionalCheckFailed' && Item ? [stripKeys<LedgerEntry>(unmarshall(Item))] : [],
    );
    if (found.length === 0) throw error;
    return found;
  }
}

/** Records that resources exist, with the ARN or id that AWS gave them. One transaction however many. */
export async function recordCreated(
  context: RegistryContext,
  tenantId: string,
  resources: readonly CreatedResource[],
): Promise<void> {
  await updateEach(context, resources, ({ type, name, arn, details }) => ({
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
  await updateEach(context, resources, ({ type, name }) => ({
    Key: keys.resource(tenantId, type, name),
    UpdateExpression: 'SET #state = :deleted, deletedAt = if_not_exists(deletedAt, :now)',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':deleted': 'deleted', ':now': context.now().toISOString() },
  }));
}

/**
 * Records that some more of what is counted, not listed, are gone: a tenant's items in a shared table, its users in
 * the shared pool. A try that is repeated finds them gone and adds nothing.
 */
export async function countDeleted(
  context: RegistryContext,
  tenantId: string,
  executionArn: string,
  counted: { type: 'Items' | 'Users'; name: string; count: number },
): Promise<void> {
  const { type, name, count } = counted;
  const now = context.now().toISOString();
  await context.documents.send(
    new UpdateCommand({
      TableName: context.tableName,
      Key: keys.resource(tenantId, type, name),
      UpdateExpression:
        'SET #type = :type, #name = :name, #state = :deleted, plannedAt = if_not_exists(plannedAt, :now), deletedAt = :now, executionArn = :execution ADD #count :count',
      ExpressionAttributeNames: { '#type': 'type', '#name': 'name', '#state': 'state', '#count': 'count' },
      ExpressionAttributeValues: {
        ':type': type,
        ':name': name,
        ':deleted': 'deleted',
        ':now': now,
        ':execution': executionArn,
        ':count': count,
      },
    }),
  );
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

type TransactItems = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;
type UpdateOf = Omit<NonNullable<TransactItems[number]['Update']>, 'TableName'>;

const updateEach = <R>(
  context: RegistryContext,
  resources: readonly R[],
  toUpdate: (resource: R) => UpdateOf,
): Promise<void> =>
  transact(
    context,
    resources.map((resource) => ({ Update: { TableName: context.tableName, ...toUpdate(resource) } })),
  );

async function transact(context: RegistryContext, items: TransactItems): Promise<void> {
  if (items.length === 0) return;
  // Steps of one tenant run side by side (a Map over its services), but on entries of their own: a conflict
  // can only be a try of the same step whose reply was lost, and passes at once.
  for (let attempt = 1; ; attempt++) {
    try {
      await context.documents.send(new TransactWriteCommand({ TransactItems: items }));
      return;
    } catch (error) {
      const passes =
        error instanceof TransactionCanceledException &&
        error.CancellationReasons?.some((reason) => reason.Code === 'TransactionConflict');
      if (!passes || attempt === 3) throw error;
    }
  }
}
