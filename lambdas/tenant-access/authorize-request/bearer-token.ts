import { idSchema } from '../../shared/contracts/identifiers';

/** Far beyond any Cognito token; API Gateway's limit on all headers together is 10 KB. */
const MAX_TOKEN_LENGTH = 8192;
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** The token of an Authorization header, `Bearer <token>` or bare; undefined when it holds none. */
export function bearerToken(headers: Record<string, string | undefined> | null): string | undefined {
  const header = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const token = header?.trim().replace(/^bearer +/i, '');
  return token && token.length <= MAX_TOKEN_LENGTH && TOKEN.test(token) ? token : undefined;
}

/** The tenant that a token claims, not yet verified: good for looking up whose keys verify it, and no more. */
export function claimedTenantId(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return idSchema.safeParse((claims as Record<string, unknown> | null)?.['custom:tenantId']).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
