import type { Reply } from './call';

/**
 * What became of a request. Allowed while a task dies are `ok`, `retry-later` and `reset`, and
 * `balancer`, which see; `wrong` and `unexplained` never are.
 */
export type Kind =
  /** A 2xx with what was asked for. */
  | 'ok'
  /** A 5xx or 429 that says when to come back. */
  | 'retry-later'
  /** The connection was refused or reset. */
  | 'reset'
  /**
   * A 502, 503 or 504 that the load balancer made itself. It knows no Retry-After, and a proxy integration of a REST
   * API passes the answer on as it is: neither service of AWS lets a header be added to it.
   */
  | 'balancer'
  /** An answer that is not what was asked for: another body, another tenant's, a refusal. */
  | 'wrong'
  /** Any other 5xx, or no answer in time. */
  | 'unexplained';

const RESETS = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE']);
const MADE_BY_BALANCER = new Set([502, 503, 504]);

/** A request that was made and how it ended. Times as of `performance.now()`. */
export interface Outcome {
  service: string;
  method: string;
  kind: Kind;
  /** What exactly, when it is not ok: `503 Retry-After`, or what is wrong with the body. */
  detail?: string;
  dueMs: number;
  sentMs: number;
  endedMs: number;
}

/**
 * Judges an answer; `problem` says what is wrong with the body of a 2xx, undefined if nothing is.
 */
export function judge(
  reply: Reply,
  expected: number,
  problem: () => string | undefined,
): { kind: Kind; detail?: string } {
  const { status, headers, text, error } = reply;
  if (error) return { kind: RESETS.has(error) ? 'reset' : 'unexplained', detail: error };
  if (status === expected) {
    const wrong = problem();
    return wrong ? { kind: 'wrong', detail: `${status}: ${wrong}` } : { kind: 'ok' };
  }
  if (status === undefined || (status < 500 && status !== 429))
    return { kind: 'wrong', detail: `${status} ${text.slice(0, 120)}` };
  if (headers['retry-after']) return { kind: 'retry-later', detail: `${status} with Retry-After` };
  const server = headers['x-amzn-remapped-server'] ?? headers.server;
  if (MADE_BY_BALANCER.has(status) && server === 'awselb/2.0') {
    return { kind: 'balancer', detail: `${status} of the load balancer` };
  }
  return { kind: 'unexplained', detail: `${status} ${text.slice(0, 120)}` };
}

/** How many of each kind, and of each detail of what is not ok. */
export function tally(outcomes: Outcome[]): { kinds: Record<Kind, number>; details: Record<string, number> } {
  const kinds: Record<Kind, number> = {
    ok: 0,
    'retry-later': 0,
    reset: 0,
    balancer: 0,
    wrong: 0,
    unexplained: 0,
  };
  const details: Record<string, number> = {};
  for (const { kind, detail, service, method } of outcomes) {
    kinds[kind] += 1;
    if (kind === 'ok') continue;
    const key = `${method} /${service}: ${detail}`;
    details[key] = (details[key] ?? 0) + 1;
  }
  return { kinds, details };
}
