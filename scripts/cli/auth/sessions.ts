import type { Deployment } from '../target/deployment';
import type { SignIn, Tokens } from './cognito';
import { operatorKey, type Session, type SessionStore, tenantUserKey } from './session-store';

/** A token that ends within this time is renewed first: a request must not outlive it. */
const MARGIN_MS = 60_000;

/** Its SDK client takes longer to load than most commands to run, and a kept session needs none. */
const loadCognito = () => require('./cognito') as typeof import('./cognito');

/** Sessions of one deployment: signed in, kept, renewed. The Cognito client is loaded when one is needed. */
export class Sessions {
  constructor(
    private readonly deployment: Deployment,
    private readonly store: SessionStore,
    private readonly now: () => number = Date.now,
  ) {}

  operatorKey = (): string => operatorKey(this.deployment.adminApiUrl);

  tenantUserKey = (clientId: string, userName: string): string =>
    tenantUserKey(this.deployment.adminApiUrl, clientId, userName);

  /** A kept session, whether its tokens are still good or not. One of another client belongs to a deployment that is gone. */
  kept(key: string, clientId: string): Session | undefined {
    const session = this.store.get(key);
    return session?.clientId === clientId ? session : undefined;
  }

  async signIn(key: string, who: SignIn, automatic = false): Promise<Session> {
    const { cognitoClient, signIn } = loadCognito();
    const tokens = await signIn(cognitoClient(this.deployment.aws), who);
    return this.#keep(key, who, tokens, automatic);
  }

  /** The kept session with tokens that are good for a while; undefined when there is none or it has ended. */
  async current(key: string, clientId: string): Promise<Session | undefined> {
    const session = this.kept(key, clientId);
    if (!session) return undefined;
    return Date.parse(session.expiresAt) - this.now() > MARGIN_MS ? session : this.renew(key, session);
  }

  /** New tokens by the refresh token; forgets the session and gives undefined when Cognito refuses that. */
  async renew(key: string, session: Session): Promise<Session | undefined> {
    if (session.refreshToken) {
      const { cognitoClient, refresh } = loadCognito();
      const tokens = await refresh(
        cognitoClient(this.deployment.aws),
        session.clientId,
        session.refreshToken,
      );
      if (tokens) return this.#keep(key, session, tokens, session.automatic);
    }
    this.store.remove(key);
    return undefined;
  }

  #keep(
    key: string,
    who: { clientId: string; userName: string },
    tokens: Tokens,
    automatic?: boolean,
  ): Session {
    const session: Session = {
      adminApiUrl: this.deployment.adminApiUrl,
      clientId: who.clientId,
      userName: who.userName,
      ...tokens,
      ...(automatic && { automatic }),
    };
    this.store.put(key, session);
    return session;
  }
}
