import {
  DescribeKeyCommand,
  type KeyMetadata,
  type KMSClient,
  paginateListKeys,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { concurrently } from '../aws/concurrently';
import { isAwsError } from '../aws/errors';

/** The key's name: KMS itself names keys at random. */
export const keyAlias = (footprintName: string): string => `alias/${footprintName}`;

/** Tells the key of a tenant that has no alias: one whose creation was never answered. */
export const keyDescription = (footprintName: string): string =>
  `${footprintName}: encrypts the tenant's own tables and logs`;

/** The least that KMS takes. Until they are over, the key encrypts and decrypts nothing. */
const DAYS_TO_DELETION = 7;
/** KMS answers 2,000 of these questions a second. */
const AT_ONCE = 8;

/**
 * A key by its id, ARN or alias; undefined when there is none.
 * AWS call: `kms:DescribeKey`.
 */
export async function describeKey(kms: KMSClient, KeyId: string): Promise<KeyMetadata | undefined> {
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
  } catch (error) {
    if (isAwsError(error, 'NotFoundException')) return undefined;
    throw error;
  }
}

/**
 * Every key that was made for the footprint, whatever has become of it: those that the ledger names, and those that were
 * made and never recorded. KMS lists keys by their ids alone, so each is looked at; one whose own policy hides it is not
 * ours.
 *
 * AWS calls: `kms:ListKeys`, for each key of the account `kms:DescribeKey`.
 */
export async function keysOf(
  kms: KMSClient,
  footprintName: string,
  recorded: readonly string[] = [],
): Promise<KeyMetadata[]> {
  const found: KeyMetadata[] = [];
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    await concurrently(Keys, AT_ONCE, async ({ KeyArn = '' }) => {
      const key = await describeUnlessHidden(kms, KeyArn);
      const isOurs = key?.Description === keyDescription(footprintName) || recorded.includes(KeyArn);
      if (key && isOurs) found.push(key);
    });
  }
  return found;
}

async function describeUnlessHidden(kms: KMSClient, keyArn: string): Promise<KeyMetadata | undefined> {
  try {
    return await describeKey(kms, keyArn);
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return undefined;
    throw error;
  }
}

/** As good as gone: nothing that it encrypted can be read, and AWS deletes it by itself. */
export const isPendingDeletion = ({ KeyState }: KeyMetadata): boolean => KeyState === 'PendingDeletion';

/** AWS call: `kms:ScheduleKeyDeletion`. Refused with KMSInvalidStateException when it is scheduled already. */
export const scheduleKeyDeletion = (kms: KMSClient, KeyId: string) =>
  kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: DAYS_TO_DELETION }));
