import { createHash } from 'node:crypto';
import { ValidationError } from '../errors';

export interface PageRequest {
  limit: number;
  /** Where the page before ended: what {@link nextToken} was given. */
  from?: string;
}

const DEFAULT_LIMIT = 10;

/**
 * Reads `limit` and `next_token` of a list's query.
 * @param list name of the list, to which its tokens are bound
 * @throws ValidationError that names the parameter
 */
export function readPage(
  query: Record<string, string | undefined>,
  list: string,
  maxLimit = 100,
): PageRequest {
  const limit = query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit);
  if (!/^\d{1,9}$/.test(query.limit ?? '1') || limit < 1 || limit > maxLimit) {
    throw new ValidationError('limit', `must be a whole number from 1 to ${maxLimit}`);
  }
  return query.next_token === undefined ? { limit } : { limit, from: openToken(query.next_token, list) };
}

/** An opaque token that continues a list after `position`; undefined at its end. */
export function nextToken(list: string, position: string | undefined): string | undefined {
  if (position === undefined) return undefined;
  return `${Buffer.from(position).toString('base64url')}.${checksum(list, position)}`;
}

/** The checksum tells mistakes apart, not forgeries: a position gives nothing that its list would not show. */
function openToken(token: string, list: string): string {
  const [encoded, sum, ...rest] = token.length <= 4096 ? token.split('.') : [];
  const position = Buffer.from(encoded ?? '', 'base64url').toString('utf8');
  if (!encoded || rest.length > 0 || sum !== checksum(list, position)) {
    throw new ValidationError('next_token', 'is not a token of this list; leave it out to begin anew');
  }
  return position;
}

const checksum = (list: string, position: string): string =>
  createHash('sha256').update(`${list}\n${position}`).digest('base64url').slice(0, 16);
