import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { JsonObject, Registration } from '../contracts/registry-items';
import { rowUpdate } from './changes';
import type { RegistryContext } from './client';
import { keys } from './keys';

type Writes = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;

/** An update of a registration that takes place only if its status and last report are as they were read. */
export function registrationUpdate(
  context: RegistryContext,
  registration: Registration,
  changes: JsonObject,
  always: Record<string, unknown> = {},
): Writes[number] {
  const update = rowUpdate('registration', changes, { ...always, updatedAt: context.now().toISOString() });
  const { lastResult } = registration;
  return {
    Update: {
      TableName: context.tableName,
      Key: keys.registration(registration.tenantRegistrationId),
      UpdateExpression: update?.UpdateExpression,
      ConditionExpression: `sbtaws_active = :active AND registrationStatus = :seen AND ${
        lastResult ? 'lastResult.eventId = :seenEvent' : 'attribute_not_exists(lastResult)'
      }`,
      ExpressionAttributeNames: update?.ExpressionAttributeNames,
      ExpressionAttributeValues: {
        ...update?.ExpressionAttributeValues,
        ':active': true,
        ':seen': registration.registrationStatus,
        ...(lastResult ? { ':seenEvent': lastResult.eventId } : {}),
      },
    },
  };
}

/**
 * Writes all or nothing.
 * @returns false when a condition did not hold or another writer was at it: read again and decide anew
 */
export async function transactIf(context: RegistryContext, writes: Writes): Promise<boolean> {
  try {
    await context.documents.send(new TransactWriteCommand({ TransactItems: writes }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = error.CancellationReasons?.map((reason) => reason.Code) ?? [];
    if (codes.includes('ConditionalCheckFailed') || codes.includes('TransactionConflict')) return false;
    throw error;
  }
}
