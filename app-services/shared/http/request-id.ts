import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Headers that API Gateway and load balancers put on a request, in order of preference. */
const HEADERS = ['x-request-id', 'x-amzn-requestid', 'x-amzn-trace-id'] as const;

/** What may go into a log line and back into a header: no spaces, no line breaks, no more than a trace id needs. */
const WELL_FORMED = /^[A-Za-z0-9=;:._-]{8,128}$/;

/** The id under which the gateway knows this request, so that its log and ours can be joined; else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  for (const header of HEADERS) {
    const value = request.headers[header];
    if (typeof value === 'string' && WELL_FORMED.test(value)) return value;
  }
  return randomUUID();
}
