import { BatchGetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RegistryContext } from './client';
import { EXPIRES_AT, keys } from './keys';

/** Longer than API Gateway keeps its own counts (90 days). */
const KEPT_DAYS = 100;
const DAY_SECONDS = 86_400;

/** Adds to a tenant's refused requests of a day (UTC, 2026-03-01). */
export async function addThrottled(
  context: RegistryContext,
  { date, tenantId, requests }: { date: string; tenantId: string; requests: number },
): Promise<void> {
  await context.documents.send(
    new UpdateCommand({
      TableName: context.tableName,
      Key: keys.throttled(date, tenantId),
      UpdateExpression: 'SET #expires = :expires ADD requests :requests',
      ExpressionAttributeNames: { '#expires': EXPIRES_AT },
      ExpressionAttributeValues: {
        ':expires': Date.parse(date) / 1000 + KEPT_DAYS * DAY_SECONDS,
        ':requests': requests,
      },
    }),
  );
}

/** Refused requests of a day by tenant; who had none is not there. */
export async function throttledOn(context: RegistryContext, date: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.documents.send(
      new QueryCommand({
        TableName: context.tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keys.throttled(date, '').pk },
        ExclusiveStartKey: start,
      }),
    );
    for (const { sk, requests } of Items) found.set(String(sk), Number(requests));
    start = LastEvaluatedKey;
  } while (start);
  return found;
}

/** A tenant's refused requests by day, of at most 100 days (`dynamodb:BatchGetItem`). */
export async function throttledOf(
  context: RegistryContext,
  tenantId: string,
  dates: readonly string[],
): Promise<Map<string, number>> {
  const byKey = new Map(dates.map((date) => [keys.throttled(date, tenantId).pk, date]));
  const found = new Map<string, number>();
  let wanted: Record<string, unknown>[] = dates.map((date) => keys.throttled(date, tenantId));
  while (wanted.length > 0) {
    const { Responses, UnprocessedKeys } = await context.documents.send(
      new BatchGetCommand({ RequestItems: { [context.tableName]: { Keys: wanted } } }),
    );
    for (const { pk, requests } of Responses?.[context.tableName] ?? []) {
      const date = byKey.get(String(pk));
      if (date) found.set(date, Number(requests));
    }
    wanted = UnprocessedKeys?.[context.tableName]?.Keys ?? [];
  }
  return found;
}
