import { capitalized } from '../format/text';
import { ApiError } from './errors';

/**
 * The field that an API has refused, of those that a form has, and why. Refusals begin with the field's path in the
 * body: "tenantData.email: must be an e-mail address", "orderProducts[0].price must be number".
 */
export function fieldRefusal<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): { field: Field; message: string } | undefined {
  if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 409)) return undefined;
  const [, path = '', message = ''] = /^([\w.[\]]+):? (.+)$/s.exec(error.message) ?? [];
  // The outermost part that the form has a field for.
  const [field] = path.split(/\W+/).flatMap((part) => fields.filter((name) => name === part));
  return field && { field, message: capitalized(message) };
}
