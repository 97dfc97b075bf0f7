import { ApiError } from './errors';

/**
 * The field that an API has refused, of those that a form has, and why. Refusals begin with the field's name, or with
 * its path in the body: "tenantData.email: must be an e-mail address".
 */
export function fieldRefusal<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): { field: Field; message: string } | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const [, path = '', message = ''] = /^([A-Za-z.]+): (.+)$/s.exec(error.message) ?? [];
  const field = fields.find((name) => name === path.split('.').at(-1));
  return field && { field, message: message.charAt(0).toUpperCase() + message.slice(1) };
}
