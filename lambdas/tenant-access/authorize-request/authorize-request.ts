import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { TenantAccess } from '../../shared/contracts/registry-items';
import type { Tier } from '../../shared/contracts/tiers';
import { bearerToken, claimedTenantId } from './bearer-token';
import type { VerifyToken } from './verify-token';

/** API Gateway answers 401 to this very message, and 500 to any other error. */
export class Unauthorized extends Error {
  constructor() {
    super('Unauthorized');
  }
}

/** What a tenant may call; the gateway itself refuses paths and methods that it does not have. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
/** By how much the clocks of the users service and of this function may differ. */
const CLOCKS_DIFFER_SECONDS = 60;

export interface AuthorizerDependencies {
  findAccess: (tenantId: string) => Promise<TenantAccess | undefined>;
  verify: VerifyToken;
  /** Time before which a user's sign-ins no longer count, in seconds since 1970; undefined where all do. */
  findSignOut: (tier: Tier, tenantId: string, userId: string) => Promise<number | undefined>;
}

/**
 * Decides whether a tenant's request may pass, and tells the gateway whose it is: the tenant's API key meters
 * it, `tenantPath` routes it. A decision is cached a token, so it covers all of the stage's methods.
 *
 * @throws Unauthorized for a token that is missing, forged, expired, of a tenant that there is not, or of a user who
 *   has signed out since
 * @throws KeySetUnavailableError when the token cannot be verified at the moment
 */
export async function authorizeRequest(
  { findAccess, verify, findSignOut }: AuthorizerDependencies,
  event: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'multiValueHeaders' | 'methodArn'>,
): Promise<APIGatewayAuthorizerResult> {
  const token = bearerToken(event);
  const tenantId = token && claimedTenantId(token);
  if (!token || !tenantId) throw new Unauthorized();
  const access = await findAccess(tenantId);
  if (!access) throw new Unauthorized();
  const { userPoolId, appClientId, tenantPath } = access;
  const resources = stageMethods(event.methodArn);
  // A tenant that is still being made has no pool to verify against; there is nothing to admit it to either.
  if (!userPoolId || !appClientId || !tenantPath) return policy('Deny', tenantId, resources);
  const session = await verify(token, tenantId, { userPoolId, appClientId });
  if (!session) throw new Unauthorized();
  // Cognito revokes the refresh tokens of who signs out; the ID token stays as genuine as it was, for up to a day.
  const notBefore = (await findSignOut(access.tier, tenantId, session.userId)) ?? 0;
  if (isTimeOfNow(notBefore) && session.signedInAt < notBefore) throw new Unauthorized();
  if (access.status !== 'active') return policy('Deny', tenantId, resources);
  return {
    ...policy('Allow', tenantId, resources),
    context: { tenantId, tenantPath },
    usageIdentifierKey: access.apiKey,
  };
}

/** The users service writes the time that it is. A later one is no sign-out: it would keep the user out until then. */
const isTimeOfNow = (seconds: number): boolean => seconds <= Date.now() / 1000 + CLOCKS_DIFFER_SECONDS;

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/GET/orders` → the methods of that stage. */
function stageMethods(methodArn: string): string[] {
  const [api, stage] = methodArn.split('/');
  return METHODS.map((method) => `${api}/${stage}/${method}/*`);
}

const policy = (Effect: 'Allow' | 'Deny', principalId: string, Resource: string[]) => ({
  principalId,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
  },
});
