import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type DeletionReceipt,
  type LedgerEntry,
  type OffboardingChoice,
  REGISTRATION_STATUS,
} from '../contracts/registry-items';
import type { RegistryContext } from './client';
import { keys } from './keys';

/** The client who cancels and the workflow that removes write against each other: one of them is the first. */
const NOT_CANCELLED =
  'sbtaws_active = :true AND (attribute_not_exists(offboarding.#state) OR offboarding.#state <> :cancelled)';

/**
 * Shows on the registration that its offboarding runs, how it leaves, and no former failure.
 * @returns false when the offboarding was cancelled, or the tenant is gone
 */
export const beginRemoval = (
  context: RegistryContext,
  registrationId: string,
  choice: OffboardingChoice,
): Promise<boolean> =>
  unlessCancelled(
    context,
    registrationId,
    'SET offboarding = :choice, registrationStatus = :deleting, updatedAt = :now REMOVE failure',
    { ':choice': choice, ':deleting': REGISTRATION_STATUS.deleting, ':now': context.now().toISOString() },
  );

/**
 * Ends the time in which an offboarding can be cancelled.
 * @returns false when it was cancelled before
 */
export const claimRemoval = (context: RegistryContext, registrationId: string): Promise<boolean> =>
  unlessCancelled(context, registrationId, 'SET offboarding.#state = :removing', { ':removing': 'removing' });

async function unlessCancelled(
  context: RegistryContext,
  registrationId: string,
  UpdateExpression: string,
  values: Record<string, unknown>,
): Promise<boolean> {
  try {
    await context.documents.send(
      new UpdateCommand({
        TableName: context.tableName,
        Key: keys.registration(registrationId),
        UpdateExpression,
        ConditionExpression: NOT_CANCELLED,
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':true': true, ':cancelled': 'cancelled', ...values },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Items of one transaction: DynamoDB takes 100, the registration is one of them. */
const MOST_ENTRIES = 99;

/**
 * Puts the receipt on the registration and clears the ledger, whose names can hold an e-mail, in one transaction:
 * there is always one of the two. A receipt that is there stays. A footprint of more than 99 entries leaves the rest to further transactions.
 */
export async function closeLedger(
  context: RegistryContext,
  { tenantId, tenantRegistrationId }: { tenantId: string; tenantRegistrationId: string },
  receipt: DeletionReceipt,
  entries: readonly Pick<LedgerEntry, 'type' | 'name'>[],
): Promise<void> {
  const deletions = entries.map(({ type, name }) => ({
    Delete: { TableName: context.tableName, Key: keys.resource(tenantId, type, name) },
  }));
  await context.documents.send(
    new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName: context.tableName,
            Key: keys.registration(tenantRegistrationId),
            UpdateExpression: 'SET receipt = if_not_exists(receipt, :receipt)',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':receipt': receipt },
          },
        },
        ...deletions.slice(0, MOST_ENTRIES),
      ],
    }),
  );
  for (let start = MOST_ENTRIES; start < deletions.length; start += 100) {
    await context.documents.send(
      new TransactWriteCommand({ TransactItems: deletions.slice(start, start + 100) }),
    );
  }
}
