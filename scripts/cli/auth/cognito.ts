import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CliFailure, EXIT } from '../failure';
import type { AwsSettings } from '../target/deployment';

export interface Tokens {
  idToken: string;
  accessToken: string;
  refreshToken?: string;
  /** ISO 8601 */
  expiresAt: string;
}

export interface SignIn {
  clientId: string;
  userName: string;
  password: string;
  /** Asked when Cognito demands another password, as it does at the first sign-in of an invited user. */
  newPassword: () => Promise<string>;
}

/** These calls need no AWS credentials, so a profile without any is good enough. */
export const cognitoClient = (aws: AwsSettings): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient(aws);

/**
 * Signs in with name and password.
 * @throws CliFailure with {@link EXIT.notSignedIn} when Cognito refuses
 */
export async function signIn(cognito: CognitoIdentityProviderClient, who: SignIn): Promise<Tokens> {
  const { clientId, userName, password } = who;
  const answer = await refusals(() =>
    cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: userName, PASSWORD: password },
      }),
    ),
  );
  if (answer.AuthenticationResult) return tokensOf(answer.AuthenticationResult);
  if (answer.ChallengeName !== 'NEW_PASSWORD_REQUIRED') {
    throw new CliFailure(
      `the sign-in of ${userName} asks for ${answer.ChallengeName}, which this command cannot answer`,
      'use a user without that requirement',
      EXIT.notSignedIn,
    );
  }
  const chosen = await who.newPassword();
  const changed = await refusals(() =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ClientId: clientId,
        Session: answer.Session,
        ChallengeResponses: {
          // Cognito may know the user by another name than the alias that was typed.
          USERNAME: answer.ChallengeParameters?.USER_ID_FOR_SRP ?? userName,
          NEW_PASSWORD: chosen,
        },
      }),
    ),
  );
  return tokensOf(changed.AuthenticationResult);
}

/** New tokens for a refresh token; undefined when Cognito no longer accepts it. */
export async function refresh(
  cognito: CognitoIdentityProviderClient,
  clientId: string,
  refreshToken: string,
): Promise<Tokens | undefined> {
  try {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: clientId,
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    );
    // Cognito sends a new refresh token only where rotation is on.
    return { refreshToken, ...tokensOf(AuthenticationResult) };
  } catch (error) {
    if (error instanceof Error && ENDED.has(error.name)) return undefined;
    throw error;
  }
}

/** Ends a session at Cognito: the refresh token and what it gave are worth nothing afterwards. */
export async function revoke(
  cognito: CognitoIdentityProviderClient,
  clientId: string,
  refreshToken: string,
): Promise<void> {
  await cognito.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken }));
}

/** The session or its whole pool is gone; a local start that ended took its pools along. */
const ENDED = new Set(['NotAuthorizedException', 'UserNotFoundException', 'ResourceNotFoundException']);

const REFUSALS: Record<string, string> = {
  NotAuthorizedException: 'check user name and password',
  UserNotFoundException: 'check user name and password',
  PasswordResetRequiredException: 'the password must be reset first; ask an operator',
  UserNotConfirmedException: 'the user is not confirmed; ask an operator',
  InvalidPasswordException: 'choose a password that fits the rule',
  TooManyRequestsException: 'wait a minute and try again',
  LimitExceededException: 'wait a few minutes and try again',
  ResourceNotFoundException: 'the user pool or its client is gone; deploy again',
};

async function refusals<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const hint = error instanceof Error ? REFUSALS[error.name] : undefined;
    if (!hint) throw error;
    throw new CliFailure(`sign-in refused: ${(error as Error).message}`, hint, EXIT.notSignedIn, {
      cause: error,
    });
  }
}

function tokensOf(result: AuthenticationResultType | undefined): Tokens {
  if (!result?.IdToken || !result.AccessToken) {
    throw new CliFailure(
      'Cognito answered without tokens',
      'check the app client of the user pool',
      EXIT.notSignedIn,
    );
  }
  return {
    idToken: result.IdToken,
    accessToken: result.AccessToken,
    ...(result.RefreshToken && { refreshToken: result.RefreshToken }),
    expiresAt: new Date(Date.now() + (result.ExpiresIn ?? 3600) * 1000).toISOString(),
  };
}
