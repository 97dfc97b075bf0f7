import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { InvalidRequest } from './errors';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 100;
export const MAX_TOKEN_LENGTH = 4096;

/** Query of every list; other query parameters are ignored, as clients add some against caches. */
export const listQuery = z.object({
  limit: z
    .string()
    .regex(/^\d{1,9}$/, `limit must be a whole number from 1 to ${MAX_LIMIT}`)
    .transform(Number)
    .refine((n) => n >= 1 && n <= MAX_LIMIT, `limit must be a whole number from 1 to ${MAX_LIMIT}`)
    .default(DEFAULT_LIMIT),
  next_token: z
    .string('next_token must be given once')
    .min(1, 'next_token is empty')
    .max(MAX_TOKEN_LENGTH)
    .optional(),
});

/** @throws InvalidRequest naming the parameter */
export function readListQuery(query: unknown): z.output<typeof listQuery> {
  const result = listQuery.safeParse(query);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = String(issue?.path[0]);
  throw new InvalidRequest(issue?.message.startsWith(field) ? issue.message : `${field} is not valid`);
}

/** One page: its items, and where the next one starts. */
export interface Page<T, Position = unknown> {
  items: T[];
  next?: Position;
}

/**
 * Continuation tokens of one list. A token is bound to the list and the tenant by a checksum, so that a made-up one,
 * another tenant's or another list's is refused instead of giving a page from nowhere. The checksum is no secret and
 * guards nothing: whoever computes one reads no more than their own list from another position, since the tenant of
 * every read comes from the verified token.
 */
export class PageTokens<Position> {
  /** @param list name of the list, unique over all services */
  constructor(private readonly list: string) {}

  issue(tenantId: string, position: Position): string {
    const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
    return `${payload}.${this.#checksum(tenantId, payload)}`;
  }

  /** @throws InvalidRequest when the token was not issued for this tenant and this list */
  read(tenantId: string, token: string): Position {
    const [payload = '', checksum, ...rest] = token.split('.');
    if (rest.length > 0 || checksum !== this.#checksum(tenantId, payload)) {
      throw new InvalidRequest('next_token is not one that this list gave');
    }
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Position;
  }

  #checksum(tenantId: string, payload: string): string {
    const hash = createHash('sha256').update(JSON.stringify([this.list, tenantId, payload]));
    return hash.digest('base64url').slice(0, 22);
  }
}

/**
 * Says in headers where the next page is. Published clients expect the list's body to be a plain JSON array, which
 * leaves no room for a continuation; `Link` (RFC 8288) is the standard place beside it. Its target is relative (a
 * query alone), as the service does not know the stage and host by which the gateway is called.
 */
export function linkNext(reply: FastifyReply, limit: number, nextToken: string | undefined): void {
  if (!nextToken) return;
  reply.header('x-next-token', nextToken);
  reply.header('link', `<?limit=${limit}&next_token=${encodeURIComponent(nextToken)}>; rel="next"`);
}
