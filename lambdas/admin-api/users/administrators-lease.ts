import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConflictError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { keys } from '../../shared/registry/keys';

/** Longer than an invocation may take (30 s): no holder outlives its lease. */
const HELD_MS = 35_000;
/** How long a request waits for another's change; API Gateway waits 30 s for the answer. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 100;
/** Cognito's lists lag behind its writes, by less than this. */
const LAG_MS = 60_000;

interface Departure {
  userName: string;
  atMs: number;
}

/** What is known and may be written by who holds the lease. */
export interface Turn {
  /** Whether an operator lost the role a moment ago, which Cognito may not show yet. */
  hasLeft(userName: string): boolean;
  /** To be called right before an operator loses the role. */
  leaves(userName: string): Promise<void>;
  /** An operator has, or keeps, the role. */
  stays(userName: string): Promise<void>;
}

export type HoldLease = <T>(work: (turn: Turn) => Promise<T>) => Promise<T>;

/**
 * Lets one invocation at a time change who is SystemAdmin. Cognito has no conditional write, so that two could each find
 * the other's and remove both; DynamoDB has one. Who left within the last minute is kept in the item and counts as gone.
 *
 * Registry: UpdateItem (operators).
 *
 * @throws ConflictError when another change does not end; nothing was changed then
 */
export function administratorsLease(
  { documents, tableName, now }: RegistryContext,
  userPoolId: string,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): HoldLease {
  const update = (change: Omit<UpdateCommand['input'], 'TableName' | 'Key'>) =>
    documents.send(new UpdateCommand({ TableName: tableName, Key: keys.operators(userPoolId), ...change }));
  const acquire = async (holder: string): Promise<Departure[]> => {
    const giveUpAt = now().getTime() + PATIENCE_MS;
    for (;;) {
      const at = now().getTime();
      try {
        const { Attributes } = await update({
          UpdateExpression: 'SET holder = :holder, heldUntil = :until',
          ConditionExpression: 'attribute_not_exists(holder) OR heldUntil < :now OR holder = :holder',
          ExpressionAttributeValues: { ':holder': holder, ':until': at + HELD_MS, ':now': at },
          ReturnValues: 'ALL_NEW',
        });
        const known = (Attributes?.departures ?? []) as Departure[];
        return known.filter(({ atMs }) => at - atMs < LAG_MS);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        if (at >= giveUpAt)
          throw new ConflictError('another change of operators is under way; try again in a minute');
        await pause(PAUSE_MS);
      }
    }
  };
  return async (work) => {
    const holder = randomUUID();
    let departures = await acquire(holder);
    const keep = async (next: Departure[]) => {
      departures = next;
      await update({
        UpdateExpression: 'SET departures = :departures',
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':departures': next, ':holder': holder },
      });
    };
    const others = (userName: string) => departures.filter((departure) => departure.userName !== userName);
    try {
      return await work({
        hasLeft: (userName) => departures.some((departure) => departure.userName === userName),
        leaves: (userName) => keep([...others(userName), { userName, atMs: now().getTime() }]),
        stays: (userName) => keep(others(userName)),
      });
    } finally {
      // The change has happened or not, whatever becomes of this: a lease that is not given back runs out.
      await update({
        UpdateExpression: 'REMOVE holder, heldUntil',
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':holder': holder },
      }).catch(() => undefined);
    }
  };
}
