import { AdminApi } from './admin-api/client';
import { OperatorTokens } from './auth/operator';
import { SessionStore, sessionFile } from './auth/session-store';
import { Sessions } from './auth/sessions';
import type { CommonOptions } from './command-options';
import { Terminal } from './output/terminal';
import type { Deployment } from './target/deployment';
import { resolveDeployment } from './target/resolve';

/** What a command works with; each part is made when it is first asked for. */
export class Context {
  readonly terminal: Terminal;
  #deployment?: Promise<Deployment>;

  constructor(private readonly options: CommonOptions) {
    this.terminal = new Terminal(Boolean(options.json));
  }

  deployment(): Promise<Deployment> {
    this.#deployment ??= resolveDeployment(this.options);
    return this.#deployment;
  }

  store(): SessionStore {
    return new SessionStore(sessionFile(), (text) => this.terminal.note(text));
  }

  async sessions(): Promise<Sessions> {
    return new Sessions(await this.deployment(), this.store());
  }

  async api(): Promise<AdminApi> {
    const deployment = await this.deployment();
    const tokens = new OperatorTokens(deployment, await this.sessions(), (text) => this.terminal.note(text));
    return new AdminApi(deployment.adminApiUrl, tokens);
  }
}
