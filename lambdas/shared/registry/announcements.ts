import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Announcement,
  type OffboardingChoice,
  REGISTRATION_STATUS,
  type Registration,
} from '../contracts/registry-items';
import { type RegistryContext, stripKeys } from './client';
import { keys } from './keys';

/**
 * An outbox of one place a registration. The registry write and the event that tells of it cannot be one
 * transaction, so the write leaves a note that the event is due, and the note goes when the event is on the bus.
 * A request that is repeated after a failure, or after a function died half-way, finds the note and sends the
 * event again: nothing is lost, at the price that an event can go out twice, which EventBridge allows anyway.
 */

/** Longer than a request can last (29 s at API Gateway): a note of that age has nobody at work on it. */
const ABANDONED_AFTER_MS = 30_000;

export const newAnnouncement = (context: RegistryContext): Announcement => ({
  attempt: randomUUID(),
  state: 'pending',
  at: context.now().toISOString(),
});

/** Condition: the event is due and nobody is at work on it. */
const DUE = '(announcement.#state = :failed OR announcement.#at < :abandoned)';

/**
 * Takes over a registration's event that is due and that nobody is sending.
 * @returns the registration with this attempt's note; undefined when no event is due
 */
export const claimAnnouncement = (
  context: RegistryContext,
  registrationId: string,
): Promise<Registration | undefined> =>
  conditionally(context, registrationId, {
    UpdateExpression: 'SET announcement = :note',
    ConditionExpression: DUE,
  });

/**
 * Marks a registration for deletion and notes that the application plane has to be told.
 * @param choice how the tenant leaves; `forget` removes a former choice that was cancelled; absent: what is there stays
 * @returns the registration; undefined when it is deleted, or its deletion is under way and was announced
 */
export const claimDeletion = (
  context: RegistryContext,
  registrationId: string,
  choice?: OffboardingChoice | 'forget',
): Promise<Registration | undefined> =>
  conditionally(
    context,
    registrationId,
    {
      UpdateExpression: `SET announcement = :note, registrationStatus = :deleting, updatedAt = :now${
        typeof choice === 'object' ? ', offboarding = :choice' : ''
      } REMOVE failure${choice === 'forget' ? ', offboarding' : ''}`,
      ConditionExpression: `sbtaws_active = :true AND (registrationStatus <> :deleting OR ${DUE})`,
    },
    {
      ':true': true,
      ':deleting': REGISTRATION_STATUS.deleting,
      ':now': context.now().toISOString(),
      ...(typeof choice === 'object' ? { ':choice': choice } : {}),
    },
  );

/**
 * Takes a deletion back that has removed nothing yet, and notes that the application plane has to bring the tenant
 * back: until it has, the tenant is suspended.
 * @returns the registration; undefined when no offboarding waits, or it is too late
 */
export const claimCancellation = (
  context: RegistryContext,
  registrationId: string,
): Promise<Registration | undefined> =>
  conditionally(
    context,
    registrationId,
    {
      UpdateExpression:
        'SET announcement = :note, offboarding.#state = :cancelled, registrationStatus = :suspended, updatedAt = :now, cancelledAt = :now',
      ConditionExpression: `sbtaws_active = :true AND ((registrationStatus = :deleting AND offboarding.#state IN (:ordered, :waiting)) OR (offboarding.#state = :cancelled AND ${DUE}))`,
    },
    {
      ':true': true,
      ':ordered': 'ordered',
      ':waiting': 'waiting',
      ':cancelled': 'cancelled',
      ':deleting': REGISTRATION_STATUS.deleting,
      ':suspended': REGISTRATION_STATUS.suspended,
      ':now': context.now().toISOString(),
    },
  );

async function conditionally(
  context: RegistryContext,
  registrationId: string,
  update: { UpdateExpression: string; ConditionExpression: string },
  values: Record<string, unknown> = {},
): Promise<Registration | undefined> {
  const abandoned = new Date(context.now().getTime() - ABANDONED_AFTER_MS).toISOString();
  const note = newAnnouncement(context);
  try {
    const { Attributes } = await context.documents.send(
      new UpdateCommand({
        TableName: context.tableName,
        Key: keys.registration(registrationId),
        ...update,
        ExpressionAttributeNames: { '#state': 'state', '#at': 'at' },
        ExpressionAttributeValues: {
          ':note': note,
          ':failed': 'failed',
          ':abandoned': abandoned,
          ...values,
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return Attributes && stripKeys<Registration>(Attributes);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = error.Item && stripKeys<Registration>(unmarshall(error.Item));
    // The write took effect and its reply was lost: the SDK tried again, and met the note of its own first try.
    return found?.announcement?.attempt === note.attempt ? found : undefined;
  }
}

/**
 * Sends a registration's event and settles its note: gone when the event is out, `failed` when it is not, so that
 * the client's next try takes it over at once.
 * @throws what `send` throws
 */
export async function announce(
  context: RegistryContext,
  registration: Pick<Registration, 'tenantRegistrationId' | 'announcement'>,
  send: () => Promise<void>,
): Promise<void> {
  const { tenantRegistrationId: id, announcement } = registration;
  if (!announcement) throw new Error(`registration ${id} has no event to announce`);
  try {
    await send();
  } catch (error) {
    await settle(context, id, announcement.attempt, 'SET announcement.#state = :failed');
    throw error;
  }
  await settle(context, id, announcement.attempt, 'REMOVE announcement');
}

async function settle(context: RegistryContext, id: string, attempt: string, expression: string) {
  const failed = expression.startsWith('SET');
  try {
    await context.documents.send(
      new UpdateCommand({
        TableName: context.tableName,
        Key: keys.registration(id),
        UpdateExpression: expression,
        ConditionExpression: 'announcement.attempt = :attempt',
        ...(failed ? { ExpressionAttributeNames: { '#state': 'state' } } : {}),
        ExpressionAttributeValues: { ':attempt': attempt, ...(failed ? { ':failed': 'failed' } : {}) },
      }),
    );
  } catch (error) {
    // Another attempt has taken over meanwhile: the note is its own now.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
