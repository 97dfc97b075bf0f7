import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Authenticator, TokenKind, User } from './authenticator';

export type SessionState =
  | { status: 'restoring' }
  | { status: 'signed-out'; expired: boolean }
  | { status: 'new-password' }
  | { status: 'signed-in'; user: User };

export interface Session {
  state: SessionState;
  signIn(name: string, password: string): Promise<void>;
  setNewPassword(password: string): Promise<void>;
  signOut(): Promise<void>;
  /** For an API that refuses even a new token: the user was signed out elsewhere, or lost a role. */
  expire(): Promise<void>;
  /** Undefined when the session is over, and then the portal shows the sign-in page. */
  token(kind: TokenKind, renew?: boolean): Promise<string | undefined>;
}

const SessionContext = createContext<Session | undefined>(undefined);

/** Keeps the session of a user pool for everything below. */
export function SessionProvider(props: { authenticator: Authenticator; children: ReactNode }) {
  const { authenticator, children } = props;
  const [state, setState] = useState<SessionState>({ status: 'restoring' });

  const end = useCallback((expired: boolean) => setState({ status: 'signed-out', expired }), []);
  const leave = useCallback(
    async (expired: boolean) => {
      // Revoking may fail when the network is away; the tab forgets its tokens all the same.
      await authenticator.signOut().catch(() => {});
      end(expired);
    },
    [authenticator, end],
  );

  useEffect(() => {
    let current = true;
    authenticator.restore().then(
      (user) =>
        current && setState(user ? { status: 'signed-in', user } : { status: 'signed-out', expired: false }),
      () => current && setState({ status: 'signed-out', expired: false }),
    );
    return () => {
      current = false;
    };
  }, [authenticator]);

  const session = useMemo<Session>(
    () => ({
      state,
      async signIn(name, password) {
        const user = await authenticator.signIn(name, password);
        setState(
          user === 'new-password-required' ? { status: 'new-password' } : { status: 'signed-in', user },
        );
      },
      async setNewPassword(password) {
        setState({ status: 'signed-in', user: await authenticator.setNewPassword(password) });
      },
      signOut: () => leave(false),
      expire: () => leave(true),
      async token(kind, renew) {
        const token = await authenticator.token(kind, renew);
        if (!token) end(true);
        return token;
      },
    }),
    [state, authenticator, end, leave],
  );

  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider above');
  return session;
}

/** The signed-in user; only below a SessionGate. */
export function useUser(): User {
  const { state } = useSession();
  if (state.status !== 'signed-in') throw new Error('useUser needs a SessionGate above');
  return state.user;
}
