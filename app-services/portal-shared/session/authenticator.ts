/** Who is signed in, from the claims of the tokens. Claims are for display and menus: the APIs decide. */
export interface User {
  name: string;
  email?: string;
  groups: string[];
  /** Claims of the ID token, `custom:…` among them. */
  claims: Record<string, unknown>;
}

/** The Admin API takes access tokens, the tenants' API takes ID tokens. */
export type TokenKind = 'access' | 'id';

/** A user pool as the portals use it. Methods throw what Cognito answers; see sign-in-problem.ts. */
export interface Authenticator {
  /** The user of this tab's session, if there is one that can still be renewed. */
  restore(): Promise<User | undefined>;
  signIn(name: string, password: string): Promise<User | 'new-password-required'>;
  /** Ends a sign-in that asked for a new password. */
  setNewPassword(password: string): Promise<User>;
  signOut(): Promise<void>;
  /**
   * A token that is valid now, renewed when it has expired, or in any case on `renew`.
   * Undefined when the session is over.
   */
  token(kind: TokenKind, renew?: boolean): Promise<string | undefined>;
}
