import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { OperatorOutput } from './outputs';

/** A password that every Cognito policy accepts: 24 characters of all four kinds. */
export const newPassword = (): string => `Aa1!${randomBytes(15).toString('base64url')}`;

/**
 * Creates the first operator. On AWS the stack does it and Cognito mails the invitation; here no mail goes out,
 * so the password is set at once.
 */
export async function createOperator(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  clientId: string,
): Promise<OperatorOutput> {
  const userName = 'admin';
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: userName,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: 'admin@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(
    new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: userName, GroupName: 'SystemAdmin' }),
  );
  const password = newPassword();
  await setPassword(cognito, userPoolId, userName, password);
  return { userName, password, userPoolId, clientId };
}

/** Plays the invitation e-mail and the forced change: nobody reads mail on one machine. */
export async function setPassword(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  userName: string,
  password: string,
): Promise<void> {
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: userName,
      Password: password,
      Permanent: true,
    }),
  );
}

export interface Tokens {
  idToken: string;
  accessToken: string;
}

/** Signs a user in as any client would, with name and password. */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  clientId: string,
  userName: string,
  password: string,
): Promise<Tokens> {
  const { AuthenticationResult: result, ChallengeName } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: userName, PASSWORD: password },
    }),
  );
  if (!result?.IdToken || !result.AccessToken) {
    throw new Error(`sign-in of ${userName} asks for ${ChallengeName ?? 'something unknown'}`);
  }
  return { idToken: result.IdToken, accessToken: result.AccessToken };
}
