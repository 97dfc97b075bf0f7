import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { NotFound, PreconditionFailed } from '../http/errors';
import type { Page } from '../http/paging';
import type { ClientOfTenant } from './tenant-clients';

/** Attribute that counts an item's writes. Hidden from clients, who see it as the entity tag. */
const VERSION = 'version';

/** An optional field that is not there leaves no attribute. */
const MARSHALL = { removeUndefinedValues: true };

export interface Versioned<T> {
  item: T;
  version: number;
}

export interface ItemTableConfig {
  clientOf: ClientOfTenant;
  tableName: string;
  /** What an item is called in messages; its sort key is `${kind}Id`, its partition key `tenantId`. */
  kind: string;
}

/**
 * A table of tenants' items: one DynamoDB round trip for every operation. Writes are conditional, so two writers never
 * lose each other's work unseen: creating never overwrites, changing and deleting need the item, and the version if one
 * is given.
 *
 * Reads are strongly consistent: a client that has written reads its own write, and an entity tag is never stale. That
 * costs a second half read unit, 0.13 USD for a million reads.
 */
export class ItemTable<T extends object> {
  readonly #idName: string;

  constructor(private readonly config: ItemTableConfig) {
    this.#idName = `${config.kind}Id`;
  }

  /** @param attributes the item without its keys. @returns the item with its keys */
  async create(tenantId: string, id: string, attributes: object): Promise<Versioned<T>> {
    const item = { tenantId, [this.#idName]: id, ...attributes };
    const command = new PutItemCommand({
      TableName: this.config.tableName,
      Item: marshall({ ...item, [VERSION]: 1 }, MARSHALL),
      ConditionExpression: 'attribute_not_exists(tenantId)',
    });
    try {
      await this.config.clientOf(tenantId).send(command);
    } catch (error) {
      // The id is random: an item in its place is this very one, whose first reply was lost and which the SDK sent again.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    return { item: item as T, version: 1 };
  }

  /** @throws NotFound */
  async get(tenantId: string, id: string): Promise<Versioned<T>> {
    const { Item } = await this.config.clientOf(tenantId).send(
      new GetItemCommand({
        TableName: this.config.tableName,
        Key: this.#key(tenantId, id),
        ConsistentRead: true,
      }),
    );
    if (!Item) throw this.#notFound();
    return this.#read(Item);
  }

  /** @param after id of the last item of the page before */
  async list(tenantId: string, limit: number, after?: string): Promise<Page<T, string>> {
    const { Items = [], LastEvaluatedKey } = await this.config.clientOf(tenantId).send(
      new QueryCommand({
        TableName: this.config.tableName,
        KeyConditionExpression: 'tenantId = :tenantId',
        ExpressionAttributeValues: { ':tenantId': { S: tenantId } },
        Limit: limit,
        ConsistentRead: true,
        ExclusiveStartKey: after === undefined ? undefined : this.#key(tenantId, after),
      }),
    );
    return { items: Items.map((found) => this.#read(found).item), next: LastEvaluatedKey?.[this.#idName]?.S };
  }

  /**
   * Replaces every attribute but the keys.
   * @param expected version that the item must have, or undefined for any
   * @throws NotFound, PreconditionFailed
   */
  async replace(tenantId: string, id: string, attributes: object, expected?: number): Promise<Versioned<T>> {
    const names = Object.keys(attributes);
    const { Attributes = {} } = await this.#conditionally(expected, () =>
      this.config.clientOf(tenantId).send(
        new UpdateItemCommand({
          TableName: this.config.tableName,
          Key: this.#key(tenantId, id),
          UpdateExpression: `SET #version = if_not_exists(#version, :zero) + :one, ${names
            .map((_, i) => `#a${i} = :a${i}`)
            .join(', ')}`,
          ConditionExpression: condition(expected),
          ExpressionAttributeNames: {
            '#version': VERSION,
            ...Object.fromEntries(names.map((name, i) => [`#a${i}`, name])),
          },
          ExpressionAttributeValues: {
            ':zero': { N: '0' },
            ':one': { N: '1' },
            ...expectedValue(expected),
            ...marshall(
              Object.fromEntries(Object.values(attributes).map((value, i) => [`:a${i}`, value])),
              MARSHALL,
            ),
          },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    return this.#read(Attributes);
  }

  /** @throws NotFound, PreconditionFailed */
  async remove(tenantId: string, id: string, expected?: number): Promise<void> {
    await this.#conditionally(expected, () =>
      this.config.clientOf(tenantId).send(
        new DeleteItemCommand({
          TableName: this.config.tableName,
          Key: this.#key(tenantId, id),
          ConditionExpression: condition(expected),
          ...(usesVersion(expected) && { ExpressionAttributeNames: { '#version': VERSION } }),
          ...(usesValue(expected) && { ExpressionAttributeValues: expectedValue(expected) }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
  }

  /** The refused write brings the item along if there is one: absent and changed are told apart without a second trip. */
  async #conditionally<R>(expected: number | undefined, write: () => Promise<R>): Promise<R> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (expected === undefined || !error.Item) throw this.#notFound();
      throw new PreconditionFailed(`${this.config.kind} was changed since the version in If-Match`);
    }
  }

  #key(tenantId: string, id: string): Record<string, AttributeValue> {
    return { tenantId: { S: tenantId }, [this.#idName]: { S: id } };
  }

  #read(found: Record<string, AttributeValue>): Versioned<T> {
    const { [VERSION]: version, ...item } = unmarshall(found);
    return { item: item as T, version: typeof version === 'number' ? version : 0 };
  }

  #notFound(): NotFound {
    return new NotFound(`${this.config.kind} not found`);
  }
}

/** An item written by other means has no version attribute, which reads as version 0. */
function condition(expected: number | undefined): string {
  if (expected === undefined) return 'attribute_exists(tenantId)';
  if (expected === 0) return 'attribute_exists(tenantId) AND attribute_not_exists(#version)';
  return '#version = :expected';
}

const usesVersion = (expected: number | undefined) => expected !== undefined;
const usesValue = (expected: number | undefined) => expected !== undefined && expected !== 0;

function expectedValue(expected: number | undefined): Record<string, AttributeValue> {
  return usesValue(expected) ? { ':expected': { N: String(expected) } } : {};
}
