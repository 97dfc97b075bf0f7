/** A surrogate written as an escape; what is not escaped is whole, since the body was read as UTF-8. */
const ESCAPED = /\\u[dD][89a-fA-F]/;

/**
 * Whether a JSON text holds half a character (`"\ud800"`): JSON allows it, DynamoDB and Cognito refuse it.
 * Looks closer only where there is an escape that could be one: other bodies cost one search.
 */
export function hasLoneSurrogate(json: string): boolean {
  if (!ESCAPED.test(json)) return false;
  let found = false;
  const look = (text: string) => {
    found ||= /\p{Surrogate}/u.test(text);
  };
  try {
    JSON.parse(json, (key, value) => {
      look(key);
      if (typeof value === 'string') look(value);
      return value;
    });
  } catch {
    // Not JSON: the parser says so.
  }
  return found;
}
