import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  paginateListUsers,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

/** What a tenant has in one service, by key, each whole and as text: two compare to the byte. */
export type Holdings<T extends object = object> = ReadonlyMap<string, T>;

/** Reads what a tenant has in a service with rights that no tenant has, and puts it back as it was. */
export interface Store {
  read(): Promise<Holdings>;
  /** Makes the holdings those of `before` again. @returns what they are now: a user made anew has another name */
  restore(before: Holdings, now: Holdings): Promise<Holdings>;
}

export const changed = (before: Holdings, now: Holdings): boolean =>
  before.size !== now.size || [...before].some(([key, value]) => textOf(value) !== textOf(now.get(key)));

const textOf = (value: object | undefined): string =>
  JSON.stringify(value && Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));

type Item = Record<string, AttributeValue>;

/** A tenant's items of a table; of its own table all items, so that what another tenant puts there shows. */
export function itemStore(
  dynamodb: DynamoDBClient,
  table: { name: string; idName: string; shared: boolean },
  tenantId: string,
): Store {
  const TableName = table.name;
  const read = async (): Promise<Holdings<Item>> => {
    const { Items = [] } = table.shared
      ? await dynamodb.send(
          new QueryCommand({
            TableName,
            ConsistentRead: true,
            KeyConditionExpression: 'tenantId = :tenantId',
            ExpressionAttributeValues: { ':tenantId': { S: tenantId } },
          }),
        )
      : await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
    return new Map(Items.map((item) => [`${item.tenantId?.S} ${item[table.idName]?.S}`, item]));
  };
  return {
    read,
    async restore(before, now) {
      for (const [key, item] of now as Holdings<Item>) {
        const { tenantId: partition, [table.idName]: id } = item;
        if (before.has(key) || !partition || !id) continue;
        await dynamodb.send(
          new DeleteItemCommand({ TableName, Key: { tenantId: partition, [table.idName]: id } }),
        );
      }
      for (const [key, Item] of before as Holdings<Item>) {
        if (textOf(now.get(key)) !== textOf(Item))
          await dynamodb.send(new PutItemCommand({ TableName, Item }));
      }
      return read();
    },
  };
}

/** Attributes that Cognito makes itself. */
const COGNITOS_OWN = ['sub'];

/** A tenant's users in its pool; of its own pool all users. */
export function userStore(
  client: CognitoIdentityProviderClient,
  pool: { id: string; shared: boolean },
  tenantId: string,
): Store {
  const UserPoolId = pool.id;
  const read = async (): Promise<Holdings<UserType>> => {
    const found = new Map<string, UserType>();
    for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId })) {
      for (const user of Users) {
        const own = user.Attributes?.some(
          ({ Name, Value }) => Name === 'custom:tenantId' && Value === tenantId,
        );
        if (own || !pool.shared) found.set(user.Username ?? '', user);
      }
    }
    return found;
  };
  return {
    read,
    async restore(before, now) {
      for (const Username of now.keys()) {
        if (!before.has(Username)) await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
      }
      for (const [Username, user] of before as Holdings<UserType>) {
        const UserAttributes = (user.Attributes ?? []).filter(
          ({ Name }) => !COGNITOS_OWN.includes(Name ?? ''),
        );
        if (!now.has(Username)) {
          const email = UserAttributes.find(({ Name }) => Name === 'email')?.Value;
          await client.send(
            new AdminCreateUserCommand({
              UserPoolId,
              Username: email,
              UserAttributes,
              MessageAction: 'SUPPRESS',
            }),
          );
        } else if (textOf(now.get(Username)) !== textOf(user)) {
          await client.send(
            new AdminUpdateUserAttributesCommand({
              UserPoolId,
              Username,
              UserAttributes: UserAttributes.filter(({ Name }) => Name === 'custom:userRole'),
            }),
          );
        }
      }
      return read();
    },
  };
}
