import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Reconciliation } from '../contracts/upkeep';
import { ConflictError } from '../errors';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';

type Run = Omit<Reconciliation, 'findings'>;
type Findings = Reconciliation['findings'];
/** As it is kept: findings stand in parts of their own, that name the run they are of. */
type KeptRun = Run & { startedAt: string; parts?: number };

/** A run ends within Lambda's 15 minutes, or has died. */
const LONGEST_MS = 16 * 60_000;
/** A finding has less than 2 KB, an item at most 400. */
const A_PART = 100;
/** What an operator reads; a run that finds more has found that all is different. */
const MOST_FINDINGS = 1_000;

/**
 * Notes that a run begins. Only the latest is kept.
 * @throws ConflictError while another runs
 */
export async function beginRun(
  context: RegistryContext,
  { fix, orderedBy }: { fix: boolean; orderedBy?: string },
): Promise<string> {
  const now = context.now();
  const startedAt = now.toISOString();
  try {
    await context.documents.send(
      new PutCommand({
        TableName: context.tableName,
        Item: {
          ...keys.reconciliation(),
          ...{ state: 'running', startedAt, fix },
          ...(orderedBy ? { orderedBy } : {}),
        },
        ConditionExpression: 'attribute_not_exists(pk) OR #state <> :running OR startedAt < :dead',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':running': 'running',
          ':dead': new Date(now.getTime() - LONGEST_MS).toISOString(),
        },
      }),
    );
    return startedAt;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new ConflictError('a comparison runs already; GET /reconciliation tells when it is done');
  }
}

/** Keeps how a run ended: its findings first, so that who sees it done sees all of them. */
export async function endRun(
  context: RegistryContext,
  startedAt: string,
  {
    findings,
    ...end
  }: { state: 'done' | 'failed'; tenants: number; skipped?: number; findings: Findings; error?: string },
): Promise<void> {
  const kept = findings.slice(0, MOST_FINDINGS);
  const parts = Math.ceil(kept.length / A_PART);
  for (let part = 0; part < parts; part++) {
    const Item = {
      ...keys.findings(part),
      startedAt,
      findings: kept.slice(part * A_PART, (part + 1) * A_PART),
    };
    await context.documents.send(new PutCommand({ TableName: context.tableName, Item }));
  }
  const begun = await readHead(context);
  await context.documents.send(
    new PutCommand({
      TableName: context.tableName,
      Item: {
        ...keys.reconciliation(),
        ...{ fix: false, ...begun, ...end, startedAt, parts },
        finishedAt: context.now().toISOString(),
        ...(kept.length < findings.length ? { more: true } : {}),
      },
    }),
  );
}

/** The latest run, with what it found. */
export async function readRun(context: RegistryContext): Promise<Reconciliation> {
  const head = await readHead(context);
  if (!head) return { state: 'never', findings: [] };
  const { parts = 0, ...run } = head;
  if (run.state === 'running') {
    const died = context.now().getTime() - Date.parse(run.startedAt) > LONGEST_MS;
    return {
      ...run,
      ...(died ? { state: 'failed' as const, error: 'the run did not come to its end' } : {}),
      findings: [],
    };
  }
  const found: Findings = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.documents.send(
      new QueryCommand({
        TableName: context.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :part)',
        ExpressionAttributeValues: { ':pk': keys.reconciliation().pk, ':part': 'PART#' },
        ExclusiveStartKey: start,
      }),
    );
    // Parts of a run that found more stay until they are written over.
    for (const part of Items.filter((each) => each.startedAt === run.startedAt).slice(0, parts)) {
      found.push(...(part.findings as Findings));
    }
    start = LastEvaluatedKey;
  } while (start);
  return { ...run, findings: found };
}

async function readHead(context: RegistryContext): Promise<KeptRun | undefined> {
  const { Item } = await context.documents.send(
    new GetCommand({ TableName: context.tableName, Key: keys.reconciliation(), ConsistentRead: true }),
  );
  return Item && stripKeys<KeptRun>(Item);
}
