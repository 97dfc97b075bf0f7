type Json = Record<string, unknown>;

/** An error in AWS's JSON wire format. */
export class AwsRefusal extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

interface User {
  password: string;
  /** Must choose a password at the next sign-in. */
  temporary?: boolean;
  groups?: string[];
}

/** User pools as their public API shows them: clients, users, tokens that can be refused. */
export class FakeCognito {
  /** `client user` → user */
  readonly users = new Map<string, User>();
  /** Seconds that access and id tokens live. */
  lifetime = 3600;
  readonly revoked = new Set<string>();
  #issued = 0;
  readonly #valid = new Set<string>();
  readonly #refreshTokens = new Map<string, { clientId: string; userName: string }>();

  addUser(clientId: string, userName: string, user: User): void {
    this.users.set(`${clientId} ${userName}`, user);
  }

  accepts(token: string): boolean {
    return this.#valid.has(token);
  }

  /** As after a revocation: what was issued is refused, though it has not expired. */
  refuseIssuedTokens(): void {
    this.#valid.clear();
  }

  endSessions(): void {
    this.#refreshTokens.clear();
  }

  readonly operations: Record<string, (input: Json) => unknown> = {
    'AWSCognitoIdentityProviderService.InitiateAuth': (input) => {
      const { AuthFlow, ClientId, AuthParameters } = input as {
        AuthFlow: string;
        ClientId: string;
        AuthParameters: Record<string, string>;
      };
      if (AuthFlow === 'REFRESH_TOKEN_AUTH') {
        const owner = this.#refreshTokens.get(AuthParameters.REFRESH_TOKEN ?? '');
        if (!owner) throw new AwsRefusal('NotAuthorizedException', 'Refresh Token has been revoked');
        return { AuthenticationResult: this.#tokens(owner.clientId, owner.userName) };
      }
      const userName = AuthParameters.USERNAME ?? '';
      const user = this.users.get(`${ClientId} ${userName}`);
      if (!user || user.password !== AuthParameters.PASSWORD) {
        throw new AwsRefusal('NotAuthorizedException', 'Incorrect username or password.');
      }
      if (user.temporary) {
        return {
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session: `session-of-${userName}`,
          ChallengeParameters: { USER_ID_FOR_SRP: userName, requiredAttributes: '[]' },
        };
      }
      return { AuthenticationResult: this.#withRefreshToken(ClientId, userName) };
    },
    'AWSCognitoIdentityProviderService.RespondToAuthChallenge': (input) => {
      const { ClientId, ChallengeResponses, Session } = input as {
        ClientId: string;
        Session: string;
        ChallengeResponses: { USERNAME: string; NEW_PASSWORD: string };
      };
      const { USERNAME: userName, NEW_PASSWORD: password } = ChallengeResponses;
      if (Session !== `session-of-${userName}`)
        throw new AwsRefusal('NotAuthorizedException', 'Invalid session');
      if (password.length < 8) {
        throw new AwsRefusal('InvalidPasswordException', 'Password not long enough');
      }
      this.addUser(ClientId, userName, { password });
      return { AuthenticationResult: this.#withRefreshToken(ClientId, userName) };
    },
    'AWSCognitoIdentityProviderService.AdminGetUser': ({ Username }) => {
      const user = this.#find(Username as string);
      if (!user) throw new AwsRefusal('UserNotFoundException', 'User does not exist.');
      return { Username, UserStatus: user.temporary ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED' };
    },
    'AWSCognitoIdentityProviderService.AdminSetUserPassword': ({ Username, Password }) => {
      const user = this.#find(Username as string);
      Object.assign(user ?? {}, { password: Password, temporary: false });
      return {};
    },
    'AWSCognitoIdentityProviderService.RevokeToken': ({ Token }) => {
      this.revoked.add(Token as string);
      this.#refreshTokens.delete(Token as string);
      return {};
    },
  };

  #find(userName: string): User | undefined {
    return [...this.users].find(([key]) => key.endsWith(` ${userName}`))?.[1];
  }

  #withRefreshToken(clientId: string, userName: string) {
    const RefreshToken = `refresh-token-${++this.#issued}`;
    this.#refreshTokens.set(RefreshToken, { clientId, userName });
    return { ...this.#tokens(clientId, userName), RefreshToken };
  }

  #tokens(clientId: string, userName: string) {
    const claims = { 'cognito:username': userName, 'cognito:groups': ['SystemAdmin'], n: ++this.#issued };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const AccessToken = `access-token-${this.#issued}-${clientId}`;
    const IdToken = `header.${payload}.signature`;
    this.#valid.add(AccessToken).add(IdToken);
    return { AccessToken, IdToken, ExpiresIn: this.lifetime, TokenType: 'Bearer' };
  }
}
