import type { JsonObject } from '../contracts/registry-items';

/**
 * Facts that identify a tenant: no plane and no client changes them, such keys of a change are passed over.
 */
const FIXED = {
  registration: new Set(['tenantId', 'tenantRegistrationId', 'createdAt', 'updatedAt']),
  tenant: new Set(['tenantId', 'tenantRegistrationId', 'tenantName', 'email', 'tier', 'createdAt', 'cellId']),
};

/** Attributes of the rows themselves; every other key of a change goes into the row's `data`. */
const OWN = {
  registration: new Set(['registrationStatus', 'failure', 'sbtaws_active']),
  tenant: new Set(['tenantConfig', 'email']),
};

/** The changes that would go into the row's `data`. */
export const extraKeys = (row: keyof typeof OWN, changes: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(changes).filter(([name]) => !FIXED[row].has(name) && !OWN[row].has(name)),
  );

export interface RowUpdate {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/**
 * The update that applies a plane's or client's changes to a row. `null` removes an attribute of the row itself
 * (`failure`); elsewhere it is a value like any other.
 * @param always attributes that the registry itself sets, whatever their name
 * @returns undefined when nothing is left to change
 */
export function rowUpdate(
  row: keyof typeof OWN,
  changes: JsonObject,
  always: Record<string, unknown> = {},
): RowUpdate | undefined {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const sets: string[] = [];
  const removes: string[] = [];
  const wanted = [
    ...Object.entries(changes)
      .filter(([name]) => !FIXED[row].has(name) && !(name in always))
      .map(([name, value]) => ({ name, value: value as unknown, own: OWN[row].has(name) })),
    ...Object.entries(always).map(([name, value]) => ({ name, value, own: true })),
  ];
  wanted.forEach(({ name, value, own }, index) => {
    names[`#n${index}`] = name;
    if (!own) names['#data'] = 'data';
    const path = own ? `#n${index}` : `#data.#n${index}`;
    if (own && value === null) {
      removes.push(path);
    } else {
      values[`:v${index}`] = value;
      sets.push(`${path} = :v${index}`);
    }
  });
  if (wanted.length === 0) return undefined;
  return {
    UpdateExpression: [
      ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
      ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
    ].join(' '),
    ExpressionAttributeNames: names,
    ...(sets.length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}
