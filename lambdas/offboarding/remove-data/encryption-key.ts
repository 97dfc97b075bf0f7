import { DeleteAliasCommand, type KMSClient } from '@aws-sdk/client-kms';
import { isAwsError } from '../../shared/aws/errors';
import {
  isPendingDeletion,
  keyAlias,
  keysOf,
  scheduleKeyDeletion,
} from '../../shared/footprint/encryption-key';

/**
 * Has a tenant's key deleted, recorded or not, and takes its name from it, so that nothing can find it any more. A key
 * whose deletion is ordered already stays as it is: its seven days do not begin anew.
 */
export async function removeKeys(
  kms: KMSClient,
  footprintName: string,
  recorded: readonly string[],
): Promise<void> {
  const keys = await keysOf(kms, footprintName, recorded);
  for (const { KeyId = '' } of keys.filter((key) => !isPendingDeletion(key))) await orderDeletion(kms, KeyId);
  try {
    await kms.send(new DeleteAliasCommand({ AliasName: keyAlias(footprintName) }));
  } catch (error) {
    if (!isAwsError(error, 'NotFoundException')) throw error;
  }
}

async function orderDeletion(kms: KMSClient, keyId: string): Promise<void> {
  try {
    await scheduleKeyDeletion(kms, keyId);
  } catch (error) {
    // A try whose reply was lost has ordered it, and KMS showed the key as it was before.
    if (!isAwsError(error, 'KMSInvalidStateException')) throw error;
  }
}
