import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { OPERATOR_ROLES, type OperatorRole } from '../contracts/admin-api';
import { ForbiddenError, UnauthenticatedError } from '../errors';

/** Who called, from a token that API Gateway has verified. */
export interface Operator {
  userName: string;
  /** Cognito's id of the user: in logs it stands for the name. */
  sub: string;
  roles: OperatorRole[];
}

export type Access = 'read' | 'write';

/**
 * The operator of a request, whose token API Gateway has verified before.
 * @throws UnauthenticatedError without a token's claims
 * @throws ForbiddenError when none of the roles allows the access: SystemAdmin reads and writes, CustomerSupport
 * reads
 */
export function authorizeOperator(
  event: Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'>,
  access: Access,
): Operator {
  const claims = event.requestContext.authorizer?.jwt?.claims as Record<string, unknown> | undefined;
  if (!claims) throw new UnauthenticatedError('Unauthorized');
  const groups = groupsOf(claims['cognito:groups']);
  const roles = OPERATOR_ROLES.filter((role) => groups.includes(role));
  if (!roles.includes('SystemAdmin') && !(access === 'read' && roles.length > 0)) {
    throw new ForbiddenError(
      access === 'write'
        ? 'Forbidden: this needs the role SystemAdmin'
        : `Forbidden: this needs one of the roles ${OPERATOR_ROLES.join(', ')}`,
    );
  }
  return {
    // An access token calls it `username`, an ID token `cognito:username`.
    userName: String(claims.username ?? claims['cognito:username'] ?? ''),
    sub: String(claims.sub ?? ''),
    roles,
  };
}

/** API Gateway hands the claim on as text, `[SystemAdmin CustomerSupport]`; others as JSON or a list. */
function groupsOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .map((group) => group.replace(/^"|"$/g, ''))
    .filter((group) => group !== '');
}
