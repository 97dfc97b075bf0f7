import {
  type CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteOrAccept } from '../../shared/aws/delete';
import { isAwsError } from '../../shared/aws/errors';
import type { Clock } from '../../shared/aws/wait-until';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { findUserPool } from '../../shared/footprint/user-pool';

/** Deletes a tenant's own pool; its app client and its users go with it. It has no domain that would hold it. */
export async function deleteUserPool(
  cognito: CognitoIdentityProviderClient,
  { name, arn }: LedgerEntry,
  clock: Clock,
): Promise<void> {
  const id = arn?.split('/').at(-1) ?? (await findUserPool(cognito, name));
  if (!id) return;
  await deleteOrAccept(
    () => cognito.send(new DeleteUserPoolCommand({ UserPoolId: id })),
    {
      gone: ['ResourceNotFoundException'],
      inUse: ['ConcurrentModificationException'],
      isThere: () => isThere(cognito, id),
    },
    clock,
  );
}

async function isThere(cognito: CognitoIdentityProviderClient, id: string): Promise<boolean> {
  try {
    await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return false;
    throw error;
  }
}
