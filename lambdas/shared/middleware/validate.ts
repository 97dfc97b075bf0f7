import type * as z from 'zod';
import { ValidationError } from '../errors';

/**
 * Parses input against its schema.
 * @throws ValidationError that names the first field that does not fit (`tenantData.email`), or `within`
 */
export function validate<S extends z.ZodType>(schema: S, input: unknown, within = 'body'): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(unknownKey ? [unknownKey] : [])].map(String).join('.');
  throw new ValidationError(
    path || within,
    unknownKey ? 'is not a field of this request' : (issue?.message ?? 'is not valid'),
  );
}
