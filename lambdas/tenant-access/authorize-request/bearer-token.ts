import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { idSchema } from '../../shared/contracts/identifiers';

/** Far beyond any Cognito token; API Gateway's limit on all headers together is 10 KB. */
const MAX_TOKEN_LENGTH = 8192;
/** The scheme in any case, as the services read it: what they refuse must not get past the gateway. */
const BEARER = /^bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

type Headers = Pick<APIGatewayRequestAuthorizerEvent, 'headers'> &
  Partial<Pick<APIGatewayRequestAuthorizerEvent, 'multiValueHeaders'>>;

/**
 * The token of the Authorization header, `Bearer <token>`; undefined when it holds none. Of several such headers the
 * gateway would show us one and the service read another, so they hold none.
 */
export function bearerToken({ headers, multiValueHeaders }: Headers): string | undefined {
  const named = <V>(all: Record<string, V> | null | undefined): V[] =>
    Object.entries(all ?? {}).flatMap(([name, value]) =>
      name.toLowerCase() === 'authorization' ? [value] : [],
    );
  const [header, ...others] = named(headers);
  if (others.length > 0 || named(multiValueHeaders).flat().length > 1) return undefined;
  const token = BEARER.exec(header?.trim() ?? '')?.[1];
  return token && token.length <= MAX_TOKEN_LENGTH ? token : undefined;
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
