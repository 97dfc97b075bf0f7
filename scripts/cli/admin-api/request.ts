import { CliFailure, EXIT, notFound, notSignedIn } from '../failure';

/** Answers that a later try may better: throttled, or something behind the API is away for a moment. */
const PASSING = new Set([429, 502, 503, 504]);
const WAITS_MS = [200, 1_000, 3_000];
/** API Gateway itself gives up after 30 s. */
const TIMEOUT_MS = 35_000;

export interface TokenSource {
  token(): Promise<string>;
  /** Another token, since the API has refused the last one. */
  renewed(): Promise<string>;
}

type Send = (request: Request) => Promise<Response>;

const sendPlain: Send = (request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) });

/** Adds the operator's token, and another one once when it is refused. */
export const authorized =
  (tokens: TokenSource): Send =>
  async (request) => {
    const send = (copy: Request, token: string) => {
      copy.headers.set('authorization', `Bearer ${token}`);
      return sendPlain(copy);
    };
    const answer = await send(request.clone(), await tokens.token());
    return answer.status === 401 ? send(request, await tokens.renewed()) : answer;
  };

/** Tries reads again on what passes; every other answer is the caller's to judge. */
export const patient =
  (send: Send = sendPlain): Send =>
  async (request) => {
    if (request.method !== 'GET') return send(request);
    for (const milliseconds of WAITS_MS) {
      const answer = await send(request.clone());
      if (!PASSING.has(answer.status)) return answer;
      await wait(milliseconds);
    }
    return send(request);
  };

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** What the Admin API refused, in its own words; they name the field and what to change. */
export function refused(response: Response, body: unknown, what: string): CliFailure {
  const message = messageOf(body) ?? `HTTP ${response.status}`;
  switch (response.status) {
    case 401:
      return notSignedIn(`${what}: the API refuses this session`);
    case 403:
      return new CliFailure(
        `${what}: ${message}`,
        'sign in as an operator whose role may do this: saas login',
      );
    case 404:
      return notFound(`${what}: ${message}`);
    case 429:
      return new CliFailure(`${what}: too many requests`, 'wait a moment and try again');
  }
  if (response.status < 500) return new CliFailure(`${what}: ${message}`);
  return new CliFailure(
    `${what}: the API failed (HTTP ${response.status}): ${message}`,
    'look at its logs, for example: saas logs tenant-registrations --since 5m',
    EXIT.failed,
  );
}

function messageOf(body: unknown): string | undefined {
  const { message } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}
