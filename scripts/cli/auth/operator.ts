import { notSignedIn } from '../failure';
import type { Deployment } from '../target/deployment';
import type { Session } from './session-store';
import type { Sessions } from './sessions';

/**
 * The operator's access tokens for the Admin API. A start on this machine needs no `saas login`: its outputs hold
 * the operator, and `note` says once (until that session ends) that it is used.
 */
export class OperatorTokens {
  constructor(
    private readonly deployment: Deployment,
    private readonly sessions: Sessions,
    private readonly note: (text: string) => void,
  ) {}

  /** @throws CliFailure with exit code 4 when nobody is signed in */
  async token(): Promise<string> {
    const key = this.sessions.operatorKey();
    const kept = await this.sessions.current(key, this.deployment.operatorPool.clientId);
    return (kept ?? (await this.#signInAutomatically('not signed in'))).accessToken;
  }

  /** Another token after the API has refused one that had not expired: revoked, or of a start that has ended. */
  async renewed(): Promise<string> {
    const key = this.sessions.operatorKey();
    const kept = this.sessions.kept(key, this.deployment.operatorPool.clientId);
    const renewed = kept && (await this.sessions.renew(key, kept));
    return (renewed ?? (await this.#signInAutomatically('the session has ended'))).accessToken;
  }

  async #signInAutomatically(why: string): Promise<Session> {
    const { operator, operatorPool, source } = this.deployment;
    if (!operator) throw notSignedIn(`${why}: ${this.deployment.adminApiUrl}`);
    const session = await this.sessions.signIn(
      this.sessions.operatorKey(),
      {
        ...operator,
        clientId: operatorPool.clientId,
        newPassword: async () => {
          throw notSignedIn(`${operator.userName} must choose a new password`);
        },
      },
      true,
    );
    this.note(`signed in as ${operator.userName} with the operator of ${source}`);
    return session;
  }
}
