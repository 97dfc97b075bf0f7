import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CLIENT_SETTINGS } from '../aws/client-settings';

/** A registry's table and clock: what every function of this folder works on. */
export interface RegistryContext {
  documents: DynamoDBDocumentClient;
  tableName: string;
  now: () => Date;
}

export const registryContext = (
  tableName: string,
  client: DynamoDBClient = new DynamoDBClient(CLIENT_SETTINGS),
  now: () => Date = () => new Date(),
): RegistryContext => ({
  documents: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
  tableName,
  now,
});

/** An item without its table keys. */
export function stripKeys<T>(item: Record<string, unknown>): T {
  const { pk: _pk, sk: _sk, listPk: _listPk, listSk: _listSk, ...rest } = item;
  return rest as T;
}
