import {
  cognitoUserPoolsTokenProvider,
  confirmSignIn,
  type SignInOutput,
  signIn,
  signOut,
} from '@aws-amplify/auth/cognito';
import { Amplify, type AuthTokens, fetchAuthSession, sessionStorage } from '@aws-amplify/core';
import type { Authenticator, User } from './authenticator';

export interface UserPool {
  userPoolId: string;
  userPoolClientId: string;
  /** @default AWS's endpoint of the pool's region */
  userPoolEndpoint?: string;
}

/** Cognito asks for a step that this portal does not offer. */
export class UnsupportedSignInStep extends Error {
  override name = 'UnsupportedSignInStep';
}

/** Refused tokens end a session; anything else (the network above all) does not. */
const ENDS_SESSION = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'TokenRevokedException',
  'RefreshTokenReuseException',
  'PasswordResetRequiredException',
  'UserUnAuthenticatedException',
]);

const userOf = (tokens: AuthTokens): User => {
  const claims = tokens.idToken?.payload ?? {};
  const groups = tokens.accessToken.payload['cognito:groups'];
  return {
    name: String(claims['cognito:username'] ?? tokens.accessToken.payload.username ?? ''),
    email: typeof claims.email === 'string' ? claims.email : undefined,
    groups: Array.isArray(groups) ? groups.map(String) : [],
    claims,
  };
};

/** Tokens of the session, or undefined when there is none or it is over. */
async function tokensNow(forceRefresh = false): Promise<AuthTokens | undefined> {
  try {
    return (await fetchAuthSession({ forceRefresh })).tokens;
  } catch (error) {
    if (error instanceof Error && ENDS_SESSION.has(error.name)) return undefined;
    throw error;
  }
}

async function userAfter({ nextStep }: SignInOutput): Promise<User> {
  const tokens = nextStep.signInStep === 'DONE' ? await tokensNow() : undefined;
  if (!tokens) throw new UnsupportedSignInStep(nextStep.signInStep);
  return userOf(tokens);
}

/**
 * Signs in against a pool by SRP, so that the password never leaves the browser. Tokens live in the tab's session
 * storage: two tabs are two sessions, and closing the tab ends one. Amplify has one pool at a time.
 */
export function connectUserPool(pool: UserPool): Authenticator {
  const options = { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } };
  const config = { Auth: { Cognito: pool } };
  cognitoUserPoolsTokenProvider.setKeyValueStorage(sessionStorage);
  cognitoUserPoolsTokenProvider.setAuthConfig(config.Auth);
  Amplify.configure(config, options);
  return {
    async restore() {
      const tokens = await tokensNow();
      return tokens && userOf(tokens);
    },
    async signIn(username, password) {
      const output = await signIn({ username, password, options: { authFlowType: 'USER_SRP_AUTH' } });
      return output.nextStep.signInStep === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED'
        ? 'new-password-required'
        : userAfter(output);
    },
    async setNewPassword(password) {
      return userAfter(await confirmSignIn({ challengeResponse: password }));
    },
    signOut: () => signOut(),
    async token(kind, renew) {
      const tokens = await tokensNow(renew);
      return (kind === 'id' ? tokens?.idToken : tokens?.accessToken)?.toString();
    },
  };
}
