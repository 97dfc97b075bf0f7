import * as z from 'zod/mini';

// The content security policy forbids eval, and zod's probe for it alone would be reported as a violation.
z.config({ jitless: true });

/** The portal cannot start: its configuration is missing or wrong. The message says which setting. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads `config.json`, which stands beside the page: the same build goes to every deployment.
 * @throws ConfigError
 */
export async function loadConfig<Schema extends z.ZodMiniType>(schema: Schema): Promise<z.output<Schema>> {
  const answer = await fetch('/config.json', { cache: 'no-store' });
  if (!answer.ok) throw new ConfigError(`config.json cannot be read: HTTP ${answer.status}`);
  let content: unknown;
  try {
    content = await answer.json();
  } catch (cause) {
    throw new ConfigError('config.json is not JSON', { cause });
  }
  const parsed = z.safeParse(schema, content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(`config.json: ${issue?.path.join('.') || 'content'}: ${issue?.message}`);
}
