import { Agent, request } from 'node:http';

/** An answer, or how there came none. */
export interface Reply {
  status?: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The error code when no whole answer came: `ECONNRESET`. */
  error?: string;
}

/** API Gateway gives up after 29 s. */
const TIMEOUT_MS = 35_000;

/** Connections are kept as browsers keep theirs; one that is idle for 2 s is not used again. */
const agent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 2_000 });

/** A single request, never repeated; never throws. */
export function call(url: string, method: string, token: string, body?: unknown): Promise<Reply> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resolve({ headers: {}, text: '', error: error.code ?? error.name });
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const sent = request(
      url,
      {
        method,
        agent,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          authorization: `Bearer ${token}`,
          ...(payload && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
          }),
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        answer.on('error', failed);
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
      },
    );
    sent.on('error', failed).end(payload);
  });
}
