import { randomBytes } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Deployment } from '../target/deployment';

/**
 * Plays the invitation e-mail of a start on this machine, where none is delivered: an invited user who has never
 * signed in gets a password, which is used at once and shown nowhere.
 * @returns the password; undefined on AWS, and for a user who has chosen one
 */
export async function acceptLocalInvitation(
  deployment: Deployment,
  UserPoolId: string,
  Username: string,
): Promise<string | undefined> {
  if (deployment.kind !== 'local') return undefined;
  const cognito = new CognitoIdentityProviderClient(deployment.aws);
  try {
    const { UserStatus } = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
    if (UserStatus !== 'FORCE_CHANGE_PASSWORD') return undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'UserNotFoundException') return undefined;
    throw error;
  }
  // Four kinds of characters, as every password policy may ask for.
  const Password = `Aa1!${randomBytes(15).toString('base64url')}`;
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  return Password;
}
