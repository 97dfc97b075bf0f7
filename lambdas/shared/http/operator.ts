import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { OPERATOR_ROLES, type OperatorRole } from '../contracts/admin-api';
import { ForbiddenError, UnauthenticatedError } from '../errors';
import type { FindOperator } from './operator-directory';

/** Who called, from a token that API Gateway has verified. */
export interface Operator {
  userName: string;
  /** Cognito's id of the user: in logs it stands for the name. */
  sub: string;
  roles: OperatorRole[];
}

export type Access = 'read' | 'write';

/**
 * The operator of a request, whose token API Gateway has verified before. The token says who it is; what that operator
 * may do is asked of the pool, since a token outlives a role, and an account, by up to its lifetime.
 *
 * @throws UnauthenticatedError without a token's claims, and for who is no longer there or disabled
 * @throws ForbiddenError when none of the roles allows the access: SystemAdmin reads and writes, CustomerSupport
 * reads
 */
export async function authorizeOperator(
  event: Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'>,
  access: Access,
  find: FindOperator,
): Promise<Operator> {
  const claims = event.requestContext.authorizer?.jwt?.claims as Record<string, unknown> | undefined;
  // An access token calls it `username`, an ID token `cognito:username`.
  const userName = claims?.username ?? claims?.['cognito:username'];
  if (typeof userName !== 'string' || typeof claims?.sub !== 'string') {
    throw new UnauthenticatedError('Unauthorized');
  }
  const known = await find(userName);
  // A name can be given to somebody else; Cognito's id cannot.
  if (!known?.enabled || known.sub !== claims.sub) throw new UnauthenticatedError('Unauthorized');
  const { roles, sub } = known;
  if (!roles.includes('SystemAdmin') && !(access === 'read' && roles.length > 0)) {
    throw new ForbiddenError(
      access === 'write'
        ? 'Forbidden: this needs the role SystemAdmin'
        : `Forbidden: this needs one of the roles ${OPERATOR_ROLES.join(', ')}`,
    );
  }
  return { userName, sub, roles };
}
