import { InvalidRequest, NotFound } from './errors';

const PART = /^[A-Za-z0-9_-]{1,128}$/;
/** The form of a path id, for the description of the API. */
export const PATH_ID = '^[A-Za-z0-9_-]{1,128}:[A-Za-z0-9_-]{1,128}$';

/**
 * The item's part of a path id `tenantId:itemId`.
 * @param kind what the item is called in messages, and `${kind}Id` the parameter
 * @throws InvalidRequest for another form; NotFound for another tenant's id, which does not even say that it exists
 */
export function itemIdOf(kind: string, tenantId: string, pathId: string): string {
  const [tenantPart = '', itemId = '', ...rest] = pathId.split(':');
  if (rest.length > 0 || !PART.test(tenantPart) || !PART.test(itemId)) {
    throw new InvalidRequest(`${kind}Id must have the form tenantId:${kind}Id`);
  }
  if (tenantPart !== tenantId) throw new NotFound(`${kind} not found`);
  return itemId;
}
