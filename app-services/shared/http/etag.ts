import { InvalidRequest } from './errors';

/** The version of an item as an entity tag. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that If-Match demands; undefined when there is no such header or it says `*` (any existing item).
 * @throws InvalidRequest for anything else than one entity tag; a tag that is none of ours matches no version (-1)
 */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const tag = /^(W\/)?"([\x21\x23-\x7e]*)"$/.exec(ifMatch.trim());
  if (!tag) throw new InvalidRequest('If-Match must be one entity tag in double quotes, or *');
  const [, weak, opaque = ''] = tag;
  // If-Match compares strongly (RFC 9110, 13.1.1): a weak tag never matches.
  return !weak && /^\d{1,15}$/.test(opaque) ? Number(opaque) : -1;
}
