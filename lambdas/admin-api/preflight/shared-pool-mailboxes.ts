import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { isAwsError } from '../../shared/aws/errors';
import { findUserPool } from '../../shared/footprint/user-pool';
import type { MailboxInUse } from './check-places';

/**
 * Asks the shared pool by address, as onboarding does when it finds an administrator there already: Cognito then
 * compares as it would when the user is made.
 *
 * AWS calls: `cognito-idp:ListUserPools`, `AdminGetUser`.
 */
export const sharedPoolMailboxes =
  (cognito: CognitoIdentityProviderClient, poolName: string): MailboxInUse =>
  async (email) => {
    const UserPoolId = await findUserPool(cognito, poolName);
    // A foreign application plane may have no such pool.
    if (!UserPoolId) return false;
    try {
      await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
      return true;
    } catch (error) {
      if (isAwsError(error, 'UserNotFoundException')) return false;
      throw error;
    }
  };
