import type * as z from 'zod';

/**
 * Attributes of the registry's rows that a client or a plane neither writes nor shadows: shown beside its own keys,
 * such a key of its data would pass for ours.
 */
export const RESERVED_KEYS: readonly string[] = [
  'announcement',
  'lastResult',
  'placement',
  'offboarding',
  'receipt',
];

/** The same in JSON Schema. */
export const unreservedNames = { propertyNames: { not: { enum: RESERVED_KEYS } } };

/** A zod check that names every reserved key of an object. */
export function refuseReservedKeys(value: object, context: z.RefinementCtx): void {
  for (const key of RESERVED_KEYS.filter((reserved) => Object.hasOwn(value, reserved))) {
    context.addIssue({ code: 'custom', path: [key], message: 'is reserved: choose another name' });
  }
}

/** Data of a row as it is shown: without keys that were stored before they were reserved. */
export const withoutReservedKeys = <T extends object>(data: T): T =>
  Object.fromEntries(Object.entries(data).filter(([key]) => !RESERVED_KEYS.includes(key))) as T;
