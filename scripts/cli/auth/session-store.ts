import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const sessionSchema = z.object({
  /** The deployment that it belongs to. */
  adminApiUrl: z.string(),
  clientId: z.string(),
  userName: z.string(),
  idToken: z.string(),
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** ISO 8601 instant after which id and access token are refused. */
  expiresAt: z.string(),
  /** Made with the operator of a local start's outputs, not by `saas login`. */
  automatic: z.boolean().optional(),
});
export type Session = z.infer<typeof sessionSchema>;

const fileSchema = z.object({ version: z.literal(1), sessions: z.record(z.string(), sessionSchema) });

/** The operator's session of a deployment is found by its API alone, a tenant user's also by client and user. */
export const operatorKey = (adminApiUrl: string): string => adminApiUrl;
export const tenantUserKey = (adminApiUrl: string, clientId: string, userName: string): string =>
  `${adminApiUrl} ${clientId} ${userName}`;

export const sessionFile = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'ecs-saas', 'session.json');

/** Life of the refresh tokens of our pools: what is older than that cannot be renewed. */
const RENEWABLE_MS = 24 * 60 * 60 * 1_000;

/** Sessions of all deployments in one file that only its owner can read. */
export class SessionStore {
  /** @param warn told when the file is not what this class writes, and is taken for empty */
  constructor(
    private readonly file: string,
    private readonly warn: (text: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  get(key: string): Session | undefined {
    return this.#read()[key];
  }

  put(key: string, session: Session): void {
    this.#write({ ...this.#read(), [key]: session });
  }

  remove(key: string): void {
    const { [key]: _, ...rest } = this.#read();
    this.#write(rest);
  }

  /** Removes the sessions of a deployment, its tenants' too. @returns them */
  removeAllOf(adminApiUrl: string): Session[] {
    const all = Object.entries(this.#read());
    const gone = all.filter(([, session]) => session.adminApiUrl === adminApiUrl);
    if (gone.length > 0) {
      this.#write(Object.fromEntries(all.filter(([, session]) => session.adminApiUrl !== adminApiUrl)));
    }
    return gone.map(([, session]) => session);
  }

  #canBeUsed({ expiresAt, refreshToken }: Session): boolean {
    return Date.parse(expiresAt) + (refreshToken ? RENEWABLE_MS : 0) > this.now();
  }

  #read(): Record<string, Session> {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    }
    const parsed = fileSchema.safeParse(jsonOrNothing(text));
    if (parsed.success) return parsed.data.sessions;
    this.warn(`${this.file} is not readable as sessions and is replaced`);
    return {};
  }

  /**
   * Written beside and moved into place: two commands at once leave one whole file, never a mixed one. Sessions that
   * nobody can use any more, of deployments long gone most of them, are left out.
   */
  #write(all: Record<string, Session>): void {
    const sessions = Object.fromEntries(
      Object.entries(all).filter(([, session]) => this.#canBeUsed(session)),
    );
    const folder = dirname(this.file);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify({ version: 1, sessions }, null, 2)}\n`, { mode: 0o600 });
    chmodSync(draft, 0o600); // the mode above is only for a new file
    renameSync(draft, this.file);
  }
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
