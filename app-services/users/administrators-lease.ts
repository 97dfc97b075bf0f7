import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { ClientOfTenant } from '../shared/data/tenant-clients';
import { Unavailable } from '../shared/http/errors';

/** In the table of sign-outs, among ids of users, which are UUIDs. */
const ITEM = 'administrators';
/** Longer than a change takes; after a task's death its tenant's users cannot be changed for as long. */
const HELD_MS = 10_000;
/** How long a request waits for another's change, which takes some hundred milliseconds. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = { least: 30, spread: 70 };
/** Cognito's lists lag behind its writes, by less than this. */
const LAG_MS = 60_000;
/** Time to live of the item: nobody's change lasts a day. */
const KEPT_SECONDS = 24 * 3600;

interface Departure {
  userId: string;
  atMs: number;
}

/** What is known and may be written by who holds the lease. */
export interface Turn {
  /** Whether a user lost its role a moment ago, which Cognito may not show yet. */
  hasLeft(userId: string): boolean;
  /**
   * To be called right before a TenantAdmin loses its role.
   * @throws Unavailable when the lease was lost meanwhile: then nothing may be written
   */
  leaves(userId: string): Promise<void>;
  /** A user has, or keeps, the role. */
  stays(userId: string): Promise<void>;
}

/**
 * Lets one request at a time, of all tasks, change who administers a tenant. Cognito has no conditional write, so that
 * two tasks could each find the other's admin and remove both; DynamoDB has one. What Cognito does not show yet is
 * kept in the item too: who left within the last minute counts as gone.
 *
 * AWS call: `dynamodb:UpdateItem` on the tenant's own partition, by its session's credentials.
 */
export class AdministratorsLease {
  constructor(
    private readonly clientOf: ClientOfTenant,
    private readonly tableName: string,
    private readonly now: () => number = Date.now,
    private readonly pause: (milliseconds: number) => Promise<unknown> = sleep,
  ) {}

  /** @throws Unavailable when another request holds the lease for too long; nothing was changed then */
  async hold<T>(tenantId: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    const holder = randomUUID();
    let departures = await this.#acquire(tenantId, holder);
    const keep = async (next: Departure[]) => {
      departures = next;
      await this.#write(tenantId, holder, departures);
    };
    const others = (userId: string) => departures.filter((departure) => departure.userId !== userId);
    try {
      return await work({
        hasLeft: (userId) => departures.some((departure) => departure.userId === userId),
        leaves: (userId) => keep([...others(userId), { userId, atMs: this.now() }]),
        stays: (userId) => keep(others(userId)),
      });
    } finally {
      // The change has happened or not, whatever becomes of this: a lease that is not given back runs out.
      await this.#release(tenantId, holder).catch(() => undefined);
    }
  }

  async #acquire(tenantId: string, holder: string): Promise<Departure[]> {
    const giveUpAt = this.now() + PATIENCE_MS;
    for (;;) {
      const departures = await this.#try(tenantId, holder);
      if (departures) return departures;
      if (this.now() >= giveUpAt) throw new Unavailable("another change of the tenant's users is under way");
      await this.pause(PAUSE_MS.least + Math.random() * PAUSE_MS.spread);
    }
  }

  async #try(tenantId: string, holder: string): Promise<Departure[] | undefined> {
    const now = this.now();
    try {
      const { Attributes } = await this.#update(tenantId, {
        UpdateExpression: 'SET holder = :holder, heldUntil = :until, expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(holder) OR heldUntil < :now OR holder = :holder',
        ExpressionAttributeValues: {
          ...this.#term(holder),
          ':now': { N: String(now) },
          ':expiresAt': { N: String(Math.ceil(now / 1000) + KEPT_SECONDS) },
        },
        ReturnValues: 'ALL_NEW',
      });
      const known = JSON.parse(Attributes?.departures?.S ?? '[]') as Departure[];
      return known.filter(({ atMs }) => now - atMs < LAG_MS);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  async #write(tenantId: string, holder: string, departures: Departure[]): Promise<void> {
    try {
      await this.#update(tenantId, {
        UpdateExpression: 'SET departures = :departures, heldUntil = :until',
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: {
          ...this.#term(holder),
          ':departures': { S: JSON.stringify(departures) },
        },
      });
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new Unavailable("another change of the tenant's users came in between", error);
    }
  }

  #release(tenantId: string, holder: string): Promise<unknown> {
    return this.#update(tenantId, {
      UpdateExpression: 'REMOVE holder, heldUntil',
      ConditionExpression: 'holder = :holder',
      ExpressionAttributeValues: { ':holder': { S: holder } },
    });
  }

  #term(holder: string) {
    return { ':holder': { S: holder }, ':until': { N: String(this.now() + HELD_MS) } };
  }

  #update(tenantId: string, change: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) {
    return this.clientOf(tenantId).send(
      new UpdateItemCommand({
        TableName: this.tableName,
        Key: { tenantId: { S: tenantId }, userId: { S: ITEM } },
        ...change,
      }),
    );
  }
}
