import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ExecutionRecord, Operation } from '../contracts/registry-items';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';

/** Step Functions takes no longer name. */
export const LONGEST_NAME = 80;

/**
 * Name of the execution that an event starts: the same event always the same execution. An operator finds a tenant by
 * it; of the event's id, a UUID, the longest names lack the last two digits.
 */
export const executionName = (tenantName: string, operation: Operation, eventId: string): string =>
  `${tenantName}-${operation}-${eventId}`.slice(0, LONGEST_NAME);

/** Remembers an execution of a tenant; writing the same one again changes nothing. */
export async function recordExecution(
  context: RegistryContext,
  tenantId: string,
  execution: ExecutionRecord,
): Promise<void> {
  await context.documents.send(
    new PutCommand({
      TableName: context.tableName,
      Item: { ...keys.execution(tenantId, execution.startedAt, execution.name), ...execution },
    }),
  );
}

/** A page of a tenant's executions, newest first. `from` is the last key of the page before. */
export async function listExecutions(
  context: RegistryContext,
  tenantId: string,
  limit: number,
  from?: Record<string, unknown>,
): Promise<{ executions: ExecutionRecord[]; next?: Record<string, unknown> }> {
  const page = await context.documents.send(
    new QueryCommand({
      TableName: context.tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :execution)',
      ExpressionAttributeValues: { ':pk': keys.tenant(tenantId).pk, ':execution': 'EXECUTION#' },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: from,
    }),
  );
  return {
    executions: (page.Items ?? []).map((item) => stripKeys<ExecutionRecord>(item)),
    next: page.LastEvaluatedKey,
  };
}

/** The newest execution that fits. Walks back to it: a tenant has tens in its life, and exports among them. */
export async function newestExecution(
  context: RegistryContext,
  tenantId: string,
  fits: (execution: ExecutionRecord) => boolean,
): Promise<ExecutionRecord | undefined> {
  let from: Record<string, unknown> | undefined;
  do {
    const { executions, next } = await listExecutions(context, tenantId, 20, from);
    const found = executions.find(fits);
    if (found) return found;
    from = next;
  } while (from);
  return undefined;
}

/** The execution of that name, if it is this tenant's. Walks all of them: a tenant has tens in its life. */
export async function findExecution(
  context: RegistryContext,
  tenantId: string,
  name: string,
): Promise<ExecutionRecord | undefined> {
  let from: Record<string, unknown> | undefined;
  do {
    const { executions, next } = await listExecutions(context, tenantId, 100, from);
    const found = executions.find((execution) => execution.name === name);
    if (found) return found;
    from = next;
  } while (from);
  return undefined;
}
